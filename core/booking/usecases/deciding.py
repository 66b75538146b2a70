"""Which truth shall hold when Outlook and a booking disagree: Outlook's, or what was booked.

Every decision looks at Outlook first. If that shows something else than what the person was told, nothing is done and
the present state is the answer; so is it for what was decided before, by another click or elsewhere.
"""

from dataclasses import dataclass, replace

from core.booking.disagreement import (
    Difference,
    Disagreement,
    Seen,
    ended_by_itself,
    standing,
    with_difference,
)
from core.booking.model import Booking, BookingChanged, BookingId, BookingState, EventMove, OutlookDisagrees
from core.booking.ports import BookingRepository, EventWriter, WrittenEvent
from core.booking.usecases.comparing import Comparing
from core.booking.usecases.finding import Finding
from core.booking.usecases.following import Following, can_be_remade
from core.booking.usecases.holding import Holding, must_be_writable
from core.booking.usecases.pushing import CERTAIN_REFUSALS
from core.booking.usecases.remaking import Remaking
from core.configuration.usecases import Configuring
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, InvalidChoice, NotConnected, OutlookUnavailable
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event
from core.sync.usecases import Reading

PUT_BACK_JOB = "booking.put_back"


@dataclass(frozen=True, slots=True)
class Checked:
    """A booking as it stands now. `differs`: what is to be decided, and was told so; None when there is nothing to do
    (decided, on its way, agreed again) or something else to be told first."""

    booking: Booking
    differs: Disagreement | None


class Deciding:
    """Follows Outlook, or puts back what was booked."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        comparing: Comparing,
        following: Following,
        configuring: Configuring,
        finding: Finding,
        holding: Holding,
        remaking: Remaking,
        reading: Reading,
        writer: EventWriter,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._comparing = comparing
        self._following = following
        self._configuring = configuring
        self._finding = finding
        self._holding = holding
        self._remaking = remaking
        self._reading = reading
        self._writer = writer
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def check(self, host: PersonId, booking_id: BookingId) -> Checked:
        """What there is to decide. Raises Gone, NotYours, and what Outlook raises."""
        known = await self._holding.get(host, booking_id)
        told = standing(known)
        if told is None or told.kind is Difference.RETURNING:
            return Checked(known, None)
        present = await self._comparing.look(booking_id)
        if present is None:
            raise Gone
        return Checked(present, told if standing(present) == told else None)

    async def follow(self, checked: Checked) -> Booking:
        """The booking takes the event's time, or ends with it; Outlook told the guests already, nobody is told again.
        Raises SlotTaken when somebody protected has another booking there."""
        booking, differs = checked.booking, checked.differs
        if differs is None:
            return booking
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, booking.protected)
            if not await self._is_undecided(tx, booking):
                return await self._now(tx, booking)
            agreed = with_difference(booking, None)
            if differs.now is None:
                agreed = replace(agreed, state=BookingState.CANCELLED)
            else:
                agreed = with_difference(await self._following.reschedule(tx, booking, differs.now), None)
            await self._store(tx, agreed, "followed")
            return agreed

    async def put_back(self, checked: Checked) -> Booking:
        """Asks for the event to be moved back; the booked time is protected all the while. The job goes on by itself.
        Raises InvalidChoice("start") when that time is over, PermissionMissing, NotConnected."""
        booking, differs = checked.booking, checked.differs
        if differs is None or differs.now is None:
            return booking
        if booking.plan.when.start < self._clock.now():
            raise InvalidChoice("start", "booking.time_is_over")
        setup = await self._configuring.setup(booking.host)
        calendar = setup.calendar(booking.calendar)
        if calendar is not None:
            must_be_writable(self._configuring, setup, calendar)
        returning = with_difference(booking, Disagreement(Difference.RETURNING, differs.now))
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({booking.host}))
            if not await self._is_undecided(tx, booking):
                return await self._now(tx, booking)
            await self._store(tx, returning, "put_back")
            await self._jobs.enqueue(tx, PUT_BACK_JOB, {"booking": booking.id}, lock_key=f"booking:{booking.id}")
        return returning

    async def prepare(self, booking: Booking) -> Booking:
        """The booking that replaces one whose event is gone: the same meeting, in the linked calendar. Raises like
        `Remaking.prepare`."""
        return await self._remaking.prepare(booking, _again(booking))

    async def replace(self, tx: Transaction, checked: Checked, prepared: Booking) -> Booking:
        """Ends the booking and holds the new one, in one step: nobody can take the time in between. Raises SlotTaken
        when somebody who is protected from now on has no time."""
        booking = checked.booking
        await self._persons.lock(tx, booking.protected | prepared.protected)
        if await self._is_undecided(tx, booking):
            if booking.state is BookingState.CONFIRMED:
                gone = replace(with_difference(booking, None), state=BookingState.CANCELLED)
                await self._store(tx, gone, "replaced")
            return await self._holding.hold(tx, prepared)
        return await self.replacement(tx, booking) or await self._now(tx, booking)

    def can_be_restored(self, booking: Booking) -> bool:
        """Whether it ended by itself and can still be made anew from what we know of it."""
        return ended_by_itself(booking) and can_be_remade(booking) and booking.plan.when.start >= self._clock.now()

    async def replacement(self, tx: Transaction, booking: Booking) -> Booking | None:
        """The booking that took this one's place; None when none did."""
        return await self._bookings.by_request(tx, booking.host, _again(booking))

    async def run_put_back(self, booking_id: BookingId) -> None:
        """The job behind `put_back`. Raises OutlookUnavailable to be run again: moving back twice is moving it once."""
        try:
            booking = await self._comparing.look(booking_id)
            known = standing(booking) if booking else None
            if booking is None or known is None or known.kind is not Difference.RETURNING or known.now is None:
                return  # it is back, gone, or lies elsewhere now, and that was told
            event = await self._writer.event(booking.connection, booking.outlook_calendar_id, booking.outlook_id or "")
            if event is None:
                raise OutlookUnavailable  # it went this moment: the next look says so
            moving = replace(booking, moves=EventMove(event.id, known.now, booking.id))
            stopped = await self._stopped(moving, event)
            if stopped is None:
                await self._moved_back(booking, await self._writer.move(moving))
                return
        except CERTAIN_REFUSALS:
            stopped = Difference.REFUSED
        await self._stop(booking_id, stopped)

    async def _stopped(self, moving: Booking, event: Event) -> Difference | None:
        """Why it can't go back now; where the event is now it doesn't stand in its own way, in nobody's calendar."""
        if moving.plan.when.start < self._clock.now():
            return Difference.MOVED
        try:
            setup = await self._remaking.setup(moving)
        except NotConnected:
            return Difference.REFUSED
        obstruction = await self._finding.check(setup, moving, event)
        if obstruction is None:
            return None
        return Difference.TAKEN if obstruction.taken else Difference.UNREADABLE

    async def _stop(self, booking_id: BookingId, kind: Difference) -> None:
        """It stays where it is; what else happened to it meanwhile was told."""
        async with self._transactions.write() as tx:
            booking = await self._bookings.get(tx, booking_id)
            if booking is None:
                return
            await self._persons.lock(tx, frozenset({booking.host}))
            booking = await self._now(tx, booking)
            known = standing(booking)
            if known is not None and known.kind is Difference.RETURNING:
                await self._store(tx, with_difference(booking, Disagreement(kind, known.now)), "not_put_back")

    async def _moved_back(self, booking: Booking, event: WrittenEvent) -> None:
        settled = await self._comparing.settle(booking, Seen(event.id, event.when))
        if settled is None:  # something else happened to the booking meanwhile
            await self._comparing.look(booking.id)
        try:
            setup = await self._configuring.setup(booking.host)
        except NotConnected:
            return
        await self._reading.renew(tuple(one for one in setup.calendars if one.id == booking.calendar))

    async def _is_undecided(self, tx: Transaction, booking: Booking) -> bool:
        return await self._bookings.get(tx, booking.id) == booking

    async def _now(self, tx: Transaction, booking: Booking) -> Booking:
        present = await self._bookings.get(tx, booking.id)
        if present is None:
            raise Gone
        return present

    async def _store(self, tx: Transaction, booking: Booking, what: str) -> None:
        """Keeps the booking, tells it upwards, and keeps who did what."""
        await self._bookings.advance(tx, booking, BookingState.CONFIRMED)
        await self._audit.record(tx, booking.host, f"outlook.{what}", {"booking": booking.id})
        tx.publish(OutlookDisagrees(booking.id, "moved" if standing(booking) else "agrees"))
        tx.publish(BookingChanged(booking.id, booking.state))


def _again(booking: Booking) -> str:
    """One replacement for one booking, however often it is asked for."""
    return f"put-back:{booking.id}"
