"""Events as Graph writes them, read into ours."""

from datetime import UTC, date, datetime

import pytest

from core.availability import ShowAs
from core.outlook.events import event_of
from core.shared.errors import OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model import MOST_ATTENDEES, Attendee, Response
from tests.unit.outlook.samples import at, event


def test_a_meeting_is_read_whole() -> None:
    read = event_of(event(transactionId="b1", seriesMasterId="AAkM="))
    assert (read.start, read.end) == (datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 1, 10, tzinfo=UTC))
    assert (read.id, read.series, read.transaction_id) == ("AAkE1=", "AAkM=", "b1")
    assert (read.show_as, read.response) == (ShowAs.BUSY, Response.ORGANIZER)
    assert (read.subject, read.organizer_name, read.attendee_count) == ("Design review", "Ada", 1)
    assert (read.join_url, read.web_link) == ("https://teams.example/join", "https://outlook.example/e1")
    assert not read.is_all_day
    assert not read.is_private


@pytest.mark.parametrize(
    ("zone", "utc_hour"),
    [("UTC", 9), ("Europe/Berlin", 8), ("W. Europe Standard Time", 8), ("tzone://Microsoft/Utc", 9)],
)
def test_a_time_is_placed_in_its_own_zone_whatever_was_asked_for(zone: str, utc_hour: int) -> None:
    read = event_of(event(start=at("2026-12-01T09:00:00.0000000", zone), end=at("2026-12-01T09:30:00.1234567", zone)))
    assert read.start == datetime(2026, 12, 1, utc_hour, tzinfo=UTC)
    assert read.end == datetime(2026, 12, 1, utc_hour, 30, 0, 123456, tzinfo=UTC)


def test_the_two_days_a_year_have_their_own_offsets() -> None:
    """Berlin: 29 March 2026 is 23 hours long, 25 October 2026 is 25 hours long."""
    spring = event_of(
        event(start=at("2026-03-29T01:30:00", "Europe/Berlin"), end=at("2026-03-29T03:30:00", "Europe/Berlin"))
    )
    autumn = event_of(
        event(start=at("2026-10-25T01:30:00", "Europe/Berlin"), end=at("2026-10-25T03:30:00", "Europe/Berlin"))
    )
    assert (spring.end - spring.start).total_seconds() == 3600
    assert (autumn.end - autumn.start).total_seconds() == 3 * 3600


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Pacific Standard Time", "Customized Time Zone"])
def test_an_all_day_event_has_dates_in_any_zone(zone: str) -> None:
    read = event_of(
        event(isAllDay=True, start=at("2026-12-24T00:00:00.0000000", zone), end=at("2026-12-27T00:00:00.0000000", zone))
    )
    assert (read.first_day, read.end_day) == (date(2026, 12, 24), date(2026, 12, 27))
    assert (read.start, read.end) == (datetime(2026, 12, 24, tzinfo=UTC), datetime(2026, 12, 27, tzinfo=UTC))


def test_an_all_day_event_takes_at_least_one_day() -> None:
    read = event_of(event(isAllDay=True, start=at("2026-12-24T00:00:00", "UTC"), end=at("2026-12-24T00:00:00", "UTC")))
    assert read.end_day == date(2026, 12, 25)


@pytest.mark.parametrize("state", list(ShowAs))
def test_each_state_of_graph_is_one_of_ours(state: ShowAs) -> None:
    assert event_of(event(showAs=state.value)).show_as is state


@pytest.mark.parametrize("strange", ["somewhere new", "", None])
def test_a_state_nobody_knows_is_unknown_and_never_free(strange: str | None) -> None:
    assert event_of(event(showAs=strange)).show_as is ShowAs.UNKNOWN


@pytest.mark.parametrize(
    ("sensitivity", "private"), [("normal", False), ("personal", True), ("private", True), ("confidential", True)]
)
def test_everything_but_normal_is_private(sensitivity: str, private: bool) -> None:
    assert event_of(event(sensitivity=sensitivity)).is_private is private


def who(address: str, kind: str = "required", name: str = "N") -> dict[str, object]:
    return {"type": kind, "emailAddress": {"name": name, "address": address}}


def test_a_meeting_is_known_by_its_uid_and_without_one_by_its_icaluid() -> None:
    assert event_of(event(uid="series", iCalUId="day")).uid == "series"
    assert event_of(event(uid=None)).uid == event_of(event()).uid == "040000008200E1"


def test_everybody_on_the_list_is_read_but_rooms() -> None:
    listed = [who("ben@contoso.com"), who("room@contoso.com", "resource"), who("carol@contoso.com", "optional")]
    read = event_of(event(attendees=listed))
    assert read.attendees == (Attendee("ben@contoso.com", "N"), Attendee("carol@contoso.com", "N", is_optional=True))
    assert read.attendee_count == 2


@pytest.mark.parametrize(("mine", "people"), [(True, 1), (False, 2)])
def test_the_organizer_is_on_the_list_of_the_others_only(mine: bool, people: int) -> None:
    read = event_of(event(isOrganizer=mine, attendees=[who("ADA@contoso.com"), who("ben@contoso.com")]))
    assert (read.is_organizer, read.attendee_count, len(read.attendees)) == (mine, people, people)
    assert (read.organizer_name, read.organizer_address) == ("Ada", "ada@contoso.com")


def test_of_a_crowd_the_first_are_kept_and_all_are_counted() -> None:
    read = event_of(event(attendees=[who(f"{number}@contoso.com") for number in range(60)]))
    assert (len(read.attendees), read.attendee_count) == (MOST_ATTENDEES, 60)
    assert read.attendees[0].address == "0@contoso.com"


@pytest.mark.parametrize(("said", "taken"), [(True, True), (False, False), (None, True)])
def test_proposals_are_taken_unless_the_organizer_said_no(said: bool | None, taken: bool) -> None:
    assert event_of(event(allowNewTimeProposals=said)).takes_proposals is taken


def test_explicit_nulls_are_nothing_special() -> None:
    read = event_of(
        event(subject=None, organizer=None, attendees=None, onlineMeeting=None, webLink=None, responseStatus=None)
    )
    assert (read.subject, read.organizer_name, read.attendee_count, read.join_url) == ("", "", 0, None)
    assert read.response is Response.NONE


@pytest.mark.parametrize(
    "broken",
    [
        event(start=at("2026-12-01T09:00:00", "tzone://Microsoft/Custom")),
        event(start=at("tomorrow", "UTC")),
        event(start=None),
        event(end={}),
        event(start=at("2026-12-01T11:00:00", "UTC")),
        {"id": "slim"},
    ],
)
def test_half_an_event_is_no_event_but_an_unreadable_calendar(broken: dict[str, object]) -> None:
    with pytest.raises(OutlookUnavailable):
        event_of(broken)


def test_what_the_invited_answered_and_proposed_is_read() -> None:
    moment = {"dateTime": "2026-12-02T15:00:00.0000000", "timeZone": "Europe/Berlin"}
    later = {"dateTime": "2026-12-02T15:30:00.0000000", "timeZone": "Europe/Berlin"}
    listed = [
        who("ben@contoso.com")
        | {"status": {"response": "tentativelyAccepted", "time": "2026-12-01T08:00:00Z"}}
        | {"proposedNewTime": {"start": moment, "end": later}},
        who("carol@contoso.com") | {"status": {"response": "none", "time": "0001-01-01T00:00:00Z"}},
        who("dina@contoso.com") | {"status": {"response": "declined", "time": "yesterday"}},
        who("eve@contoso.com") | {"status": None, "proposedNewTime": {"start": later, "end": moment}},
        who("finn@contoso.com") | {"proposedNewTime": {"start": moment | {"timeZone": "Atlantis"}, "end": later}},
    ]
    ben, carol, dina, eve, finn = event_of(event(attendees=listed)).attendees
    assert (ben.response, ben.answered_at) == (Response.TENTATIVE, datetime(2026, 12, 1, 8, tzinfo=UTC))
    assert ben.proposed == Range(datetime(2026, 12, 2, 14, tzinfo=UTC), datetime(2026, 12, 2, 14, 30, tzinfo=UTC))
    assert (carol.response, carol.answered_at, carol.proposed) == (Response.NONE, None, None)
    assert (dina.response, dina.answered_at) == (Response.DECLINED, None)
    assert (eve.response, eve.proposed, finn.proposed) == (Response.NONE, None, None)
