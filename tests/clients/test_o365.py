"""O365 for Python judges the sandbox, from its own sign-in on."""

import time
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from O365 import Account
from O365.calendar import EventResponse, EventShowAs, EventType
from requests import HTTPError

from tests.clients.o365 import signed_in
from tests.clients.program import Sandbox
from tests.clients.week import ADA, BEN, CAROL, MONDAY, SATURDAY

UTC = ZoneInfo("UTC")
TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def ada(sandbox: Sandbox) -> Account:
    return signed_in(sandbox, ADA)


def _meeting(account: Account, subject: str, start: datetime, *invited: str) -> Any:
    """A saved event of half an hour."""
    event = account.schedule().new_event(subject=subject)
    event.start, event.end = start, start + timedelta(minutes=30)
    for address in invited:
        event.attendees.add(address)
    assert event.save()
    return event


def _week(account: Account, **more: Any) -> list[Any]:
    """The week as it stands in the default calendar."""
    return list(account.schedule().get_events(limit=None, start_recurring=MONDAY, end_recurring=SATURDAY, **more))


def test_it_signs_in_and_renews_a_token_that_is_over(sandbox: Sandbox, ada: Account) -> None:
    assert ada.is_authenticated
    assert ada.username == ADA
    old = ada.con.session.headers["Authorization"] if ada.con.session else None
    for token in ada.con.token_backend._cache["AccessToken"].values():
        token["expires_on"] = "1"
    mark = sandbox.mark()
    assert ada.con.refresh_token()
    assert sandbox.answered_since(mark, "/oauth2/v2.0/token") == [("POST", 200)]
    assert ada.con.session.headers["Authorization"] != old
    assert ada.schedule().get_default_calendar() is not None


def test_it_lists_the_calendars(ada: Account) -> None:
    schedule = ada.schedule()
    names = [calendar.name for calendar in schedule.list_calendars()]
    default = schedule.get_default_calendar()
    assert default.name in names
    assert (default.owner.address, default.can_edit) == (ADA, True)
    found = schedule.get_calendar(calendar_name="Side projects")
    assert found is not None
    assert found.calendar_id != default.calendar_id
    assert schedule.get_calendar(calendar_id=found.calendar_id).name == "Side projects"
    assert [one.subject for one in found.get_events(start_recurring=MONDAY, end_recurring=SATURDAY)]


def test_it_makes_and_removes_a_calendar(ada: Account) -> None:
    made = ada.schedule().new_calendar("Judging")
    assert made.can_edit
    assert "Judging" in [calendar.name for calendar in ada.schedule().list_calendars()]
    assert made.delete()
    assert "Judging" not in [calendar.name for calendar in ada.schedule().list_calendars()]


def test_it_pages_through_the_week(ada: Account) -> None:
    whole = _week(ada)
    calendar = ada.schedule().get_default_calendar()
    paged = list(calendar.get_events(limit=100, batch=3, start_recurring=MONDAY, end_recurring=SATURDAY))
    assert len(whole) > 6
    assert [one.object_id for one in paged] == [one.object_id for one in whole]
    moved = next(one for one in whole if one.subject == "Product review (moved)")
    assert moved.event_type == EventType.Exception
    tentative = next(one for one in whole if one.subject == "Vendor demo")
    assert tentative.show_as == EventShowAs.Tentative
    move = next(one for one in whole if one.subject.startswith("Office move"))
    assert move.is_all_day
    assert move.end - move.start == timedelta(days=1)


def test_it_filters_events(ada: Account) -> None:
    found = ada.schedule().get_events(include_recurring=False, query="subject eq 'Roadmap writing'", limit=5)
    assert [one.subject for one in found] == ["Roadmap writing"]


def test_it_expands_a_series(ada: Account) -> None:
    series = [one for one in ada.schedule().get_events(include_recurring=False, limit=100) if one.recurrence]
    review = next(one for one in series if one.subject == "Product review")
    days = list(review.get_occurrences(MONDAY, MONDAY + timedelta(weeks=3)))
    assert {one.event_type for one in days} == {EventType.Exception, EventType.Occurrence}
    assert len(days) == 2  # one of the three weeks is cancelled


def test_it_makes_a_series(ada: Account) -> None:
    event = ada.schedule().new_event(subject="Stretch")
    event.start, event.end = TEN, TEN + timedelta(minutes=15)
    event.recurrence.set_daily(1, start=TEN.date(), end=(TEN + timedelta(days=3)).date())
    assert event.save()
    days = [one for one in _week(ada) if one.subject == "Stretch"]
    assert [one.start for one in days] == [TEN + timedelta(days=n) for n in range(4)]


def test_it_creates_changes_and_deletes_an_event(ada: Account) -> None:
    made = _meeting(ada, "Judged", TEN)
    calendar = ada.schedule().get_default_calendar()
    read = calendar.get_event(made.object_id)
    assert (read.subject, read.start, read.end) == ("Judged", TEN, TEN + timedelta(minutes=30))
    read.subject, read.start, read.end = "Judged again", TEN + timedelta(hours=1), TEN + timedelta(hours=2)
    read.location = "Room Spree"
    assert read.save()
    again = calendar.get_event(made.object_id)
    assert (again.subject, again.start) == ("Judged again", TEN + timedelta(hours=1))
    assert again.location["displayName"] == "Room Spree"
    assert again.delete()
    with pytest.raises(HTTPError) as caught:
        calendar.get_event(made.object_id)
    assert caught.value.response.status_code == 404
    assert caught.value.response.json()["error"]["code"] == "ErrorItemNotFound"


def test_it_accepts_an_invitation_and_the_organizer_sees_it(sandbox: Sandbox, ada: Account) -> None:
    ben = signed_in(sandbox, BEN)
    made = _meeting(ben, "Please come", TEN, ADA, CAROL)
    invited = next(one for one in _week(ada) if one.subject == "Please come")
    assert invited.response_status.status == EventResponse.NotResponded
    assert invited.organizer.address == BEN
    assert invited.show_as == EventShowAs.Tentative
    assert invited.accept_event("Gladly")
    answered = next(one for one in _week(ada) if one.subject == "Please come")
    assert answered.response_status.status == EventResponse.Accepted
    assert answered.show_as == EventShowAs.Busy
    seen = ben.schedule().get_default_calendar().get_event(made.object_id)
    answers = {one.address: one.response_status.status for one in seen.attendees}
    assert answers == {ADA: EventResponse.Accepted, CAROL: None}  # nobody's answer yet


def test_it_declines_an_invitation_and_it_leaves_the_calendar(sandbox: Sandbox, ada: Account) -> None:
    _meeting(signed_in(sandbox, BEN), "No, thanks", TEN, ADA)
    invited = next(one for one in _week(ada) if one.subject == "No, thanks")
    assert invited.decline_event()
    assert "No, thanks" not in [one.subject for one in _week(ada)]


def test_it_cancels_a_meeting_for_everybody(sandbox: Sandbox, ada: Account) -> None:
    ben = signed_in(sandbox, BEN)
    made = _meeting(ada, "Off again", TEN, BEN)
    assert "Off again" in [one.subject for one in _week(ben)]
    assert made.cancel_event("Something came up")
    assert "Off again" not in [one.subject for one in _week(ada)]
    theirs = next(one for one in _week(ben) if one.subject == "Canceled: Off again")
    assert theirs.is_cancelled
    assert theirs.show_as == EventShowAs.Free


def test_it_asks_when_people_are_free(ada: Account) -> None:
    wednesday = TEN + timedelta(days=2)
    found = ada.schedule().get_availability([ADA, BEN], wednesday - timedelta(hours=2), wednesday, interval=60)
    mine, bens = found
    assert mine["availabilityView"] == ["busy", "busy"]
    assert [item["subject"] for item in mine["scheduleItems"]] == ["Roadmap writing"]
    assert [(item["start"].hour, item["start"].minute) for item in bens["scheduleItems"]] == [(9, 30)]


def test_its_immutable_ids_are_others_than_the_default_ones(sandbox: Sandbox, ada: Account) -> None:
    stable = signed_in(sandbox, ADA, default_headers={"Prefer": 'IdType="ImmutableId"'})
    plain, fixed = ({one.subject: one.object_id for one in _week(account)} for account in (ada, stable))
    assert plain.keys() == fixed.keys()
    assert not set(plain.values()) & set(fixed.values())
    opened = ada.schedule().get_default_calendar().get_event(fixed["Roadmap writing"])
    assert opened.subject == "Roadmap writing"


def test_a_wrong_request_is_told_by_status_and_code(ada: Account) -> None:
    with pytest.raises(HTTPError) as caught:
        list(ada.schedule().get_events(query="nonsense eq 1", include_recurring=False))
    assert caught.value.response.status_code == 400
    assert caught.value.response.json()["error"]["code"]


def test_it_waits_as_long_as_a_429_says_and_then_succeeds(sandbox: Sandbox, ada: Account) -> None:
    sandbox.throttle("/me/calendars", seconds=1)
    mark, began = sandbox.mark(), time.monotonic()
    assert ada.schedule().list_calendars()
    assert sandbox.answered_since(mark, "/me/calendars") == [("GET", 429), ("GET", 200)]
    assert time.monotonic() - began >= 1
