"""Dates of a booked series that were moved, deleted or brought back in Outlook: the series follows.

A copy raises the suspicion, one look at the dates themselves decides. Outlook has told the guests already, and one date
of many is no reason to ask the host: its time is protected where it is now, and the card says so. A date that went onto
another booking keeps its own protection, too; its event blocks where it is, as every event does. While our own move of
a date is under way its hold protects where it goes, so that a look that finds it there already changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from core.booking.disagreement import ENDED
from core.booking.model import Booking, BookingChanged, BookingId, BookingState
from core.booking.ports import BookingRepository, EventWriter
from core.booking.repeats import SeriesDate, changed
from core.booking.series_ports import Occurrence
from core.booking.usecases.jobs import SERIES_JOB, STILL_JUDGED
from core.configuration.model import CalendarId
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import (
    Gone,
    NotConnected,
    OperatorNeeded,
    OutlookRejected,
    PermissionMissing,
    ReconnectNeeded,
    SlotTaken,
)
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event, SyncState
from core.sync.ports import MirrorRepository, SyncStates

UNKNOWN = (PermissionMissing, ReconnectNeeded, NotConnected, OperatorNeeded)


class SeriesFollowing:
    """Keeps booked series in step with what Outlook has."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        states: SyncStates,
        mirror: MirrorRepository,
        writer: EventWriter,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._states = states
        self._mirror = mirror
        self._writer = writer
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def compare(self, person: PersonId, calendar: CalendarId | None = None) -> None:
        """A copy changed: asks for a look at each series in it that it shows otherwise. None: at each series in a
        calendar that isn't copied."""
        async with self._transactions.read() as tx:
            mine = await self._series(tx, person)
            if calendar is None:
                states = await self._states.of_calendars(tx, {one.calendar for one in mine})
                suspects = [one for one in mine if one.calendar not in states]
            else:
                state = await self._states.get(tx, calendar)
                here = [one for one in mine if one.calendar == calendar]
                copy = (await self._mirror.everything(tx, calendar)).values() if state and here else ()
                suspects = [one for one in here if state and looks_otherwise(one, copy, state, self._clock.now())]
        if suspects:
            async with self._transactions.write() as tx:
                for one in suspects:
                    await self._jobs.enqueue(tx, SERIES_JOB, {"booking": one.id}, dedupe=f"series:{one.id}")

    async def look(self, booking_id: BookingId) -> None:
        """The job: one look. Raises OutlookUnavailable to be run again."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
        if booking is None or booking.state is not BookingState.CONFIRMED or not booking.dates:
            return
        try:
            had = {one.original: one for one in await self._writer.dates(booking)}
        except UNKNOWN:  # it is said elsewhere that the calendar can't be read
            return
        except OutlookRejected as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                return
            had = {}
        async with self._transactions.write() as tx:
            try:
                await self._persons.lock(tx, booking.protected | {booking.host})
            except Gone:  # somebody was joined with another person meanwhile: the next look is right
                return
            move = await self._bookings.last_move(tx, booking_id)
            if move is not None and move.moves_series and move.state is BookingState.PUSHING:
                return  # Outlook has some of it already; when it has moved, it is looked at again
            if await self._bookings.get(tx, booking_id) == booking:
                await self._follow(tx, booking, had)

    async def _follow(self, tx: Transaction, booking: Booking, had: Mapping[datetime, Occurrence]) -> None:
        now, known = self._clock.now(), booking
        coming = [one for one in booking.dates if _end(one) > now and not one.ending]
        if not had and coming:
            ended = replace(booking, state=BookingState.CANCELLED, failure=ENDED)
            if await self._bookings.advance(tx, ended, BookingState.CONFIRMED):
                await self._audit.record(tx, booking.host, "outlook.series_gone", {"booking": booking.id})
                tx.publish(BookingChanged(booking.id, BookingState.CANCELLED))
            return
        for one in coming:
            there = had.get(one.planned.start)
            lies = there.when if there else None
            if lies == one.when:
                continue
            try:
                dates = changed(known.dates, replace(one, when=lies, settled=True))
                known = await self._bookings.set_dates(tx, booking.id, dates) or known
            except SlotTaken:
                continue
        if known != booking:
            await self._audit.record(tx, booking.host, "outlook.dates", {"booking": booking.id})
            tx.publish(BookingChanged(booking.id, booking.state))

    async def _series(self, tx: Transaction, person: PersonId) -> list[Booking]:
        found = await self._bookings.of_host(tx, person, self._clock.now() - STILL_JUDGED)
        return [one for one in found if one.state is BookingState.CONFIRMED and one.dates]


def looks_otherwise(booking: Booking, copy: Iterable[Event], state: SyncState, now: datetime) -> bool:
    """Whether the copy shows other dates than we know, as far as it reaches and may know of the booking."""
    window = state.window
    if window is None or state.read_at is None or state.read_at <= booking.created_at:
        return False
    expected = {
        when for one in booking.dates if not one.ending and (when := one.when) and _is_within(when, window, now)
    }
    ending = {one.when for one in booking.dates if one.ending}
    shown = (Range(one.start, one.end) for one in copy if one.series == booking.outlook_id and not one.is_cancelled)
    actual = {when for when in shown if _is_within(when, window, now)} - ending
    return expected != actual


def _is_within(when: Range, window: Range, now: datetime) -> bool:
    return when.end > now and window.start <= when.start and when.end <= window.end


def _end(one: SeriesDate) -> datetime:
    return max(one.planned.end, one.when.end if one.when else one.planned.end)
