"""Events that were made in a two-way linked calendar appear as bookings, and stay what Outlook says of them.

They are read from the copy and protect nobody here: their events do that in the copies, so nothing of ours can refuse
what Outlook has. What we wrote ourselves is never taken for made in Outlook: it is known by its transactionId before
the answer to our POST, by its id after it, and in a colleague's calendar by the booking that protects them.
"""

from dataclasses import dataclass, replace

from core.booking.adoption import Made, as_booking, is_booking, is_same, made_there
from core.booking.disagreement import guests, standing
from core.booking.model import Booking, BookingChanged, BookingId, BookingState, OutlookDisagrees
from core.booking.ports import BookingRepository, EventLook
from core.booking.usecases.jobs import ADOPT_JOB, STILL_JUDGED, ask_to_compare
from core.configuration.model import Calendar, CalendarId, Preferences
from core.configuration.ports import CalendarRepository, PreferencesRepository
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event
from core.sync.ports import MirrorRepository, SyncStates

OVERTAKEN_AT_MOST = 5
OVER = frozenset({BookingState.CANCELLED, BookingState.FAILED})
"""An event of such a booking is left over in a copy that is behind, or was restored in Outlook: one look decides."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a comparison was made with; the same again means that it still holds."""

    chosen: Preferences | None
    calendar: Calendar | None
    version: int | None
    adopted: tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of the bookings that were made in Outlook. `missing` are gone from the copy; `doubtful` are events
    of bookings that are over."""

    put: tuple[Booking, ...] = ()
    released: tuple[Booking, ...] = ()
    missing: tuple[Booking, ...] = ()
    doubtful: tuple[Event, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.put or self.released or self.missing or self.doubtful)


class Adopting:
    """Keeps one person's bookings in step with what lies in their two-way linked calendar."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        preferences: PreferencesRepository,
        calendars: CalendarRepository,
        states: SyncStates,
        mirror: MirrorRepository,
        look: EventLook,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._preferences = preferences
        self._calendars = calendars
        self._states = states
        self._mirror = mirror
        self._look = look
        self._jobs = jobs
        self._clock = clock

    async def keep(self, person: PersonId) -> None:
        """Makes the bookings so. Most looks find that nothing changed, and lock and write nothing."""
        for _ in range(OVERTAKEN_AT_MOST):
            async with self._transactions.read() as tx:
                basis = await self._basis(tx, person, await self._preferences.get(tx, person))
                changes = await self._changes(tx, basis)
            if not changes:
                return
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                if await self._basis(tx, person, await self._preferences.get(tx, person)) == basis:
                    await self._carry_out(tx, person, changes)
                    return

    async def would(self, tx: Transaction, person: PersonId, chosen: Preferences) -> tuple[Booking, ...]:
        """The bookings that these choices would take in, soonest first."""
        return (await self._changes(tx, await self._basis(tx, person, chosen))).put

    async def keep_in(self, tx: Transaction, person: PersonId, chosen: Preferences) -> None:
        """The same as `keep`, for choices that the caller's transaction makes; the person is locked."""
        await self._carry_out(tx, person, await self._changes(tx, await self._basis(tx, person, chosen)))

    async def look_again(self, person: PersonId, event_id: str) -> None:
        """The job of a doubtful event: one look at Outlook. Raises what Outlook raises."""
        async with self._transactions.read() as tx:
            basis = await self._basis(tx, person, await self._preferences.get(tx, person))
        if basis.calendar is None or basis.chosen is None:
            return
        event = await self._look.event(basis.calendar.connection, basis.calendar.outlook_id, event_id)
        if event is None or not is_booking(event, basis.chosen):
            return
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            known = await self._basis(tx, person, await self._preferences.get(tx, person))
            copied = {one.id for one in await self._copy(tx, basis.calendar.id)}
            if known == basis and event.id in copied:
                for made in made_there((event,), basis.chosen, self._clock.now()):
                    before = next((one for one in basis.adopted if is_same(made, one)), None)
                    booking = as_booking(made, basis.calendar, basis.chosen, before, self._clock.now())
                    await self._carry_out(tx, person, Changes(put=(booking,)))

    async def release(self, tx: Transaction, booking: Booking) -> None:
        """It is no booking any more; Outlook keeps its event."""
        if await self._bookings.advance(
            tx, replace(booking, state=BookingState.RELEASED, failure=None, failure_detail=None), BookingState.CONFIRMED
        ):
            if standing(booking) is not None:
                tx.publish(OutlookDisagrees(booking.id, "agrees"))
            tx.publish(BookingChanged(booking.id, BookingState.RELEASED))

    async def _basis(self, tx: Transaction, person: PersonId, chosen: Preferences | None) -> Basis:
        linked = chosen.linked if chosen and chosen.linked in chosen.two_way else None
        calendar = await self._calendars.get(tx, linked) if linked else None
        state = await self._states.get(tx, calendar.id) if calendar else None
        adopted = await self._bookings.adopted(tx, person, self._clock.now() - STILL_JUDGED)
        read = state is not None and state.read_at is not None
        return Basis(chosen, calendar, state.version if state and read else None, adopted)

    async def _changes(self, tx: Transaction, basis: Basis) -> Changes:
        chosen, calendar = basis.chosen, basis.calendar
        live = [one for one in basis.adopted if one.state is BookingState.CONFIRMED]
        if chosen is None or calendar is None:
            vanished = chosen is not None and chosen.linked in chosen.two_way
            return Changes() if vanished else Changes(released=tuple(live))
        elsewhere = tuple(one for one in live if one.calendar != calendar.id)
        if basis.version is None:  # not read yet: nothing can be said of it
            return Changes(released=elsewhere)
        events = await self._copy(tx, calendar.id)
        now = self._clock.now()
        put: list[Booking] = []
        doubtful: list[Event] = []
        found: set[BookingId] = set()
        new: list[Made] = []
        for made in made_there(events, chosen, now):
            known = next((one for one in basis.adopted if is_same(made, one)), None)
            if known is None:
                new.append(made)
            elif known.state in OVER:
                doubtful.append(made.event)
            else:
                found.add(known.id)
                booking = as_booking(made, calendar, chosen, known, now)
                if known.state is not BookingState.CANCELLING and booking != known:
                    put.append(booking)
        for made in new:
            whose = await self._whose(tx, chosen.person, made)
            if whose is None:
                put.append(as_booking(made, calendar, chosen, None, now))
            elif whose.state in OVER:
                doubtful.append(made.event)
        copied = {event.id: event for event in events}
        lost = [one for one in live if one.calendar == calendar.id and one.id not in found and one.plan.when.end > now]
        released = [one for one in lost if _stays(copied.get(one.outlook_id or ""))]
        missing = [one for one in lost if one not in released and standing(one) is None]
        return Changes(tuple(put), (*elsewhere, *released), tuple(missing), tuple(doubtful))

    async def _whose(self, tx: Transaction, person: PersonId, made: Made) -> Booking | None:
        """The booking made here whose event this is, in the host's calendar or in a guest's; None: it is nobody's."""
        event = made.event
        ours = await self._bookings.get(tx, BookingId(event.transaction_id)) if event.transaction_id else None
        if ours is not None and ours.adopted is None:
            return ours
        mine = await self._bookings.of_events(tx, person, (event.id, made.key))
        if mine:
            return next((one for one in mine if one.adopted is None), None)
        when = Range(event.start, event.end)
        around = await self._bookings.live_overlapping(tx, frozenset({person}), when, self._clock.now())
        known = (one for one in around if _is_guests_copy(event, one, person) or _is_own_series(event, one, person))
        return next(known, None)

    async def _copy(self, tx: Transaction, calendar: CalendarId) -> tuple[Event, ...]:
        return tuple((await self._mirror.everything(tx, calendar)).values())

    async def _carry_out(self, tx: Transaction, person: PersonId, changes: Changes) -> None:
        known = {one.id: one for one in await self._bookings.adopted(tx, person, self._clock.now() - STILL_JUDGED)}
        for booking in changes.put:
            before = known.get(booking.id)
            await self._bookings.adopt(tx, booking)
            if before is not None and standing(before) is not None:
                tx.publish(OutlookDisagrees(booking.id, "agrees"))
            if before is not None:  # of a new one there are no cards
                tx.publish(BookingChanged(booking.id, booking.state))
        for booking in changes.released:
            await self.release(tx, booking)
        for booking in changes.missing:
            await ask_to_compare(self._jobs, tx, booking.id, self._clock.now(), at_once=not guests(booking))
        for event in changes.doubtful:
            args = {"person": person, "event": event.id}
            await self._jobs.enqueue(tx, ADOPT_JOB, args, dedupe=f"adopt:{person}:{event.id}")


def _stays(event: Event | None) -> bool:
    """Outlook still shows the event, and it is no booking by now: it is free, declined, or lasts whole days. What its
    own organizer cancelled is as good as deleted."""
    return event is not None and not (event.is_cancelled and event.is_organizer)


def _is_guests_copy(event: Event, booking: Booking, person: PersonId) -> bool:
    """Whether this invitation is what Outlook made of a colleague's booking; before the answer to the POST only its
    time says so."""
    if booking.host == person or event.is_organizer or booking.adopted is not None:
        return False
    if booking.ical_uid is not None:
        return booking.ical_uid in (event.ical_uid, event.uid)
    return Range(event.start, event.end) in booking.occurrences


def _is_own_series(event: Event, booking: Booking, person: PersonId) -> bool:
    """Whether this is a date of a series that is being written: Outlook may show its dates before we know its id."""
    its_own = event.series is not None and event.series == booking.outlook_id
    unknown = booking.outlook_id is None and Range(event.start, event.end) in booking.occurrences
    return bool(booking.dates) and booking.host == person and event.is_organizer and (its_own or unknown)
