"""What is sent to move and to answer an event, and what its refusals mean."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from core.booking.model import Booking, EventMove
from core.outlook.answer_event import decline_event
from core.outlook.find_event import find_event, look_at_event
from core.outlook.move_event import move_event
from core.outlook.places import EventPlace
from core.shared.errors import InvalidChoice, OutlookRejected, OutlookUnavailable, PermissionMissing
from core.shared.ranges import Range
from tests.unit.outlook.fakes import ADA, ScriptedGraph, error, graph
from tests.unit.outlook.samples import at, booking, event

NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)
WAS = Range(NINE - timedelta(days=1), NINE - timedelta(hours=23))
OTHER = Range(NINE, NINE + timedelta(hours=1))
CONFLICT = error(412, "ErrorIrresolvableConflict")
GONE = error(404, "ErrorItemNotFound")


def move(event_id: str = "E/1", zone: str = "Europe/Berlin") -> Booking:
    """The hold that moves the event to nine."""
    return replace(booking(NINE, zone=zone), moves=EventMove(event_id, WAS))


def there(**changes: object) -> httpx.Response:
    return httpx.Response(200, json=event(**changes))


def elsewhere() -> httpx.Response:
    return there(start=at("2026-11-30T09:00:00", "UTC"), end=at("2026-11-30T10:00:00", "UTC"))


def sent(server: ScriptedGraph, number: int = 0) -> object:
    return json.loads(server.requests[number].content)


async def test_a_move_says_start_and_end_in_the_bookings_zone_and_nothing_else() -> None:
    server = graph(there())
    written = await move_event(server.client(), move())
    assert server.paths == ["PATCH /v1.0/me/events/E%2F1"]
    assert sent(server) == {
        "start": at("2026-12-01T10:00:00", "Europe/Berlin"),
        "end": at("2026-12-01T11:00:00", "Europe/Berlin"),
    }
    assert written.when == OTHER


async def test_what_the_own_mailbox_does_not_have_is_moved_in_its_calendar() -> None:
    server = graph(GONE, there())
    await move_event(server.client(), move("E"))
    assert server.paths == ["PATCH /v1.0/me/events/E", "PATCH /v1.0/me/calendars/AAkC%3D/events/E"]


async def test_what_is_in_neither_place_is_refused_for_certain() -> None:
    server = graph(GONE, error(404, "ErrorItemNotFound"))
    with pytest.raises(OutlookRejected) as caught:
        await move_event(server.client(), move())
    assert caught.value.status == 404


async def test_a_refusal_in_the_own_mailbox_is_not_tried_elsewhere() -> None:
    server = graph(error(400, "ErrorOccurrenceCrossingBoundary"))
    with pytest.raises(OutlookRejected, match="CrossingBoundary"):
        await move_event(server.client(), move())


async def test_a_passing_conflict_is_looked_at_and_tried_again() -> None:
    server = graph(CONFLICT, elsewhere(), there())
    assert (await move_event(server.client(), move())).when == OTHER
    assert [path.split()[0] for path in server.paths] == ["PATCH", "GET", "PATCH"]
    assert server.clock.sleeps == [1.5]


async def test_a_conflict_over_an_event_that_lies_there_already_is_none() -> None:
    server = graph(CONFLICT, there())
    assert (await move_event(server.client(), move())).when == OTHER


async def test_a_conflict_that_stays_leaves_the_outcome_open() -> None:
    server = graph(*(answer for _ in range(4) for answer in (CONFLICT, elsewhere())))
    with pytest.raises(OutlookUnavailable):
        await move_event(server.client(), move())


async def test_a_booking_that_moves_nothing_is_not_moved() -> None:
    with pytest.raises(ValueError, match="moves no event"):
        await move_event(graph().client(), booking())


async def test_a_moved_event_is_found_where_it_should_lie_only() -> None:
    assert (found := await find_event(graph(there()).client(), move())) is not None
    assert found.when == OTHER
    assert await find_event(graph(elsewhere()).client(), move()) is None
    assert await find_event(graph(GONE, error(404, "ErrorItemNotFound")).client(), move()) is None


async def test_an_event_is_looked_for_in_the_mailbox_and_then_in_the_calendar() -> None:
    where = EventPlace(ADA, "E", "C")
    server = graph(error(403, "ErrorAccessDenied"), there(id="E"))
    seen = await look_at_event(server.client(), where)
    assert seen is not None
    assert [path.split("?")[0] for path in server.paths] == [
        "GET /v1.0/me/events/E",
        "GET /v1.0/me/calendars/C/events/E",
    ]
    with pytest.raises(PermissionMissing):
        await look_at_event(graph(error(403, "ErrorAccessDenied"), GONE).client(), where)
    with pytest.raises(OutlookRejected):
        await look_at_event(graph(error(400, "ErrorInvalidIdMalformed")).client(), where)


async def test_a_decline_is_one_post_that_tells_the_organizer() -> None:
    server = graph(httpx.Response(202))
    await decline_event(server.client(), ADA, "E", "Sorry", None)
    assert server.paths == ["POST /v1.0/me/events/E/decline"]
    assert sent(server) == {"comment": "Sorry", "sendResponse": True}


async def test_a_proposal_goes_with_the_decline() -> None:
    server = graph(httpx.Response(202))
    await decline_event(server.client(), ADA, "E", "", OTHER)
    assert sent(server) == {
        "comment": "",
        "sendResponse": True,
        "proposedNewTime": {"start": at("2026-12-01T09:00:00", "UTC"), "end": at("2026-12-01T10:00:00", "UTC")},
    }


@pytest.mark.parametrize("answers", [[GONE], [error(400, "ErrorInvalidRequest"), GONE]])
async def test_an_invitation_that_is_gone_counts_as_declined(answers: list[httpx.Response]) -> None:
    await decline_event(graph(*answers).client(), ADA, "E", "", None)


async def test_an_organizer_who_takes_no_proposals_is_a_choice_that_can_not_be() -> None:
    with pytest.raises(InvalidChoice, match="no_proposals"):
        await decline_event(graph(error(400, "ErrorInvalidParameter")).client(), ADA, "E", "", OTHER)


async def test_other_refusals_of_an_invitation_that_is_there_are_certain() -> None:
    with pytest.raises(OutlookRejected, match="ErrorInvalidParameter"):
        await decline_event(graph(error(400, "ErrorInvalidParameter"), there()).client(), ADA, "E", "", None)
    with pytest.raises(OutlookRejected, match="ErrorAccessDenied"):
        await decline_event(graph(error(403, "ErrorAccessDenied")).client(), ADA, "E", "", OTHER)
