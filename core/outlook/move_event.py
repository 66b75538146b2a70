"""PATCH an event to another time. Scope Calendars.ReadWrite."""

from http import HTTPStatus

from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.outlook.answers import GraphRejected
from core.outlook.events import SELECT, written_event
from core.outlook.graph import GraphClient
from core.outlook.places import EventPlace
from core.outlook.routes import Route
from core.outlook.times import wall_values
from core.shared.errors import OutlookRejected, OutlookUnavailable

CONFLICT = "ErrorIrresolvableConflict"
ATTEMPTS = 4
PAUSE_SECONDS = 1.5
"""Outlook touches an event once more some seconds after it was written, and refuses what comes in between."""


async def move_event(graph: GraphClient, booking: Booking) -> WrittenEvent:
    """Gives the event of `booking.moves` the booking's time. Start and end only: a PATCHed body drops the Teams link.

    Outlook tells the guests. Raises OutlookRejected(404) when the event is neither in the account's own mailbox nor in
    the booking's calendar. https://learn.microsoft.com/graph/api/event-update
    """
    if booking.moves is None:
        raise ValueError("this booking moves no event")
    places = EventPlace(booking.connection, booking.moves.outlook_id, booking.outlook_calendar_id).events
    for number, place in enumerate(places, start=1):
        try:
            return await _patched(graph, booking, place)
        except OutlookRejected as refused:
            if refused.status != HTTPStatus.NOT_FOUND or number == len(places):
                raise
    raise AssertionError("an event has at least one place")


async def _patched(graph: GraphClient, booking: Booking, place: Route) -> WrittenEvent:
    start, end = wall_values(booking.plan.when, booking.zone)
    for _ in range(ATTEMPTS):
        try:
            return written_event(await graph.patch(booking.connection, place, {"start": start, "end": end}))
        except GraphRejected as refused:
            if refused.reason != CONFLICT:
                raise
        now = written_event(await graph.get(booking.connection, place, {"$select": SELECT}))
        if now.when == booking.plan.when:
            return now
        await graph.pause(PAUSE_SECONDS)
    raise OutlookUnavailable
