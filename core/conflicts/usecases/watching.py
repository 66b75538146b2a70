"""Watching: double bookings are found when a copy changes, and told when they have stood long enough."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zlib import crc32

from core.configuration.model import CalendarId
from core.configuration.ports import PreferencesRepository
from core.configuration.unasked import Unasked
from core.conflicts.model import Cause, CauseId, End, Form, Ledger, WarningId, digest, looked, pruned, said
from core.conflicts.ports import LedgerRepository
from core.conflicts.usecases.jobs import NIGHTLY, ask_to_look
from core.conflicts.usecases.recording import Recording
from core.conflicts.usecases.seeing import Seeing, Seen
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone
from core.shared.ids import new_id
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions
from core.sync.usecases.due import next_night

AT_A_TIME = 100
TOLD_BY_NOTIFICATION = timedelta(minutes=1)
"""A round that begins later than this after the notification was not asked for by it."""

LATE = timedelta(minutes=10)

Rule = Callable[[Ledger, Seen, int], Ledger]
"""The number: how many messages of any kind the person's day still has."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a look without the lock has led to."""

    seen: Seen
    before: Ledger
    after: Ledger

    def holds(self, seen: Seen, before: Ledger) -> bool:
        return self.seen.copied == seen.copied and self.before == before

    @property
    def lost_something(self) -> bool:
        """Whether a meeting isn't where we looked any more: it may lie on another day, for which one looks further."""
        known = self.before.conflicts
        return any(
            one.ending is not None and one.ending.end is End.GONE and known.get(key) != one
            for key, one in self.after.conflicts.items()
        )


class Watching:
    """Looks at one person's copies under the lock of the person. `detected` hears, for each change that Outlook told
    of, after how many seconds it had been looked at."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        ledgers: LedgerRepository,
        unasked: Unasked,
        seeing: Seeing,
        jobs: Jobs,
        clock: Clock,
        detected: Callable[[float], None] = lambda _: None,
        new_id: Callable[[], str] = new_id,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._ledgers = ledgers
        self._unasked = unasked
        self._seeing = seeing
        self._recording = Recording(ledgers=ledgers, jobs=jobs)
        self._jobs = jobs
        self._clock = clock
        self._detected = detected
        self._new_id = new_id

    async def busy_changed(self, person: PersonId, calendar: CalendarId, *, first: bool) -> None:
        """A copy changed, or was read for the first time: what it brings then was there before."""
        seen = await self._look(person, frozenset({calendar}) if first else None)
        state = seen.states.get(calendar) if seen else None
        if state is None or state.notified_at is None or state.read_at is None:
            return
        if state.read_at - TOLD_BY_NOTIFICATION < state.notified_at <= state.read_at:
            self._detected((self._clock.now() - state.notified_at).total_seconds())

    async def chosen(self, person: PersonId) -> None:
        """The person changed their choice here, or two persons became one: all that is new was there before."""
        await self._look(person, frozenset())

    async def look(self, person: PersonId) -> None:
        """The job of a look that is due by the clock: pairs come within the days that are told, others are over. What
        should have been said by now, and was not, is asked for again."""
        seen = await self._look(person, None)
        if seen is None:
            return
        async with self._transactions.read() as tx:
            ledger = await self._ledgers.load(tx, person)
        if any(_is_late(one, seen.now) for one in ledger.causes.values()):
            async with self._transactions.write() as tx:
                await self._recording.ask_again(tx, ledger, seen.copied.manners, seen.now)

    async def say(self, person: PersonId, cause: CauseId) -> None:
        """The job of a cause that is due. Looks first: what has vanished by now is never said."""

        def rule(ledger: Ledger, seen: Seen, left: int) -> Ledger:
            found = self._after(ledger, seen, None)
            return said(found, cause, seen.now, seen.copied.manners, self._new_id, left=left)

        await self._write(person, rule)

    async def digest(self, person: PersonId, *, into: WarningId | None = None) -> None:
        """The job of the morning: what was put off and still stands, in one message. `into`: the message that carries
        it, which its person switched on; asked for twice, it carries the same."""

        def rule(ledger: Ledger, seen: Seen, _: int) -> Ledger:
            if into in ledger.warnings:
                return ledger
            new_id = self._new_id if into is None else lambda: str(into)
            return digest(self._after(ledger, seen, None), seen.now, seen.copied.manners, new_id)

        await self._write(person, rule, unasked=into is None)

    async def daily(self) -> int:
        """The tick: everybody has a look in their next night, each at a time of their own. Says how many persons. Any
        number of ticks and processes ask for one."""
        async with self._transactions.read() as tx:
            persons = iter(await self._ledgers.persons(tx))
        count = 0
        while portion := tuple(islice(persons, AT_A_TIME)):
            async with self._transactions.write() as tx:
                for person in portion:
                    await self._ask_nightly(tx, person)
            count += len(portion)
        return count

    async def _look(self, person: PersonId, first: frozenset[CalendarId] | None) -> Seen | None:
        """Compares first, so that most looks lock and write nothing."""
        async with self._transactions.read() as tx:
            seen = await self._seeing.see(tx, person)
            before = await self._ledgers.load(tx, person)
        if seen is None:
            return None
        tried = Tried(seen, before, self._after(before, seen, first))
        if tried.after != before:
            await self._write(person, lambda ledger, again, _: self._after(ledger, again, first), tried)
        return seen

    async def _write(self, person: PersonId, rule: Rule, tried: Tried | None = None, *, unasked: bool = True) -> None:
        """One look and what it leads to, as one change. Nothing happens to somebody who has left. What was worked out
        before the lock holds if nothing has changed since."""
        far = tried is not None and tried.lost_something
        with suppress(Gone):
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                seen = await self._seeing.see(tx, person, far=far)
                if seen is None:
                    return
                before = await self._ledgers.load(tx, person)
                holds = tried is not None and not far and tried.holds(seen, before)
                left = await self._unasked.left(tx, person)
                after = tried.after if tried is not None and holds else rule(before, seen, left)
                if after != before:
                    await self._recording.watched(tx, before, after, seen.copied.manners, seen.now)
                    if unasked:
                        await self._unasked.told(tx, person, _interruptions(before, after))

    def _after(self, ledger: Ledger, seen: Seen, first: frozenset[CalendarId] | None) -> Ledger:
        """What is found to be over is forgotten by a later look only, however long ago: its message is edited first."""
        copied, now = seen.copied, seen.now
        known = pruned(ledger, now)
        return looked(known, copied.look(now), now, copied.manners, first=first, new_id=self._new_id)

    async def _ask_nightly(self, tx: Transaction, person: PersonId) -> None:
        chosen = await self._preferences.get(tx, person)
        if chosen is not None:
            night = next_night(self._clock.now(), chosen.home_zone, crc32(person.encode()) / 2**32)
            await ask_to_look(self._jobs, tx, person, night, NIGHTLY)


def _interruptions(before: Ledger, after: Ledger) -> int:
    """New messages that nobody asked for; the line about what a calendar brings along follows its choice."""
    new = (one for key, one in after.warnings.items() if key not in before.warnings)
    return sum(one.form is not Form.BACKLOG for one in new)


def _is_late(cause: Cause, now: datetime) -> bool:
    """Whether its time has come and gone. What is put off waits for a digest that is asked for every night."""
    return cause.held or (cause.say_at is not None and cause.say_at + LATE < now)
