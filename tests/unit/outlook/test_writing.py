"""Bookings written to Outlook, found again, and cancelled."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.booking.model import BookingState
from core.outlook.cancel_event import cancel_event
from core.outlook.create_event import create_event, event_body
from core.outlook.find_event import find_event
from core.outlook.places import EventPlace
from core.outlook.times import instant
from core.people.model import Invitee
from core.shared.errors import OutlookRejected, OutlookUnavailable
from tests.unit.outlook.fakes import ADA, error, graph
from tests.unit.outlook.samples import BOOKING_ID, at, booking, event

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "Africa/Casablanca"]
MINUTES = st.integers(0, 3 * 366 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def created(**changes: object) -> httpx.Response:
    return httpx.Response(201, json=event(**changes))


def listed(*items: dict[str, object]) -> httpx.Response:
    return httpx.Response(200, json={"value": list(items)})


@given(start=MINUTES, minutes=st.integers(1, 600), zone=st.sampled_from(ZONES), title=st.text(), note=st.text())
def test_the_body_says_the_same_instants_in_the_bookings_zone(
    start: datetime, minutes: int, zone: str, title: str, note: str
) -> None:
    one = booking(start, minutes=minutes, zone=zone, title=title, note=note)
    body: Any = event_body(one)
    assert instant(body["start"]) == one.plan.when.start
    assert instant(body["end"]) == one.plan.when.end
    assert not body["start"]["dateTime"].endswith("Z")
    assert body["start"]["timeZone"] in {zone, "UTC"}


@pytest.mark.parametrize("hour", [0, 1])
def test_both_passes_of_the_repeated_hour_are_written_as_what_they_are(hour: int) -> None:
    """Berlin, 25 October 2026: 02:30 comes twice, at 00:30 and at 01:30 UTC."""
    one = booking(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), minutes=15)
    body: Any = event_body(one)
    assert instant(body["start"]) == one.plan.when.start
    assert instant(body["end"]) == one.plan.when.end


def test_the_shown_zone_is_the_bookings_own() -> None:
    body: Any = event_body(booking(datetime(2026, 7, 1, 8, tzinfo=UTC), zone="Europe/Berlin"))
    assert body["start"] == {"dateTime": "2026-07-01T10:00:00", "timeZone": "Europe/Berlin"}


@given(
    start=MINUTES,
    state=st.sampled_from(list(BookingState)),
    uncertain=st.booleans(),
    lease=MINUTES,
    outlook_id=st.none() | st.text(),
)
def test_the_body_is_the_same_at_every_repetition(
    start: datetime, state: BookingState, uncertain: bool, lease: datetime, outlook_id: str | None
) -> None:
    one = booking(start)
    later = replace(one, state=state, push_uncertain=uncertain, lease_until=lease, outlook_id=outlook_id)
    assert json.dumps(event_body(one)) == json.dumps(event_body(later))


def test_only_people_with_an_address_are_invited() -> None:
    body: Any = event_body(booking(invitees=(Invitee("Ben", "ben@contoso.com"), Invitee("Zoe", None))))
    assert [one["emailAddress"]["address"] for one in body["attendees"]] == ["ben@contoso.com"]


def test_a_plan_in_person_asks_for_no_teams_link() -> None:
    assert "isOnlineMeeting" in event_body(booking(online=True))
    assert "isOnlineMeeting" not in event_body(booking(online=False))


async def test_the_event_goes_into_the_linked_calendar_with_the_bookings_id() -> None:
    server = graph(created())
    written = await create_event(server.client(), booking())
    assert server.paths == ["POST /v1.0/me/calendars/AAkC%3D/events"]
    assert json.loads(server.requests[0].content)["transactionId"] == BOOKING_ID
    assert (written.id, written.ical_uid, written.join_url) == (
        "AAkE1=",
        "040000008200E1",
        "https://teams.example/join",
    )
    assert written.when == booking().plan.when


async def test_a_used_transaction_id_gives_the_event_that_exists() -> None:
    duplicate = error(400, "ErrorDuplicateTransactionId", **{"@event.existingEventId": "AAk/2"})  # type: ignore[arg-type]
    server = graph(duplicate, httpx.Response(200, json=event(id="AAk/2")))
    assert (await create_event(server.client(), booking())).id == "AAk/2"
    assert server.paths[1].startswith("GET /v1.0/me/events/AAk%2F2?")


async def test_a_used_transaction_id_without_the_events_id_is_looked_up() -> None:
    server = graph(
        error(409, "ErrorDuplicateTransactionId"), listed(event(), event(id="mine", transactionId=BOOKING_ID))
    )
    assert (await create_event(server.client(), booking())).id == "mine"


async def test_an_event_that_must_exist_but_is_not_seen_stays_uncertain() -> None:
    server = graph(error(400, "ErrorDuplicateTransactionId"), listed())
    with pytest.raises(OutlookUnavailable):
        await create_event(server.client(), booking())


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ReadTimeout("lost"),
        httpx.Response(201, content=b'{"id": "AAk'),
        httpx.Response(201, json={"id": "AAk"}),
        error(503, "ErrorServerBusy"),
        error(429, "ApplicationThrottled"),
        error(500, "ErrorInternalServerError"),
    ],
)
async def test_a_lost_answer_leaves_the_outcome_unknown(answer: httpx.Response | Exception) -> None:
    server = graph(answer)
    with pytest.raises(OutlookUnavailable):
        await create_event(server.client(), booking())
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_refusal_is_certain(status: int) -> None:
    with pytest.raises(OutlookRejected) as caught:
        await create_event(graph(error(status, "ErrorX")).client(), booking())
    assert (caught.value.status, caught.value.reason) == (status, "ErrorX")


async def test_find_looks_a_day_around_and_takes_only_the_bookings_own_event() -> None:
    server = graph(listed(event(transactionId="other"), event(id="mine", transactionId=BOOKING_ID)))
    found = await find_event(server.client(), booking())
    assert found is not None
    assert found.id == "mine"
    assert server.requests[0].url.params["startDateTime"] == "2026-11-30T09:00:00Z"
    assert server.requests[0].url.params["endDateTime"] == "2026-12-02T10:00:00Z"


async def test_find_gives_none_for_an_event_that_was_cancelled_or_is_not_there() -> None:
    gone = event(transactionId=BOOKING_ID, isCancelled=True, end=at("2026-12-01T10:00:00", "UTC"))
    assert await find_event(graph(listed(gone)).client(), booking()) is None


async def test_cancelling_with_invitees_tells_them() -> None:
    server = graph(httpx.Response(202))
    await cancel_event(server.client(), EventPlace(ADA, "AAk/1", None), with_invitees=True, comment="Sorry")
    assert server.paths == ["POST /v1.0/me/events/AAk%2F1/cancel"]
    assert json.loads(server.requests[0].content) == {"comment": "Sorry"}


async def test_an_appointment_is_deleted() -> None:
    server = graph(httpx.Response(204))
    await cancel_event(server.client(), EventPlace(ADA, "AAk1", None), with_invitees=False, comment="")
    assert server.paths == ["DELETE /v1.0/me/events/AAk1"]


@pytest.mark.parametrize("with_invitees", [True, False])
@pytest.mark.parametrize(
    "script",
    [
        (error(404, "ErrorItemNotFound"),),
        (error(400, "ErrorInvalidRequest"), error(404, "ErrorItemNotFound")),
        (error(400, "ErrorInvalidRequest"), error(400, "ErrorInvalidRequest")),
        (error(400, "ErrorInvalidRequest"), httpx.Response(200, json={"id": "x", "isCancelled": True})),
    ],
)
async def test_what_is_gone_already_is_done(script: tuple[httpx.Response, ...], with_invitees: bool) -> None:
    server = graph(*script)
    await cancel_event(server.client(), EventPlace(ADA, "AAk1", None), with_invitees=with_invitees, comment="")
    assert server.script == []


async def test_a_refusal_to_cancel_an_event_that_stands_is_told() -> None:
    server = graph(error(400, "ErrorInvalidRequest"), httpx.Response(200, json={"id": "x", "isCancelled": False}))
    with pytest.raises(OutlookRejected):
        await cancel_event(server.client(), EventPlace(ADA, "AAk1", None), with_invitees=True, comment="")


@pytest.mark.parametrize("with_invitees", [True, False])
async def test_an_event_of_a_shared_calendar_is_found_below_that_calendar(with_invitees: bool) -> None:
    server = graph(error(404, "ErrorItemNotFound"), httpx.Response(202))
    await cancel_event(server.client(), EventPlace(ADA, "E", "C"), with_invitees=with_invitees, comment="")
    assert [path.split()[1].removesuffix("/cancel") for path in server.paths] == [
        "/v1.0/me/events/E",
        "/v1.0/me/calendars/C/events/E",
    ]


async def test_an_event_found_in_neither_place_is_done() -> None:
    server = graph(error(404, "ErrorItemNotFound"), error(404, "ErrorItemNotFound"))
    await cancel_event(server.client(), EventPlace(ADA, "E", "C"), with_invitees=True, comment="")
    assert server.script == []
