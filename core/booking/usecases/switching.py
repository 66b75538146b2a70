"""Switching the linked calendar to two-way, with a look at what it would do first, and back; undone within 10 minutes.

The switch and everything it does are one transaction. What bookings follow by themselves in those minutes is kept
(core.booking.usecases.following), so that undoing puts everything back: what was taken in is no booking any more, and
what was moved or ended is again what it was before. Outlook is never written to.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.booking.disagreement import (
    Difference,
    Disagreement,
    ended_by_itself,
    guests,
    standing,
    suspicious,
    with_difference,
)
from core.booking.model import (
    Before,
    Booking,
    BookingChanged,
    BookingState,
    OutlookDisagrees,
    SyncPreferenceChanged,
    SyncSwitch,
)
from core.booking.ports import BookingRepository, SyncSwitches
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.following import ASKABLE, Following
from core.configuration.model import Calendar, CalendarId, Preferences
from core.configuration.sync_preference import SyncPreference, with_choice
from core.configuration.usecases import Configuring, Setup
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import CalendarUnreadable, InvalidChoice, SlotTaken
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event
from core.sync.ports import MirrorRepository, SyncStates
from core.sync.usecases import Reading

UNDO_OVER_JOB = "booking.undo_over"
UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a switch to two-way would do: bookings it would take in, move (and where to), end, or ask about. `seen`
    names exactly this."""

    takes: tuple[Booking, ...]
    moves: tuple[tuple[Booking, Range], ...]
    ends: tuple[Booking, ...]
    asks: tuple[Booking, ...]

    @property
    def seen(self) -> str:
        parts = [
            *(f"+{one.id}" for one in self.takes),
            *(f">{one.id}@{when.start.isoformat()}" for one, when in self.moves),
            *(f"-{one.id}" for one in (*self.ends, *self.asks)),
        ]
        return hashlib.sha256(" ".join(sorted(parts)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the linked calendar stands. `undo_until` while the switch can be undone; `adopted` are bookings that were
    made in Outlook."""

    calendar: Calendar
    two_way: bool
    undo_until: datetime | None
    adopted: tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of undoing. `kept` are bookings whose earlier time was taken meanwhile: they stay where they are."""

    done: bool
    kept: tuple[Booking, ...] = ()


class Switching:
    """The sync preference of the linked calendar."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        switches: SyncSwitches,
        states: SyncStates,
        mirror: MirrorRepository,
        configuring: Configuring,
        preference: SyncPreference,
        reading: Reading,
        adopting: Adopting,
        following: Following,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._switches = switches
        self._states = states
        self._mirror = mirror
        self._configuring = configuring
        self._preference = preference
        self._reading = reading
        self._adopting = adopting
        self._following = following
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def standing(self, person: PersonId) -> Standing:
        """Raises NotConnected, InvalidChoice("linked") without a linked calendar."""
        setup = await self._configuring.setup(person)
        calendar = _linked(setup)
        async with self._transactions.read() as tx:
            switch = await self._switches.get(tx, person)
            adopted = await self._bookings.adopted(tx, person, self._clock.now())
        now = self._clock.now()
        open_ = switch is not None and switch.calendar == calendar.id and switch.undo_until > now
        mine = tuple(one for one in adopted if one.state is BookingState.CONFIRMED and one.calendar == calendar.id)
        return Standing(
            calendar, calendar.id in setup.preferences.two_way, switch.undo_until if switch and open_ else None, mine
        )

    async def preview(self, person: PersonId) -> Preview:
        """The dry run, from a fresh copy; nothing is written. Raises CalendarUnreadable, and like `standing`."""
        setup = await self._configuring.setup(person)
        calendar = _linked(setup)
        await self._reading.renew((calendar,))
        now = self._clock.now()
        (reading,) = await self._reading.calendars((calendar,), Range(now, now + timedelta(days=1)))
        if not reading.readable:
            raise CalendarUnreadable((calendar.name,))
        async with self._transactions.read() as tx:
            return await self._preview(tx, setup.preferences, calendar)

    async def to_two_way(self, person: PersonId, calendar: CalendarId, seen: str) -> Preview | None:
        """Switches, if the dry run that the person `seen` still holds: None. Else what it would do now; nothing is
        done. A second press finds it done. Raises like `preview`, and InvalidChoice when another calendar is linked."""
        async with self._transactions.read() as tx:
            involved = await self._involved(tx, person, calendar)
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, involved)
            setup = await self._configuring.setup_in(tx, person)
            if calendar in setup.preferences.two_way:
                return None
            if _linked(setup).id != calendar:
                raise InvalidChoice("linked", "sync.linked_changed")
            found = await self._preview(tx, setup.preferences, _linked(setup))
            if found.seen != seen or not await self._involved(tx, person, calendar) <= involved:
                return found
            chosen = await self._preference.choose(tx, person, calendar, two_way=True)
            until = self._clock.now() + UNDO_FOR
            await self._switches.save(tx, SyncSwitch(person, calendar, until))
            await self._adopting.keep_in(tx, person, chosen)
            for booking in await self._differing(tx, person, calendar):
                await self._following.settle(tx, booking, told=True)
            await self._jobs.enqueue(tx, UNDO_OVER_JOB, {"person": person}, run_at=until)
            await self._tell(tx, person, calendar, "two_way")
        return None

    async def to_one_way(self, person: PersonId, calendar: CalendarId) -> None:
        """From now on every difference is asked about, and what was made in Outlook is no booking any more."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            chosen = await self._preference.choose(tx, person, calendar, two_way=False)
            await self._switches.forget(tx, person)
            await self._adopting.keep_in(tx, person, chosen)
            await self._tell(tx, person, calendar, "one_way")

    async def undo(self, person: PersonId) -> Undone:
        """Puts everything back as it was before the switch, while there is time for it."""
        async with self._transactions.read() as tx:
            involved = await self._of_switch(tx, person)
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, involved)
            switch = await self._switches.get(tx, person)
            if switch is None or switch.undo_until <= self._clock.now():
                return Undone(done=False)
            if not await self._of_switch(tx, person) <= involved:  # one more followed this moment
                return Undone(done=False)
            chosen = await self._preference.choose(tx, person, switch.calendar, two_way=False)
            await self._switches.forget(tx, person)
            await self._adopting.keep_in(tx, person, chosen)
            tried = [await self._put_back(tx, before) for before in switch.before]
            await self._tell(tx, person, switch.calendar, "undone")
        return Undone(done=True, kept=tuple(one for one in tried if one is not None))

    async def _preview(self, tx: Transaction, chosen: Preferences, calendar: Calendar) -> Preview:
        wanted = with_choice(chosen, calendar.id, two_way=True)
        takes = await self._adopting.would(tx, chosen.person, wanted)
        moves: list[tuple[Booking, Range]] = []
        ends: list[Booking] = []
        asks: list[Booking] = []
        for booking, now in await self._elsewhere(tx, chosen.person, calendar.id):
            if now is not None:
                moves.append((booking, now))
            else:
                (asks if guests(booking) else ends).append(booking)
        return Preview(takes, tuple(moves), tuple(ends), tuple(asks))

    async def _elsewhere(
        self, tx: Transaction, person: PersonId, calendar: CalendarId
    ) -> list[tuple[Booking, Range | None]]:
        """Bookings made here that lie elsewhere in Outlook, or are gone: as told, or as the copy shows them now."""
        state = await self._states.get(tx, calendar)
        copy = (await self._mirror.everything(tx, calendar)).values() if state else ()
        found: list[tuple[Booking, Range | None]] = []
        for booking in await self._made_here(tx, person, calendar):
            known = standing(booking)
            event = suspicious(booking, copy, state) if state else False
            if isinstance(event, Event) and event.lies(booking.zone) != booking.plan.when:
                found.append((booking, event.lies(booking.zone)))
            elif known is not None and known.kind in ASKABLE and event is False:
                found.append((booking, known.now))
            elif event is True:
                found.append((booking, None))
        return found

    async def _made_here(self, tx: Transaction, person: PersonId, calendar: CalendarId) -> list[Booking]:
        upcoming = await self._bookings.of_host(tx, person, self._clock.now())
        mine = (one for one in upcoming if one.calendar == calendar and one.adopted is None)
        return [one for one in mine if one.state is BookingState.CONFIRMED]

    async def _differing(self, tx: Transaction, person: PersonId, calendar: CalendarId) -> list[Booking]:
        return [one for one in await self._made_here(tx, person, calendar) if standing(one) is not None]

    async def _involved(self, tx: Transaction, person: PersonId, calendar: CalendarId) -> frozenset[PersonId]:
        """Whom a transaction has to lock that lets these bookings follow."""
        differing = await self._differing(tx, person, calendar)
        return frozenset({person}).union(*(one.protected for one in differing))

    async def _of_switch(self, tx: Transaction, person: PersonId) -> frozenset[PersonId]:
        switch = await self._switches.get(tx, person)
        before = [await self._bookings.get(tx, one.booking) for one in switch.before] if switch else []
        return frozenset({person}).union(*(one.protected for one in before if one))

    async def _put_back(self, tx: Transaction, before: Before) -> Booking | None:
        """The booking as it was before it followed, and the question that it was; what was changed here since stays.
        Answers with the booking that can't be put back, because its time was taken meanwhile."""
        booking = await self._bookings.get(tx, before.booking)
        if booking is None or not _is_as_followed(booking, before):
            return None
        kind = Difference.MOVED if before.now else Difference.DELETED
        was = replace(booking, state=BookingState.CONFIRMED, failure=None, failure_detail=None)
        was = with_difference(was, Disagreement(kind, before.now))
        try:
            if before.now is not None:
                await self._following.reschedule(tx, booking, before.when)
            elif await self._following.is_taken(tx, booking, booking.plan.when):
                return booking
            await self._bookings.advance(tx, was, booking.state)
        except SlotTaken:
            return booking
        tx.publish(OutlookDisagrees(booking.id, "moved" if before.now else "deleted"))
        tx.publish(BookingChanged(booking.id, BookingState.CONFIRMED))
        return None

    async def _tell(self, tx: Transaction, person: PersonId, calendar: CalendarId, what: str) -> None:
        await self._audit.record(tx, person, f"preference.{what}", {"calendar": calendar})
        tx.publish(SyncPreferenceChanged(person))


def _is_as_followed(booking: Booking, before: Before) -> bool:
    if before.now is None:
        return ended_by_itself(booking)
    return booking.state is BookingState.CONFIRMED and standing(booking) is None and booking.plan.when == before.now


def _linked(setup: Setup) -> Calendar:
    if setup.linked is None:
        raise InvalidChoice("linked", "booking.linked_gone" if setup.preferences.linked else "booking.no_linked")
    return setup.linked
