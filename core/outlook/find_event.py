"""Find a booking's event by its transactionId, which Graph can't filter by. Scope Calendars.Read."""

from datetime import timedelta

from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.outlook.calendar_view import read_calendar_view
from core.outlook.graph import GraphClient
from core.shared.ranges import Range

AROUND = timedelta(days=1)


async def find_event(graph: GraphClient, booking: Booking) -> WrittenEvent | None:
    """The event in the linked calendar within a day of the booked time; None if it isn't there (any more, or yet)."""
    window = booking.plan.when.widened(AROUND)
    for event in await read_calendar_view(graph, booking.connection, booking.outlook_calendar_id, window):
        if event.transaction_id == booking.id and not event.is_cancelled:
            return WrittenEvent(event.id, event.ical_uid, Range(event.start, event.end), event.web_link, event.join_url)
    return None
