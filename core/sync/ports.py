"""What this room needs from outside."""

from typing import Protocol

from core.connection.model import ConnectionId
from core.shared.ranges import Range
from core.sync.model import Event, FreeBusy


class EventReader(Protocol):
    """Reads calendars from Outlook. All methods raise the errors of core.shared.errors."""

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        """Every occurrence that overlaps the window, all pages, by start. All-day events match as UTC midnights, so
        callers widen the window by a day and filter in the person's zone."""

    async def free_busy(
        self, connection: ConnectionId, addresses: tuple[str, ...], window: Range
    ) -> tuple[FreeBusy, ...]:
        """One answer per address, in the order given; any number of addresses, window up to 62 days."""
