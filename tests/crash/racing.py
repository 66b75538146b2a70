"""Hundreds of people who want the same hour of the same few others, at the same moment, over a real database.

Each attempt goes the way of a click: choices read, booking prepared, time held in one transaction with its job; the
bot's own runner writes it to the office's mailboxes (in memory, a few milliseconds away) meanwhile.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.jobs import handlers
from bot.rooms import Outside, Rooms, build_rooms
from bot.runner import Runner
from core.booking.model import Booking, BookingState, MeetingPlan
from core.booking.usecases import PUSH_JOB
from core.people.model import Platform
from core.shared.clock import SystemClock
from core.shared.errors import SlotTaken
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.storage import Store, tables
from core.storage.database import connection_of
from tests.crash.office import Employee, employ
from tests.crash.outlook import OPTIONS, CrowdOutlook
from tests.fakes.chat import FakeDirectory, FakeMessenger
from tests.fakes.memory import Memory
from tests.fakes.outlook import DEFAULT

HOUR = timedelta(hours=1)
DRAINED_WITHIN_SECONDS = 60.0


@dataclass(slots=True)
class Figures:
    """What a race came to. `seconds`: from each attempt to its answer; `errors`: what was neither yes nor no."""

    attempts: int = 0
    won: int = 0
    confirmed: int = 0
    errors: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Race:
    """`crowd` people who ask, `wanted` people whose time they want."""

    def __init__(self, store: Store, rooms: Rooms, outlook: CrowdOutlook, crowd: int, wanted: int) -> None:
        self.store, self.rooms, self.outlook = store, rooms, outlook
        self.asking = tuple(Employee(f"asks{number}", (DEFAULT,)) for number in range(crowd))
        self.wanted = tuple(Employee(f"wanted{number}", (DEFAULT,)) for number in range(wanted))
        self.figures = Figures()
        self._chance = random.Random(wanted)

    @property
    def everybody(self) -> tuple[Employee, ...]:
        return (*self.asking, *self.wanted)

    async def round(self, start: datetime) -> None:
        """Everybody at once: most want one of the wanted, some two or three, named in any order."""
        when = Range(start, start + HOUR)
        wishes = [self._wish() for _ in self.asking]
        ends = await asyncio.gather(
            *(self._attempt(one, guests, when) for one, guests in zip(self.asking, wishes, strict=True)),
            return_exceptions=True,
        )
        self.figures.attempts += len(ends)
        self.figures.errors += [repr(end) for end in ends if isinstance(end, BaseException)]
        won = [guests for guests, end in zip(wishes, ends, strict=True) if isinstance(end, Booking)]
        self.figures.won += len(won)
        await self._drained()
        self._judge(when)

    def _wish(self) -> tuple[Employee, ...]:
        count = min(len(self.wanted), self._chance.choice((1, 1, 1, 2, 3)))
        return tuple(self._chance.sample(self.wanted, count))

    async def _attempt(self, one: Employee, guests: tuple[Employee, ...], when: Range) -> Booking | None:
        began = time.perf_counter()
        try:
            return await self.hold(one, guests, when)
        except SlotTaken:
            return None
        finally:
            self.figures.seconds.append(time.perf_counter() - began)

    async def hold(self, one: Employee, guests: tuple[Employee, ...], when: Range) -> Booking:
        """As core/dialogue/answers/booking.py does it."""
        holding = self.rooms.bookings.holding
        prepared = await holding.prepare(*await self._asked(one, guests, when))
        async with self.store.transactions.write() as tx:
            return await holding.hold(tx, prepared)

    async def _asked(self, one: Employee, guests: tuple[Employee, ...], when: Range):  # type: ignore[no-untyped-def] # noqa: ANN202
        setup = await self.rooms.bookings.finding.setup(one.person)
        plan = MeetingPlan(f"Race {one.key}", when, tuple(guest.invitee for guest in guests), online=False)
        return setup, plan, "Europe/Berlin", new_id()

    async def _drained(self) -> None:
        """Until nothing waits to be written."""
        busy = tables.job.c.kind == PUSH_JOB
        async with asyncio.timeout(DRAINED_WITHIN_SECONDS):
            while True:
                async with self.store.transactions.read() as tx:
                    left = await connection_of(tx).scalar(select(func.count()).where(busy))
                if not left:
                    return
                await asyncio.sleep(0.02)

    def _judge(self, when: Range) -> None:
        """What is in the mailboxes: nobody may have two meetings, and whoever was wanted has one."""
        for one in self.everybody:
            box = self.outlook.owners[one.connection]
            events = [event for event in box.all_events() if Range(event.start, event.end).overlaps(when)]
            if len(events) > 1:
                self.figures.doubles.append(f"{one.key} has {len(events)} meetings at {when.start}")
            self.figures.confirmed += sum(event.is_organizer for event in events)


class NaiveRace(Race):
    """Looks, and then writes: two transactions, and nothing that locks or forbids in between."""

    async def hold(self, one: Employee, guests: tuple[Employee, ...], when: Range) -> Booking:
        holding, bookings = self.rooms.bookings.holding, self.store.bookings
        prepared = await holding.prepare(*await self._asked(one, guests, when))
        async with self.store.transactions.read() as tx:
            if await bookings.live_overlapping(tx, prepared.protected, when, prepared.created_at):
                raise SlotTaken
        async with self.store.transactions.write() as tx:
            await bookings.add(tx, prepared)
            await self.store.jobs.enqueue(tx, PUSH_JOB, {"booking": prepared.id})
        return prepared


async def take_constraint_away(store: Store) -> None:
    """The database itself forbids overlaps, too; a naive program would not have had that."""
    async with store.transactions.write() as tx:
        database = connection_of(tx)
        if database.dialect.name == "postgresql":
            await database.exec_driver_sql("ALTER TABLE booking_person DROP CONSTRAINT one_booking_at_a_time")
            return
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'booking_person'"
        for (name,) in (await database.exec_driver_sql(triggers)).all():
            await database.exec_driver_sql(f"DROP TRIGGER {name}")


@asynccontextmanager
async def race(kind: type[Race], store: Store, crowd: int, wanted: int) -> AsyncIterator[Race]:
    """Everybody employed, the runner at work."""
    clock, outlook = SystemClock(), CrowdOutlook(Memory())
    chats = {Platform.SLACK: FakeDirectory()}
    outside = Outside(store, outlook.microsoft(), chats, {Platform.SLACK: FakeMessenger()}, clock, OPTIONS)  # type: ignore[arg-type]
    rooms = build_rooms(outside)
    found = kind(store, rooms, outlook, crowd, wanted)
    await employ(store, found.everybody)
    outlook.take_in(found.everybody)
    runner = Runner(store.jobs, handlers(rooms.listeners), clock)
    working = asyncio.create_task(runner.run())
    try:
        yield found
    finally:
        await runner.stop(5)
        await working
        await rooms.sync.copies.close()


async def states(store: Store) -> dict[BookingState, int]:
    """How many bookings ended how."""
    async with store.transactions.read() as tx:
        rows = await connection_of(tx).execute(select(tables.booking.c.state, func.count()).group_by("state"))
        return {BookingState(state): count for state, count in rows}
