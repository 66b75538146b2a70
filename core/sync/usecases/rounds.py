"""Rounds: reading what changed in one calendar, and making the copy so."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.availability import DEFAULT_BLOCKING, ShowAs
from core.configuration.model import Calendar, CalendarId, Preferences
from core.configuration.ports import PreferencesRepository
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import ClearhourError, OutlookUnavailable
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transactions
from core.shared.turns import Turns
from core.sync.model import (
    AnswersChanged,
    BusyChanged,
    DeltaRefused,
    DeltaRound,
    ReaderKind,
    ReadingChanged,
    SyncReset,
    SyncState,
    answers_of,
    blocking_times,
    fresh,
    merged,
    window_for,
)
from core.sync.ports import DeltaReader, EventReader, MirrorRepository, SyncStates
from core.sync.usecases.due import after_failure, next_night, next_poll
from core.sync.usecases.jobs import ask_round

QUIET = timedelta(seconds=2)
"""Notifications that come within this time of a round's begin share the next round."""

ANY_CHOICE = frozenset(ShowAs)
"""Whatever somebody chose to block: a choice may change while a round is on its way, so versions don't ask for it."""

HORIZON_DAYS = 60
OVERTAKEN_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What a round needs to know before it asks Outlook."""

    state: SyncState
    person: PersonId
    calendar: Calendar
    preferences: Preferences | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a round read, how, for which window, and since when it is true."""

    round: DeltaRound
    reader: ReaderKind
    window: Range
    begun: datetime


class Rounds:
    """One round at a time for each calendar in this process; another process's newer round is never overwritten.
    `repaired` counts the events that nightly looks found wrong."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        states: SyncStates,
        mirror: MirrorRepository,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        delta: DeltaReader,
        reader: EventReader,
        jobs: Jobs,
        clock: Clock,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._transactions = transactions
        self._states = states
        self._mirror = mirror
        self._persons = persons
        self._preferences = preferences
        self._delta = delta
        self._reader = reader
        self._jobs = jobs
        self._clock = clock
        self._jitter = jitter
        self._locks: Turns[CalendarId] = Turns()
        self.repaired = 0

    async def run(self, calendar: CalendarId) -> None:
        """The job of a dirty calendar: a round now, or when the quiet time since the last one is over."""
        async with self._transactions.read() as tx:
            state = await self._states.get(tx, calendar)
        if state is not None and state.read_at is not None and self._clock.now() < state.read_at + QUIET:
            async with self._transactions.write() as tx:
                await ask_round(self._jobs, tx, calendar, state.read_at + QUIET)
            return
        await self.sync(calendar)

    async def sync(self, calendar: CalendarId, *, if_stale: bool = False) -> SyncState | None:
        """One complete round that begins now (`if_stale`: unless the copy is fresh by then). What went wrong stands in
        the state. None when the calendar is not copied any more."""
        lock = self._locks.of(calendar)
        async with lock:
            return await self._sync(calendar, if_stale=if_stale)

    async def compare(self, calendar: CalendarId) -> int:
        """The nightly look: the whole window against the copy, which is repaired. Says how many events differed."""
        lock = self._locks.of(calendar)
        async with lock:
            state = await self._sync(calendar)
            known = await self._load(calendar)
            if state is None or known is None or state.error is not None or known.state.window is None:
                return 0
            begun, window = self._clock.now(), known.state.window
            try:
                events = await self._reader.events(known.calendar.connection, known.calendar.outlook_id, window)
            except ClearhourError:
                return 0  # the next night; the rounds say what is wrong
            whole = DeltaRound(full=True, events=events, link=known.state.link)
            stored = await self._store(known, Read(whole, known.state.reader, window, begun), nightly=True)
            repaired = stored[1] if stored else 0
            self.repaired += repaired
            return repaired

    async def _sync(self, calendar: CalendarId, *, if_stale: bool = False) -> SyncState | None:
        for _ in range(OVERTAKEN_AT_MOST):
            known = await self._load(calendar)
            if known is None:
                return None
            if if_stale and fresh(known.state, self._clock.now()):
                return known.state
            try:
                read = await self._read(known)
            except ClearhourError as error:
                return await self._failed(known, error)
            stored = await self._store(known, read)
            if stored is not None:
                return stored[0]
        raise OutlookUnavailable  # other processes are faster each time: the job comes back

    async def _load(self, calendar: CalendarId) -> Known | None:
        async with self._transactions.read() as tx:
            state, owner = await self._states.get(tx, calendar), await self._states.owner(tx, calendar)
            if state is None or owner is None:
                return None
            return Known(state, *owner, await self._preferences.get(tx, owner[0]))

    async def _read(self, known: Known) -> Read:
        """By delta where Outlook tells it; a calendar that refused is tried again whenever its window is renewed."""
        state, begun = known.state, self._clock.now()
        horizon = known.preferences.horizon_days if known.preferences else HORIZON_DAYS
        window = window_for(begun, horizon, state.window)
        rolled = window != state.window
        calendar, link = known.calendar, None if rolled else state.link
        if state.reader is ReaderKind.DELTA or rolled:
            try:
                return Read(await self._changes(calendar, window, link), ReaderKind.DELTA, window, begun)
            except DeltaRefused:
                pass
        events = await self._reader.events(calendar.connection, calendar.outlook_id, window)
        return Read(DeltaRound(full=True, events=events), ReaderKind.VIEW, window, begun)

    async def _changes(self, calendar: Calendar, window: Range, link: str | None) -> DeltaRound:
        """From where we were, or from the beginning when Outlook has forgotten it."""
        try:
            return await self._delta.changes(calendar.connection, calendar.outlook_id, window, link)
        except SyncReset:
            if link is None:
                raise OutlookUnavailable from None
        return await self._changes(calendar, window, None)

    async def _store(self, known: Known, read: Read, *, nightly: bool = False) -> tuple[SyncState, int] | None:
        """The copy, its link and what follows from both become true together. None: a newer round was faster. Says how
        many events changed."""
        calendar, now = known.state.calendar, self._clock.now()
        zone = known.preferences.home_zone if known.preferences else "UTC"
        async with self._transactions.write() as tx:
            state = await self._states.locked(tx, calendar)
            if state is None or state.version != known.state.version:
                return None
            before = await self._mirror.everything(tx, calendar)
            after = merged(before, read.round)
            put = [event for event in after.values() if before.get(event.id) != event]
            gone, looked = before.keys() - after.keys(), nightly or state.compare_at <= now
            await self._mirror.change(tx, calendar, put, gone)
            state = replace(
                state,
                reader=read.reader,
                link=read.round.link,
                window=read.window,
                read_at=read.begun,
                failing_since=None,
                error=None,
                version=state.version + 1,
                poll_at=next_poll(now, live=state.is_live(now), jitter=self._jitter()),
                compare_at=next_night(now, zone, self._jitter()) if looked else state.compare_at,
            )
            await self._states.save(tx, state)
            if known.state.error is not None:
                tx.publish(ReadingChanged(known.person, calendar))
            if (put or gone) and answers_of(before) != answers_of(after):
                tx.publish(AnswersChanged(known.person, calendar))
            first = known.state.read_at is None
            if first or blocking_times(before, ANY_CHOICE) != blocking_times(after, ANY_CHOICE):
                await self._persons.raise_busy_version(tx, known.person)
                # the choice of now: from here on it waits for us, and whoever made one meanwhile compared the old copy
                chosen = await self._preferences.get(tx, known.person)
                blocking = chosen.blocking if chosen else DEFAULT_BLOCKING
                if first or blocking_times(before, blocking) != blocking_times(after, blocking):
                    tx.publish(BusyChanged(known.person, calendar, "yes" if first else None))
        return state, len(put) + len(gone)

    async def _failed(self, known: Known, error: ClearhourError) -> SyncState | None:
        """Keeps why and since when; a round that came through meanwhile knows better."""
        tried, now = known.state, self._clock.now()
        async with self._transactions.write() as tx:
            state = await self._states.locked(tx, tried.calendar)
            if state is None or state.version != tried.version:
                return state
            if state.error != error.code:
                tx.publish(ReadingChanged(known.person, tried.calendar))
            since = state.failing_since or now
            poll_at = after_failure(now, since, getattr(error, "retry_after_seconds", None))
            state = replace(state, failing_since=since, error=error.code, poll_at=poll_at)
            await self._states.save(tx, state)
        return state
