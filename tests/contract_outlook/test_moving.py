"""Events of the sandbox moved, as organizer and guests see it without our code."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.booking.model import Booking, EventMove
from core.shared.errors import OutlookRejected, OutlookUnavailable
from core.shared.ranges import Range
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.program import Json
from tests.contract_outlook.test_copies import WINDOW, body, keeping, pattern
from tests.contract_outlook.week import berlin
from tests.unit.outlook.fakes import ADA
from tests.unit.outlook.samples import booking

HOUR = timedelta(hours=1)
BEN = {"emailAddress": {"address": "ben@contoso.com", "name": "Ben"}, "type": "required"}


def made(desk: Desk, day: int, start: int, **more: Any) -> Json:
    """A meeting of Ada's with Ben; `start` counts half hours."""
    given = body(day, start, "Review", attendees=[BEN], **more)
    answer = desk.sandbox.seen("ada@contoso.com").send("POST", "/me/events", given)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def moving(desk: Desk, event: Json, start: Any, calendar: str = "Calendar") -> Booking:
    """The hold that moves this event to an hour from `start` on."""
    one = booking(start, title="Other words", note="Other text")
    was = Range(berlin(2, "16:00"), berlin(2, "17:00"))
    there = await desk.calendar(ADA, calendar)
    return replace(one, outlook_calendar_id=there, moves=EventMove(event["id"], was))


def when(event: Json) -> str:
    return str(event["start"]["dateTime"])[:16]


async def test_a_moved_meeting_keeps_its_words_and_its_teams_link_and_its_guests_see_the_new_time(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    text = {"contentType": "html", "content": "<p>Bring the list</p>"}
    online = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    before = made(desk, 2, 32, body=text, **online)
    assert before["onlineMeeting"]["joinUrl"]
    one = await moving(desk, before, berlin(3, "10:00"))
    written = await desk.outlook.writer.move(one)
    assert (written.id, written.when) == (before["id"], one.plan.when)
    (after,) = desk.sandbox.seen("ada@contoso.com").events("Review")
    assert when(after) == "2026-11-26T09:00"
    assert after["originalStartTimeZone"] == "Europe/Berlin"
    for kept in ("id", "body", "subject", "onlineMeeting", "uid", "iCalUId"):
        assert after[kept] == before[kept]
    assert [one["emailAddress"] for one in after["attendees"]] == [one["emailAddress"] for one in before["attendees"]]
    (theirs,) = desk.sandbox.seen("ben@contoso.com").events("Review")
    assert (when(theirs), theirs["uid"]) == (when(after), before["uid"])
    assert theirs["responseStatus"]["response"] == "notResponded"


async def test_moving_it_twice_is_moving_it_once(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    one = await moving(desk, made(desk, 2, 32), berlin(3, "10:00"))
    first, second = await desk.outlook.writer.move(one), await desk.outlook.writer.move(one)
    assert first == second
    assert len(desk.sandbox.seen("ada@contoso.com").events("Review")) == 1


async def test_one_day_of_a_series_moves_alone(desk: Desk) -> None:
    kept = await keeping(desk)
    made(desk, 0, 32, **pattern(0, weekly=False, number=3))
    await kept.round()
    days = sorted((one for one in kept.copy.values() if one.subject == "Review"), key=lambda one: one.start)
    one = await moving(desk, {"id": days[1].id}, days[1].start + HOUR)
    written = await desk.outlook.writer.move(one)
    await kept.round()
    after = sorted((one for one in kept.copy.values() if one.subject == "Review"), key=lambda one: one.start)
    assert [one.start for one in after] == [days[0].start, days[1].start + HOUR, days[2].start]
    assert after[1].id == written.id
    assert {one.uid for one in after} == {days[0].uid}
    look = await desk.outlook.writer.event(ADA, kept.calendar, days[1].id)
    assert look == after[1]


async def test_a_day_of_a_series_does_not_jump_over_its_neighbour(desk: Desk) -> None:
    kept = await keeping(desk)
    made(desk, 0, 32, **pattern(0, weekly=False, number=3))
    await kept.round()
    days = sorted((one for one in kept.copy.values() if one.subject == "Review"), key=lambda one: one.start)
    with pytest.raises(OutlookRejected) as caught:
        await desk.outlook.writer.move(await moving(desk, {"id": days[0].id}, days[1].start + HOUR))
    assert (caught.value.status, caught.value.reason) == (400, "ErrorOccurrenceCrossingBoundary")


@pytest.mark.parametrize("times", [1, 3])
async def test_a_passing_conflict_is_tried_again(desk: Desk, times: int) -> None:
    await desk.connect("ada@contoso.com")
    one = await moving(desk, made(desk, 2, 32), berlin(3, "10:00"))
    fault = {"kind": "graph", "method": "PATCH", "status": 412, "code": "ErrorIrresolvableConflict"}
    desk.sandbox.fault(**fault, times=times)
    assert (await desk.outlook.writer.move(one)).when == one.plan.when


async def test_a_conflict_that_stays_is_no_certain_refusal(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    one = await moving(desk, made(desk, 2, 32), berlin(3, "10:00"))
    desk.sandbox.fault(kind="graph", method="PATCH", status=412, code="ErrorIrresolvableConflict")
    with pytest.raises(OutlookUnavailable):
        await desk.outlook.writer.move(one)
    assert await desk.outlook.writer.find(one) is None


@pytest.mark.parametrize("fault", [{"answer": "lose_answer"}, {"status": 503}, {"status": 429, "retry_after": 1}])
async def test_after_a_lost_answer_a_look_says_whether_it_moved(desk: Desk, fault: dict[str, object]) -> None:
    await desk.connect("ada@contoso.com")
    one = await moving(desk, made(desk, 2, 32), berlin(3, "10:00"))
    desk.sandbox.fault(kind="graph", method="PATCH", times=1, **fault)
    with pytest.raises(OutlookUnavailable):
        await desk.outlook.writer.move(one)
    found = await desk.outlook.writer.find(one)
    assert (found is not None) is ("answer" in fault)
    assert (await desk.outlook.writer.move(one)).when == one.plan.when


async def test_an_event_that_is_gone_is_refused_for_certain_and_not_found(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    event = made(desk, 2, 32)
    one = await moving(desk, event, berlin(3, "10:00"))
    assert desk.sandbox.seen("ada@contoso.com").send("DELETE", f"/me/events/{event['id']}").is_success
    with pytest.raises(OutlookRejected) as caught:
        await desk.outlook.writer.move(one)
    assert caught.value.status == 404
    assert await desk.outlook.writer.find(one) is None
    assert await desk.outlook.writer.event(ADA, one.outlook_calendar_id, event["id"]) is None


async def test_an_event_in_a_calendar_shared_with_writing_is_seen_and_moved_there(desk: Desk) -> None:
    connection = await desk.connect("emil@contoso.com")
    calendar = await desk.calendar(connection, "Team launch")  # Ben's
    written = await desk.outlook.writer.create(
        replace(booking(berlin(2, "16:00"), title="Review"), outlook_calendar_id=calendar)
    )
    one = await moving(desk, {"id": written.id}, berlin(3, "10:00"), "Team launch")
    assert (await desk.outlook.writer.move(one)).when == one.plan.when
    seen = await desk.outlook.writer.event(ADA, calendar, written.id)
    assert seen is not None
    assert Range(seen.start, seen.end) == one.plan.when


async def test_every_reader_says_the_same_of_a_meeting_and_every_mailbox_has_its_uid(desk: Desk) -> None:
    kept = await keeping(desk)
    room = {"emailAddress": {"address": "room@contoso.com", "name": "Room"}, "type": "resource"}
    carol = {"emailAddress": {"address": "carol@contoso.com", "name": "Carol"}, "type": "optional"}
    series = body(0, 32, "Series", attendees=[BEN, carol, room], allowNewTimeProposals=False, **pattern(0, False, 3))
    assert desk.sandbox.seen("ada@contoso.com").send("POST", "/me/events", series).is_success
    await kept.round()  # a delta with a link
    mine = [one for one in kept.copy.values() if one.subject == "Series"]
    assert kept.copy == await kept.truth()
    for one in mine:
        assert await desk.outlook.writer.event(ADA, kept.calendar, one.id) == one
        assert (one.is_organizer, one.organizer_address, one.takes_proposals) == (True, "ada@contoso.com", False)
        assert [(who.address, who.is_optional) for who in one.attendees] == [
            ("ben@contoso.com", False), ("carol@contoso.com", True),
        ]  # fmt: skip
        assert one.attendee_count == 2
    assert len({one.uid for one in mine}) == 1
    assert len({one.ical_uid for one in mine}) == len(mine) == 3
    await desk.connect("ben@contoso.com")
    theirs = [
        one
        for one in await desk.outlook.reader.events(ADA, await desk.calendar(ADA), WINDOW)
        if one.subject == "Series"
    ]
    assert {(one.uid, one.start) for one in theirs} == {(one.uid, one.start) for one in mine}
    assert {(one.is_organizer, one.organizer_address) for one in theirs} == {(False, "ada@contoso.com")}
