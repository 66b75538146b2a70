"""One date of a booked series: called off, or moved."""

from dataclasses import replace
from datetime import datetime

from core.booking.model import Booking, BookingChanged, BookingId, BookingState, EventMove, may_manage
from core.booking.ports import BookingRepository, EventWriter
from core.booking.repeats import SeriesDate, changed
from core.booking.usecases.jobs import DATES_JOB
from core.booking.usecases.moving import Moving
from core.booking.usecases.other_times import Offer
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, InvalidChoice, NotYours
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction


class RecurringDates:
    """A date that moves is held like any meeting that moves; one that is called off keeps its time until Outlook has
    taken it out."""

    def __init__(
        self,
        *,
        persons: PersonRepository,
        bookings: BookingRepository,
        moving: Moving,
        writer: EventWriter,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._persons = persons
        self._bookings = bookings
        self._moving = moving
        self._writer = writer
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def end(self, tx: Transaction, person: PersonId, booking_id: BookingId, number: int) -> Booking:
        """Starts to call one date off; a second request finds it under way. Raises Gone, NotYours,
        InvalidChoice("booking") while the booking is being written."""
        booking = await self._bookings.get(tx, booking_id)
        if booking is None:
            raise Gone
        if not may_manage(booking, person):
            raise NotYours
        await self._persons.lock(tx, booking.protected | {booking.host})
        booking = await self._bookings.get(tx, booking_id) or booking
        if booking.state is not BookingState.CONFIRMED:
            raise InvalidChoice("booking", "booking.still_writing")
        move = await self._bookings.last_move(tx, booking_id)
        if move is not None and move.moves_series and move.is_live(self._clock.now()):
            raise InvalidChoice("booking", "booking.still_writing")
        date = next((one for one in booking.dates if one.number == number), None)
        if date is None or date.when is None or date.ending:
            return booking
        stored = await self._bookings.set_dates(tx, booking_id, changed(booking.dates, replace(date, ending=True)))
        await self._audit.record(tx, person, "booking.date_off", {"booking": booking_id, "date": str(number)})
        await self._jobs.enqueue(tx, DATES_JOB, {"booking": booking_id}, lock_key=f"booking:{booking_id}")
        tx.publish(BookingChanged(booking_id, booking.state))
        return stored or booking

    async def offer(self, booking: Booking, date: SeriesDate, zone: str) -> Offer:
        """Three other times for one date. Raises Gone when Outlook has it no more, and what Outlook raises."""
        event = await self._event_of(booking, date)
        return await self._moving.offer(booking.host, booking.calendar, event, zone)

    async def prepare_move(
        self, booking: Booking, date: SeriesDate, start: datetime, zone: str, request_key: str
    ) -> Booking:
        """The hold that moves it. Raises like `offer`, InvalidChoice("start") for a time that is over."""
        event = await self._event_of(booking, date)
        held = await self._moving.prepare(booking.host, booking.calendar, event, start, zone, request_key)
        assert held.moves is not None
        moves = EventMove(held.moves.outlook_id, held.moves.was, booking.id, date.number)
        protected = held.protected | booking.protected
        return replace(held, moves=moves, protected=protected, zone=booking.zone)

    async def _event_of(self, booking: Booking, date: SeriesDate) -> str:
        """Its id in Outlook, wherever it lies there."""
        for one in await self._writer.dates(booking):
            if one.original == date.planned.start:
                return one.id
        raise Gone
