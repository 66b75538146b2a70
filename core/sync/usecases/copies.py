"""Answering from the copies: at once when they are fresh, else after a short look at Outlook, and always with the
time they were read."""

import asyncio
from collections.abc import Collection, Mapping

from core.availability import BusyTime
from core.configuration.model import Calendar, CalendarId
from core.shared.clock import Clock
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import CalendarReading, Copied, ReaderKind, SyncState, Upkeep, fresh, unreadable
from core.sync.ports import MirrorRepository, SyncStates
from core.sync.usecases.rounds import Rounds

PATIENCE_SECONDS = 3.0


class Copies:
    """What is copied. Close it when the program ends."""

    def __init__(
        self, *, transactions: Transactions, states: SyncStates, mirror: MirrorRepository, rounds: Rounds, clock: Clock
    ) -> None:
        self._transactions = transactions
        self._states = states
        self._mirror = mirror
        self._rounds = rounds
        self._clock = clock
        self._running: set[asyncio.Task[SyncState | None]] = set()

    async def read(self, calendars: tuple[Calendar, ...], window: Range) -> Mapping[CalendarId, CalendarReading]:
        """One reading for each calendar that is copied for this window; others are missing in the answer, and so are
        those whose first round isn't through: they are read from Outlook."""
        ids = {calendar.id for calendar in calendars}
        async with self._transactions.read() as tx:
            states = await self._states.of_calendars(tx, ids)
        now = self._clock.now()
        stale = [state for state in states.values() if state.read_at is not None and not fresh(state, now)]
        await self._catch_up(stale, if_stale=True)
        async with self._transactions.read() as tx:
            states = await self._states.of_calendars(tx, ids)
            events = await self._mirror.events(tx, states.keys(), window)
        return {
            calendar.id: self._reading(calendar, states[calendar.id], events[calendar.id])
            for calendar in calendars
            if calendar.id in states and _holds(states[calendar.id], window)
        }

    async def fresh(self, tx: Transaction, calendars: Collection[CalendarId]) -> Mapping[CalendarId, Copied]:
        """Those of the calendars whose copies may answer without asking Outlook first."""
        states, now = await self._states.of_calendars(tx, calendars), self._clock.now()
        return {
            state.calendar: Copied(state.read_at, state.window)
            for state in states.values()
            if fresh(state, now) and state.read_at is not None and state.window is not None
        }

    async def upkeep(self, calendars: Collection[CalendarId]) -> Mapping[CalendarId, Upkeep]:
        """How those of the calendars that are copied are kept."""
        async with self._transactions.read() as tx:
            states = await self._states.of_calendars(tx, calendars)
        now = self._clock.now()
        return {
            key: Upkeep(state.reader is ReaderKind.VIEW, state.renew_at if state.is_live(now) else None)
            for key, state in states.items()
        }

    async def busy(self, tx: Transaction, calendars: Collection[CalendarId], window: Range) -> tuple[BusyTime, ...]:
        """What the copies hold of the window, however old they are."""
        return await self._mirror.busy(tx, calendars, window)

    async def renew(self, calendars: tuple[Calendar, ...], *, unless_told: bool) -> None:
        """Reads these copies again, because we know that they changed. `unless_told`: Outlook tells of changes itself
        where somebody listens."""
        async with self._transactions.read() as tx:
            states = await self._states.of_calendars(tx, {calendar.id for calendar in calendars})
        now = self._clock.now()
        await self._catch_up([one for one in states.values() if not (unless_told and one.is_live(now))], if_stale=False)

    async def close(self) -> None:
        """Gives up the rounds that nobody waits for any more."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _reading(self, calendar: Calendar, state: SyncState, events: tuple[object, ...]) -> CalendarReading:
        now = self._clock.now()
        reason = None if fresh(state, now) else unreadable(state, now)
        if reason is not None:
            return CalendarReading(calendar, state.read_at or now, error=reason)
        return CalendarReading(calendar, state.read_at or now, events)  # type: ignore[arg-type]

    async def _catch_up(self, stale: list[SyncState], *, if_stale: bool) -> None:
        """Rounds of these calendars, waited for a short while; they go on afterwards."""
        if not stale:
            return
        tasks = {asyncio.create_task(self._rounds.sync(state.calendar, if_stale=if_stale)) for state in stale}
        for task in tasks:
            self._running.add(task)
            task.add_done_callback(self._ended)
        patience = asyncio.create_task(self._clock.sleep(PATIENCE_SECONDS))
        together = asyncio.ensure_future(asyncio.wait(tasks))
        try:
            await asyncio.wait({together, patience}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            patience.cancel()
            together.cancel()

    def _ended(self, task: asyncio.Task[SyncState | None]) -> None:
        """What went wrong stands in the state; a round that was overtaken five times is tried by its job."""
        self._running.discard(task)
        if not task.cancelled():
            task.exception()


def _holds(state: SyncState, window: Range) -> bool:
    """A copy answers for the days it holds; one that was never read holds none."""
    if state.window is None or state.read_at is None:
        return False
    return state.window.start <= window.start and window.end <= state.window.end
