"""The dates of a series that we wrote: list, take out, move, invite. Scope Calendars.ReadWrite."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TypeVar

from core.booking.model import Booking, span_of
from core.booking.series_ports import Occurrence
from core.outlook.answers import GraphRejected, Json
from core.outlook.cancel_event import cancel_event
from core.outlook.create_event import attendees_of
from core.outlook.graph import GraphClient
from core.outlook.move_event import ATTEMPTS, CONFLICT, PAUSE_SECONDS
from core.outlook.places import EventPlace
from core.outlook.recurrence import recurrence_of
from core.outlook.routes import Route
from core.outlook.times import instant, query_time, wall_values
from core.shared.errors import OutlookRejected, OutlookUnavailable
from core.shared.ranges import Range

Done = TypeVar("Done")
AROUND = timedelta(days=40)
"""A date of a series stays between its neighbours, which are a month away at most."""

SELECT = "id,originalStart,start,end,isAllDay,isCancelled,attendees"
PAGE = 250


async def read_dates(graph: GraphClient, booking: Booking) -> tuple[Occurrence, ...]:
    """https://learn.microsoft.com/graph/api/event-list-instances: occurrences and exceptions; what was deleted is not
    among them. An exception keeps its originalStart."""
    if booking.outlook_id is None:
        raise ValueError("this series is not in Outlook yet")
    window = span_of(booking).widened(AROUND)
    planned = [one.planned for one in booking.dates]
    window = Range(min(window.start, *(one.start for one in planned)), max(window.end, *(one.end for one in planned)))
    params = {
        "startDateTime": query_time(window.start),
        "endDateTime": query_time(window.end),
        "$select": SELECT,
        "$top": str(PAGE),
    }

    async def listed(where: Route) -> list[Json]:
        return [item async for item in graph.pages(booking.connection, where.below("/instances"), params)]

    found = await _there(_place(booking, booking.outlook_id), listed)
    dates = [_occurrence(item) for item in found if not item.get("isCancelled")]
    return tuple(sorted(dates, key=lambda one: one.original))


async def drop_date(graph: GraphClient, booking: Booking, occurrence: str, comment: str | None) -> None:
    """An instance is cancelled like an event of its own. https://learn.microsoft.com/graph/api/event-cancel"""
    where = _place(booking, occurrence)
    await cancel_event(graph, where, with_invitees=comment is not None, comment=comment or "")


async def move_date(graph: GraphClient, booking: Booking, occurrence: str, when: Range) -> None:
    """https://learn.microsoft.com/graph/api/event-update: the instance becomes an exception."""
    start, end = wall_values(when, booking.zone)
    await _patch(graph, booking, occurrence, {"start": start, "end": end})


async def move_series(graph: GraphClient, booking: Booking) -> None:
    """The first date and the rule in one PATCH of the master: of a changed pattern alone Outlook would keep the times,
    of a changed start alone the weekday. https://learn.microsoft.com/graph/api/event-update"""
    if booking.moves is None or booking.plan.repeats is None:
        raise ValueError("this booking moves no series")
    start, end = wall_values(booking.plan.when, booking.zone)
    body = {"start": start, "end": end, "recurrence": recurrence_of(booking, booking.plan.repeats)}
    await _patch(graph, booking, booking.moves.outlook_id, body)


async def invite(graph: GraphClient, booking: Booking, event: str) -> None:
    """The whole list replaces the one before; nothing else is sent, so text and Teams link stay."""
    await _patch(graph, booking, event, {"attendees": attendees_of(booking)})


async def _patch(graph: GraphClient, booking: Booking, event: str, body: Json) -> None:
    async def patched(where: Route) -> None:
        for _ in range(ATTEMPTS):
            try:
                await graph.patch(booking.connection, where, body)
            except GraphRejected as refused:
                if refused.reason != CONFLICT:
                    raise
            else:
                return
            await graph.pause(PAUSE_SECONDS)
        raise OutlookUnavailable

    await _there(_place(booking, event), patched)


async def _there(where: EventPlace, call: Callable[[Route], Awaitable[Done]]) -> Done:
    """In the own mailbox, or in the calendar it was written to."""
    *others, last = where.events
    for place in others:
        try:
            return await call(place)
        except OutlookRejected as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
    return await call(last)


def _place(booking: Booking, event: str) -> EventPlace:
    return EventPlace(booking.connection, event, booking.outlook_calendar_id)


def _occurrence(item: Json) -> Occurrence:
    """Raises OutlookUnavailable for half an answer."""
    try:
        when = Range(instant(item["start"]), instant(item["end"]))
        original = datetime.fromisoformat(item["originalStart"]).astimezone(UTC)
        listed = [(one.get("emailAddress") or {}).get("address") or "" for one in item.get("attendees") or ()]
        return Occurrence(item["id"], original, when, frozenset(address.casefold() for address in listed if address))
    except (KeyError, TypeError, ValueError) as error:
        raise OutlookUnavailable from error
