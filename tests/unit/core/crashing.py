"""A database and an Outlook during whose calls the process can be killed: before, in the middle of and after each."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.booking.series_ports import Occurrence
from core.connection.model import ConnectionId
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import Event
from tests.fakes.memory import Memory
from tests.fakes.outlook import FakeOutlook


class Crash(Exception):
    """kill -9: nothing of ours runs any more, what was committed or written stays."""


@dataclass
class Crashes:
    """Kills at the n-th point from now on; None: never."""

    countdown: int | None = None

    def point(self) -> None:
        if self.countdown is None:
            return
        if self.countdown == 0:
            self.countdown = None
            raise Crash
        self.countdown -= 1


class CrashingMemory(Memory):
    """Points before each transaction, before each commit and after it."""

    def __init__(self) -> None:
        super().__init__()
        self.crashes = Crashes()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        self.crashes.point()
        async with super().write() as tx:
            yield tx
            self.crashes.point()
        self.crashes.point()


class CrashingOutlook(FakeOutlook):
    """Points before and after each call that books, moves or answers."""

    @property
    def crashes(self) -> Crashes:
        assert isinstance(self.memory, CrashingMemory)
        return self.memory.crashes

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        self.crashes.point()
        return await super().events(connection, outlook_calendar_id, window)

    async def create(self, booking: Booking) -> WrittenEvent:
        self.crashes.point()
        written = await super().create(booking)
        self.crashes.point()
        return written

    async def event(self, connection: ConnectionId, outlook_calendar_id: str, event: str) -> Event | None:
        self.crashes.point()
        return await super().event(connection, outlook_calendar_id, event)

    async def move(self, booking: Booking) -> WrittenEvent:
        self.crashes.point()
        moved = await super().move(booking)
        self.crashes.point()
        return moved

    async def decline(self, connection: ConnectionId, outlook_id: str, comment: str, proposed: Range | None) -> None:
        self.crashes.point()
        await super().decline(connection, outlook_id, comment, proposed)
        self.crashes.point()

    async def find(self, booking: Booking) -> WrittenEvent | None:
        self.crashes.point()
        return await super().find(booking)

    async def cancel(
        self,
        connection: ConnectionId,
        outlook_id: str,
        with_invitees: bool,
        comment: str,
        outlook_calendar_id: str | None = None,
    ) -> None:
        self.crashes.point()
        await super().cancel(connection, outlook_id, with_invitees, comment, outlook_calendar_id)
        self.crashes.point()

    async def dates(self, booking: Booking) -> tuple[Occurrence, ...]:
        self.crashes.point()
        return await super().dates(booking)

    async def drop_date(self, booking: Booking, occurrence: str, comment: str | None) -> None:
        self.crashes.point()
        await super().drop_date(booking, occurrence, comment)
        self.crashes.point()

    async def move_date(self, booking: Booking, occurrence: str, when: Range) -> None:
        self.crashes.point()
        await super().move_date(booking, occurrence, when)
        self.crashes.point()

    async def move_series(self, booking: Booking) -> None:
        self.crashes.point()
        await super().move_series(booking)
        self.crashes.point()

    async def invite(self, booking: Booking, event: str) -> None:
        self.crashes.point()
        await super().invite(booking, event)
        self.crashes.point()
