"""Taking a time for a booking, and giving it back: the steps that happen in our own database."""

from dataclasses import replace

from core.booking.model import (
    HOLD_LEASE,
    Booking,
    BookingChanged,
    BookingId,
    BookingState,
    MeetingPlan,
    may_manage,
    meet,
    span_of,
)
from core.booking.ports import BookingRepository
from core.booking.usecases.gathering import Gathering
from core.booking.usecases.jobs import CANCEL_JOB, MOVE_SERIES_JOB, PUSH_JOB
from core.configuration.model import Calendar, Obstacle
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Access
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, InvalidChoice, NotYours, PermissionMissing, SlotTaken
from core.shared.ids import new_id
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions


def must_be_writable(configuring: Configuring, setup: Setup, calendar: Calendar) -> None:
    """Raises PermissionMissing with what would help."""
    obstacle = configuring.obstacle(setup, calendar)
    if obstacle is not None:
        raise PermissionMissing("calendar" if obstacle is Obstacle.SHARED_READ_ONLY else "write")


def _order(booking: Booking) -> str:
    """The lock key of a push: one event is moved, or moved and cancelled, in the order in which it was asked for."""
    if booking.moves is None:
        return f"booking:{booking.id}"
    moved = booking.moves.booking
    return f"booking:{moved}" if moved else f"event:{booking.moves.outlook_id}"


def _is_the_same(prepared: Booking, known: Booking) -> bool:
    """Whether the same person booked the same meeting already, from another device or with a second click."""
    mine, theirs = prepared.plan, known.plan
    return (
        known.state is not BookingState.OFFERED
        and (prepared.host, prepared.booked_by, prepared.moves) == (known.host, known.booked_by, known.moves)
        and (mine.when, mine.title, mine.note) == (theirs.when, theirs.title, theirs.note)
        and {item.address for item in mine.invitees} == {item.address for item in theirs.invitees}
    )


class Holding:
    """Holds times and starts cancellations, each in one transaction with the job that carries it out."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        gathering: Gathering,
        configuring: Configuring,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._gathering = gathering
        self._configuring = configuring
        self._jobs = jobs
        self._clock = clock

    async def prepare(self, setup: Setup, plan: MeetingPlan, zone: str, request_key: str) -> Booking:
        """The booking as it will be held, before anything is written.

        Raises InvalidChoice("linked") without a linked calendar, PermissionMissing when it can't be written,
        InvalidChoice("start") for a time that is over.
        """
        linked = setup.linked
        if linked is None and all(item.access is Access.READ for item in setup.connections):
            raise PermissionMissing("write")
        if linked is None:
            raise InvalidChoice("linked", "booking.linked_gone" if setup.preferences.linked else "booking.no_linked")
        must_be_writable(self._configuring, setup, linked)
        now = self._clock.now()
        if plan.when.start < now:
            raise InvalidChoice("start", "booking.time_is_over")
        protected = await self._gathering.protected(setup, plan.invitees)
        return Booking(
            id=BookingId(new_id()),
            host=setup.preferences.person,
            connection=linked.connection,
            calendar=linked.id,
            outlook_calendar_id=linked.outlook_id,
            plan=plan,
            zone=zone,
            protected=frozenset({setup.preferences.person, *protected}),
            state=BookingState.HELD,
            request_key=request_key,
            created_at=now,
            lease_until=now + HOLD_LEASE,
        )

    async def hold(self, tx: Transaction, prepared: Booking) -> Booking:
        """Takes the time for everybody protected, or raises SlotTaken. The same request gives the same booking.

        A hold that moves one of our bookings takes what that booking doesn't take itself: until Outlook has moved the
        event both times are taken, and nobody is protected twice at once.
        """
        await self._persons.lock(tx, prepared.protected)
        replay = await self._bookings.by_request(tx, prepared.host, prepared.request_key)
        if replay is not None:
            return replay
        now, window = self._clock.now(), span_of(prepared)
        moving = await self._under_way(tx, prepared)
        if moving is not None:
            return moving
        around = await self._bookings.live_overlapping(tx, prepared.protected, window, now)
        taken = [one for one in around if meet(one, prepared)]
        if len(taken) == 1 and _is_the_same(prepared, taken[0]):
            return taken[0]
        if taken:
            raise SlotTaken
        await self._bookings.expire(tx, prepared.protected, window, now)
        booking = replace(prepared, created_at=now, lease_until=now + HOLD_LEASE)
        await self._bookings.add(tx, booking)
        kind = MOVE_SERIES_JOB if booking.moves_series else PUSH_JOB
        await self._jobs.enqueue(tx, kind, {"booking": booking.id}, lock_key=_order(booking))
        tx.publish(BookingChanged(booking.id, BookingState.HELD))
        if booking.moves is not None and booking.moves.booking is not None:
            tx.publish(BookingChanged(booking.moves.booking, BookingState.CONFIRMED))
        return booking

    async def _under_way(self, tx: Transaction, prepared: Booking) -> Booking | None:
        """The hold that moves the same booking to the same time already: asked for from another device, or twice.

        Raises Gone when the booking ended meanwhile, InvalidChoice("booking") while it moves to another time.
        """
        if prepared.moves is None or prepared.moves.booking is None:
            return None
        moved = await self._bookings.get(tx, prepared.moves.booking)
        if moved is None or moved.state is not BookingState.CONFIRMED:
            raise Gone
        elsewhere = not moved.dates and moved.plan.when != prepared.moves.was
        if elsewhere and prepared.plan.when.overlaps(prepared.moves.was):
            raise SlotTaken  # Outlook has it elsewhere, where we don't protect it
        last = await self._bookings.last_move(tx, moved.id)
        if last is None or not last.is_live(self._clock.now()):
            return None
        if (last.plan.when, last.dates) != (prepared.plan.when, prepared.dates):
            raise InvalidChoice("booking", "booking.still_writing")
        return last

    async def release(self, tx: Transaction, person: PersonId, booking_id: BookingId, comment: str = "") -> Booking:
        """Starts the cancellation of a confirmed booking; a second request finds it under way. Outlook tells the guests
        with the comment.

        Raises Gone, NotYours (also for a meeting of somebody else's that Outlook brought), InvalidChoice("booking")
        while it is still being written, and for a series.
        """
        booking = await self._bookings.get(tx, booking_id)
        if booking is None:
            raise Gone
        if not may_manage(booking, person):
            raise NotYours
        if booking.adopted is not None and not booking.adopted.is_mine:
            raise NotYours
        if booking.adopted is not None and booking.adopted.series is not None:
            raise InvalidChoice("booking", "booking.series_in_outlook")
        if booking.state in (BookingState.HELD, BookingState.PUSHING):
            raise InvalidChoice("booking", "booking.still_writing")
        cancelling = replace(booking, state=BookingState.CANCELLING, failure=None, failure_detail=None, comment=comment)
        if not await self._bookings.advance(tx, cancelling, BookingState.CONFIRMED):
            return booking
        await self._jobs.enqueue(tx, CANCEL_JOB, {"booking": booking.id}, lock_key=f"booking:{booking.id}")
        tx.publish(BookingChanged(booking.id, BookingState.CANCELLING))
        return cancelling

    async def get(self, person: PersonId, booking_id: BookingId) -> Booking:
        """One booking that this person may manage. Raises Gone, NotYours."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
        if booking is None:
            raise Gone
        if not may_manage(booking, person):
            raise NotYours
        return booking

    async def upcoming(self, person: PersonId) -> tuple[Booking, ...]:
        """What the person hosts or booked and isn't over, soonest first; a hold that moves a meeting is none of its
        own."""
        async with self._transactions.read() as tx:
            hosted = await self._bookings.of_host(tx, person, self._clock.now())
            booked = await self._bookings.booked_by(tx, person, self._clock.now())
        found = sorted((*hosted, *booked), key=lambda one: (one.plan.when.start, one.id))
        return tuple(booking for booking in found if booking.moves is None)
