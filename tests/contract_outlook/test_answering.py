"""Invitations of the sandbox declined, as the organizer sees it without our code."""

import pytest

from core.shared.errors import Gone, InvalidChoice, OutlookRejected, OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model import Response
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.program import Json
from tests.contract_outlook.test_copies import WINDOW, pattern
from tests.contract_outlook.test_moving import made
from tests.contract_outlook.week import berlin
from tests.unit.outlook.fakes import ADA

OTHER = Range(berlin(3, "10:00"), berlin(3, "11:00"))


async def invited(desk: Desk) -> list[str]:
    """Ben is connected; the ids of Ada's meeting in his calendar, by start."""
    await desk.connect("ben@contoso.com")
    events = await desk.outlook.reader.events(ADA, await desk.calendar(ADA), WINDOW)
    return [one.id for one in events if one.subject == "Review"]


def heard(desk: Desk, event: str) -> Json:
    """What Ada's event says of Ben."""
    found = desk.sandbox.seen("ada@contoso.com").get(f"/me/events/{event}")
    return dict(next(one for one in found["attendees"] if one["emailAddress"]["address"] == "ben@contoso.com"))


async def test_declining_tells_the_organizer_and_takes_it_out_of_the_calendar(desk: Desk) -> None:
    event = made(desk, 2, 32)["id"]
    (mine,) = await invited(desk)
    await desk.outlook.answers.decline(ADA, mine, "", None)
    said = heard(desk, event)
    assert (said["status"]["response"], said.get("proposedNewTime")) == ("declined", None)
    assert await invited(desk) == []


async def test_a_proposed_time_stands_at_the_organizer(desk: Desk) -> None:
    event = made(desk, 2, 32)["id"]
    (mine,) = await invited(desk)
    await desk.outlook.answers.decline(ADA, mine, "Sorry", OTHER)
    said = heard(desk, event)
    assert said["status"]["response"] == "declined"
    times = [said["proposedNewTime"][end]["dateTime"][:16] for end in ("start", "end")]
    assert times == ["2026-11-26T09:00", "2026-11-26T10:00"]
    assert await invited(desk) == []


async def test_where_no_proposals_are_taken_nothing_is_answered(desk: Desk) -> None:
    event = made(desk, 2, 32, allowNewTimeProposals=False)["id"]
    (mine,) = await invited(desk)
    with pytest.raises(InvalidChoice, match="no_proposals") as caught:
        await desk.outlook.answers.decline(ADA, mine, "", OTHER)
    assert caught.value.field == "proposed"
    assert heard(desk, event)["status"]["response"] == "none"
    assert await invited(desk) == [mine]
    await desk.outlook.answers.decline(ADA, mine, "", None)
    assert await invited(desk) == []


async def test_one_day_of_a_series_is_declined_alone(desk: Desk) -> None:
    made(desk, 0, 32, **pattern(0, weekly=False, number=3))
    days = await invited(desk)
    await desk.outlook.answers.decline(ADA, days[1], "", OTHER)
    assert await invited(desk) == [days[0], days[2]]
    rows = desk.sandbox.seen("ada@contoso.com").get(
        "/me/calendarView",
        startDateTime="2026-11-20T00:00:00Z",
        endDateTime="2026-12-04T00:00:00Z",
        **{"$top": "500", "$orderby": "start/dateTime"},
    )["value"]
    answers = [one["attendees"][0]["status"]["response"] for one in rows if one["subject"] == "Review"]
    assert answers == ["none", "declined", "none"]


@pytest.mark.parametrize("fault", [{"answer": "lose_answer"}, {"status": 503}])
async def test_a_lost_answer_is_repeated_and_an_answered_invitation_counts_as_declined(
    desk: Desk, fault: dict[str, object]
) -> None:
    event = made(desk, 2, 32)["id"]
    (mine,) = await invited(desk)
    desk.sandbox.fault(kind="graph", method="POST", path="/decline", times=1, **fault)
    with pytest.raises(OutlookUnavailable):
        await desk.outlook.answers.decline(ADA, mine, "", OTHER)
    for _ in range(2):
        await desk.outlook.answers.decline(ADA, mine, "", OTHER)
    assert "proposedNewTime" in heard(desk, event)
    assert await invited(desk) == []


async def test_ones_own_meeting_is_refused_for_certain(desk: Desk) -> None:
    event = made(desk, 2, 32)["id"]
    await desk.connect("ada@contoso.com")
    with pytest.raises(OutlookRejected) as caught:
        await desk.outlook.answers.decline(ADA, event, "", None)
    assert (caught.value.status, caught.value.reason) == (400, "ErrorInvalidRequest")


@pytest.mark.parametrize(("tentative", "said"), [(False, "accepted"), (True, "tentativelyAccepted")])
async def test_accepting_stands_at_the_organizer_and_in_the_own_calendar(
    desk: Desk, tentative: bool, said: str
) -> None:
    event = made(desk, 2, 32)["id"]
    (mine,) = await invited(desk)
    for _ in range(2):  # a second time changes nothing
        await desk.outlook.answers.accept(ADA, mine, tentative=tentative)
    assert heard(desk, event)["status"]["response"] == said
    events = await desk.outlook.reader.events(ADA, await desk.calendar(ADA), WINDOW)
    assert [one.response for one in events if one.id == mine] == [Response(said)]


async def test_a_whole_series_is_accepted_at_once(desk: Desk) -> None:
    made(desk, 0, 32, **pattern(0, weekly=False, number=3))
    await invited(desk)
    events = await desk.outlook.reader.events(ADA, await desk.calendar(ADA), WINDOW)
    (series,) = {one.series for one in events if one.subject == "Review"}
    assert series is not None
    await desk.outlook.answers.accept(ADA, series, tentative=False)
    again = await desk.outlook.reader.events(ADA, await desk.calendar(ADA), WINDOW)
    assert {one.response for one in again if one.subject == "Review"} == {Response.ACCEPTED}


async def test_accepting_what_is_gone_says_so(desk: Desk) -> None:
    made(desk, 2, 32)
    (mine,) = await invited(desk)
    await desk.outlook.answers.decline(ADA, mine, "", None)
    with pytest.raises(Gone):
        await desk.outlook.answers.accept(ADA, mine, tentative=False)
