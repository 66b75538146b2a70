"""Look at one event: by its id, or by a booking's transactionId, which Graph can't filter by. Scope Calendars.Read."""

from datetime import timedelta
from http import HTTPStatus

from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.outlook.answers import GraphRejected
from core.outlook.calendar_view import read_calendar_view
from core.outlook.events import SELECT, event_of, written
from core.outlook.graph import GraphClient
from core.outlook.places import EventPlace
from core.shared.errors import PermissionMissing
from core.shared.ranges import Range
from core.sync.model import Event

AROUND = timedelta(days=1)


async def look_at_event(graph: GraphClient, where: EventPlace) -> Event | None:
    """The event as it is now; None if it is in neither place. An occurrence is found by its own id.

    https://learn.microsoft.com/graph/api/event-get
    """
    refused: PermissionMissing | None = None
    for event in where.events:
        try:
            return event_of(await graph.get(where.connection, event, {"$select": SELECT}))
        except PermissionMissing as missing:  # the other place may still say
            refused = missing
        except GraphRejected as gone:
            if gone.status != HTTPStatus.NOT_FOUND:
                raise
    if refused is not None:
        raise refused
    return None


async def find_event(graph: GraphClient, booking: Booking) -> WrittenEvent | None:
    """The event in the linked calendar within a day of the booked time; None if it isn't there (any more, or yet).

    For a booking that moves an event: that event, if it lies at the booking's time.
    """
    if booking.moves is not None:
        where = EventPlace(booking.connection, booking.moves.outlook_id, booking.outlook_calendar_id)
        moved = await look_at_event(graph, where)
        there = moved and not moved.is_cancelled and Range(moved.start, moved.end) == booking.plan.when
        return written(moved) if moved and there else None
    window = booking.plan.when.widened(AROUND)
    for event in await read_calendar_view(graph, booking.connection, booking.outlook_calendar_id, window):
        if booking.dates and event.series is not None:
            master = await look_at_event(
                graph, EventPlace(booking.connection, event.series, booking.outlook_calendar_id)
            )
            event = master or event  # noqa: PLW2901 - the series stands for its date
        if event.transaction_id == booking.id and event.series is None and not event.is_cancelled:
            return written(event)
    return None
