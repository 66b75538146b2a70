"""Calendars, mailbox settings, calendar views and free/busy, from the request to our types."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from core.availability import Hours, ShowAs
from core.outlook.calendar_view import read_calendar_view
from core.outlook.calendars import list_calendars
from core.outlook.free_busy import read_free_busy
from core.outlook.http import tls
from core.outlook.mailbox_settings import read_mailbox_settings
from core.shared.errors import OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model import FreeBusySpan
from tests.unit.outlook.fakes import ADA, GRAPH, ScriptedGraph, error, graph
from tests.unit.outlook.samples import at, event

DAY = Range(datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC))


def calendar(id: str, *, owner: str | None, can_edit: bool, default: bool = False) -> dict[str, object]:  # noqa: A002
    who = {"name": "N", "address": owner} if owner else None
    return {"id": id, "name": id, "owner": who, "canEdit": can_edit, "isDefaultCalendar": default}


async def test_a_default_calendar_is_never_automatic() -> None:
    frozen = calendar("Calendar", owner="ada@contoso.com", can_edit=False, default=True)
    (listed,) = await list_calendars(graph(httpx.Response(200, json={"value": [frozen]})).client(), ADA)
    assert not listed.automatic


async def test_calendars_are_own_shared_or_automatic() -> None:
    items = [
        calendar("Calendar", owner="Ada@contoso.com", can_edit=True, default=True),
        calendar("Second", owner="ada@contoso.com", can_edit=True),
        calendar("Holidays", owner="ada@contoso.com", can_edit=False),
        calendar("Birthdays", owner=None, can_edit=False),
        calendar("Ben", owner="ben@contoso.com", can_edit=False),
        calendar("Team", owner="carol@contoso.com", can_edit=True),
    ]
    listed = await list_calendars(graph(httpx.Response(200, json={"value": items})).client(), ADA)
    assert [one.name for one in listed if one.automatic] == ["Holidays", "Birthdays"]
    assert [one.outlook_id for one in listed if one.can_edit] == ["Calendar", "Second", "Team"]
    assert [one.is_default for one in listed] == [True, False, False, False, False, False]
    assert listed[4].owner_address == "ben@contoso.com"


def settings(zone: str, working: Mapping[str, object] | None = None) -> ScriptedGraph:
    hours = {
        "daysOfWeek": ["monday", "friday"],
        "startTime": "08:30:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": "W. Europe Standard Time"},
    }
    body = {"timeZone": zone, "workingHours": {**hours, **(working or {})}}
    return graph(httpx.Response(200, json=body))


async def test_working_hours_are_wall_times_of_their_days() -> None:
    read = await read_mailbox_settings(settings("GMT Standard Time").client(), ADA)
    assert read.zone == "Europe/London"
    assert read.hours == Hours.parse({"mon": [["08:30", "17:00"]], "fri": [["08:30", "17:00"]]})


@pytest.mark.parametrize("zone", ["", "UTC", "Customized Time Zone"])
async def test_a_mailbox_without_a_zone_takes_that_of_its_working_hours(zone: str) -> None:
    assert (await read_mailbox_settings(settings(zone).client(), ADA)).zone == "Europe/Berlin"


async def test_a_mailbox_nobody_set_up_has_neither_zone_nor_hours() -> None:
    working = {"daysOfWeek": [], "timeZone": {"name": "Customized Time Zone"}}
    read = await read_mailbox_settings(settings("", working).client(), ADA)
    assert (read.zone, read.hours) == (None, None)


async def test_a_calendar_view_asks_for_the_window_in_utc_and_reads_all_pages_by_start() -> None:
    late = event(id="late", start=at("2026-12-01T20:00:00.0000000", "UTC"), end=at("2026-12-01T21:00:00", "UTC"))
    server = graph(
        httpx.Response(200, json={"value": [late], "@odata.nextLink": f"{GRAPH}/next"}),
        httpx.Response(200, json={"value": [event(id="early"), late]}),
    )
    berlin = Range(
        datetime.fromisoformat("2026-12-01T00:00:00+01:00"), datetime.fromisoformat("2026-12-02T00:00:00+01:00")
    )
    events = await read_calendar_view(server.client(), ADA, "AAkC/=", berlin)
    assert [one.id for one in events] == ["early", "late"]
    asked = server.requests[0].url
    assert asked.raw_path.startswith(b"/v1.0/me/calendars/AAkC%2F%3D/calendarView?")
    assert asked.params["startDateTime"] == "2026-11-30T23:00:00Z"
    assert asked.params["endDateTime"] == "2026-12-01T23:00:00Z"
    assert int(asked.params["$top"]) > 10


def answers(*items: Mapping[str, object]) -> httpx.Response:
    return httpx.Response(200, json={"value": list(items)})


def schedule(address: str, *spans: tuple[str, str, str], zone: str = "India Standard Time") -> dict[str, object]:
    entries = [{"status": s, "start": at(a, "UTC"), "end": at(b, "UTC")} for a, b, s in spans]
    hours = {"daysOfWeek": ["monday"], "startTime": "09:00:00", "endTime": "17:00:00", "timeZone": {"name": zone}}
    return {"scheduleId": address, "availabilityView": "0", "scheduleItems": entries, "workingHours": hours}


async def test_free_busy_answers_in_the_order_asked_and_says_who_is_unreadable() -> None:
    failed = {"scheduleId": "ghost@contoso.com", "error": {"responseCode": "5016"}, "scheduleItems": None}
    busy = ("2026-12-01T09:00:00.0000000", "2026-12-01T09:30:00.0000000", "busy")
    server = graph(answers(failed, schedule("Ben@contoso.com", busy)))
    ben, ghost, missing = await read_free_busy(
        server.client(), ADA, ("ben@contoso.com", "ghost@contoso.com", "nobody@contoso.com"), DAY
    )
    nine = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert ben.spans == (FreeBusySpan(nine, nine + timedelta(minutes=30), ShowAs.BUSY),)
    assert (ben.readable, ben.hours_known) == (True, True)
    assert (ghost.readable, missing.readable) == (False, False)


async def test_a_colleagues_all_day_event_covers_their_day_and_not_the_one_of_utc() -> None:
    away = ("2026-12-01T00:00:00.0000000", "2026-12-02T00:00:00.0000000", "oof")
    day_after = ("2026-12-03T00:00:00.0000000", "2026-12-04T00:00:00.0000000", "oof")
    (emil,) = await read_free_busy(
        graph(answers(schedule("emil@contoso.com", away, day_after))).client(), ADA, ("emil@contoso.com",), DAY
    )
    assert len(emil.spans) == 1
    assert emil.spans[0].start == datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
    assert emil.spans[0].end == datetime(2026, 12, 1, 18, 30, tzinfo=UTC)


async def test_an_all_day_event_that_moves_into_the_window_is_not_overlooked() -> None:
    server = graph(answers())
    await read_free_busy(server.client(), ADA, ("emil@contoso.com",), DAY)
    asked = json.loads(server.requests[0].content)
    assert asked["startTime"] == at("2026-11-30T00:00:00", "UTC")
    assert asked["endTime"] == at("2026-12-03T00:00:00", "UTC")


async def test_more_than_twenty_people_and_sixty_two_days_are_several_questions() -> None:
    people = tuple(f"p{number}@contoso.com" for number in range(45))
    busy = ("2026-12-01T09:00:00", "2026-12-01T10:00:00", "busy")
    asked: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content))
        return answers(*(schedule(one, busy) for one in asked[-1]["schedules"]))  # type: ignore[attr-defined]

    server = graph()
    client = server.client()
    client._wire._client = httpx.AsyncClient(verify=tls(), transport=httpx.MockTransport(answer))
    found = await read_free_busy(client, ADA, people, Range(DAY.start, DAY.start + timedelta(days=100)))
    assert [one.address for one in found] == list(people)
    assert all(len(one.spans) == 1 for one in found)
    assert [len(body["schedules"]) for body in asked] == [20, 20, 20, 20, 5, 5]  # type: ignore[arg-type]


@pytest.mark.parametrize("refusal", [error(403, "ErrorAccessDenied"), error(400, "ErrorInvalidParameter")])
async def test_a_refused_question_leaves_everybody_unreadable_and_not_free(refusal: httpx.Response) -> None:
    (ben,) = await read_free_busy(graph(refusal).client(), ADA, ("ben@contoso.com",), DAY)
    assert not ben.readable


async def test_an_outage_is_an_error_and_not_unreadable_people() -> None:
    server = graph(*(error(503, "x") for _ in range(3)))
    with pytest.raises(OutlookUnavailable):
        await read_free_busy(server.client(), ADA, ("ben@contoso.com",), DAY)
