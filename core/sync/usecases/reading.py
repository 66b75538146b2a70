"""Reading calendars: from the copies, or from Outlook itself where it must be certain."""

import asyncio
from collections.abc import Collection, Mapping

from core.availability import BusyTime
from core.configuration.model import Calendar, CalendarId
from core.connection.model import ConnectionId
from core.shared.clock import Clock
from core.shared.errors import ClearhourError
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import CalendarReading, Copied, FreeBusy, Upkeep, shown
from core.sync.ports import EventReader
from core.sync.usecases.copies import Copies


class Reading:
    """What calendars say. A calendar that can't be read is an answer too: unreadable, never empty."""

    def __init__(self, *, reader: EventReader, clock: Clock, copies: Copies | None = None) -> None:
        self._reader = reader
        self._clock = clock
        self._copies = copies

    async def calendars(self, calendars: tuple[Calendar, ...], window: Range) -> tuple[CalendarReading, ...]:
        """One reading per calendar, in the order given, each with the time it was read; the window is a day wider than
        needed (all-day events). What is not copied, or not for these days, is read from Outlook."""
        copied = await self._copies.read(calendars, window) if self._copies else {}
        others = await self.live(tuple(item for item in calendars if item.id not in copied), window)
        read = {**copied, **{item.calendar.id: item for item in others}}
        return tuple(shown(read[item.id]) for item in calendars)

    async def live(self, calendars: tuple[Calendar, ...], window: Range) -> tuple[CalendarReading, ...]:
        """The same, as Outlook has it now: for what is about to be written."""
        return tuple(await asyncio.gather(*(self._one(calendar, window) for calendar in calendars)))

    async def copied(self, tx: Transaction, calendars: Collection[CalendarId]) -> Mapping[CalendarId, Copied]:
        """Those of the calendars whose copies may answer without asking Outlook first."""
        return await self._copies.fresh(tx, calendars) if self._copies else {}

    async def upkeep(self, calendars: Collection[CalendarId]) -> Mapping[CalendarId, Upkeep]:
        """How those of the calendars that are copied are kept."""
        return await self._copies.upkeep(calendars) if self._copies else {}

    async def copied_busy(
        self, tx: Transaction, calendars: Collection[CalendarId], window: Range
    ) -> tuple[BusyTime, ...]:
        """What the copies hold of the window, however old they are."""
        return await self._copies.busy(tx, calendars, window) if self._copies else ()

    async def renew(self, calendars: tuple[Calendar, ...], *, unless_told: bool = False) -> None:
        """Outlook was seen to differ, or we wrote to it (`unless_told`: then it tells us itself, where it can)."""
        if self._copies:
            await self._copies.renew(calendars, unless_told=unless_told)

    async def free_busy(
        self, connection: ConnectionId, addresses: tuple[str, ...], window: Range
    ) -> tuple[FreeBusy, ...]:
        """What Outlook tells this account of other people; all unreadable when it tells nothing."""
        if not addresses:
            return ()
        try:
            return await self._reader.free_busy(connection, addresses, window)
        except ClearhourError:
            return tuple(FreeBusy(address, readable=False) for address in addresses)

    async def _one(self, calendar: Calendar, window: Range) -> CalendarReading:
        try:
            events = await self._reader.events(calendar.connection, calendar.outlook_id, window)
        except ClearhourError as error:
            return CalendarReading(calendar, self._clock.now(), error=error.code)
        return shown(CalendarReading(calendar, self._clock.now(), events))
