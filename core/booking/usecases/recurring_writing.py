"""One Outlook series with its exceptions: written, and changed later, by steps that may run again at any point.

The series stands first, without guests when dates differ from its rule; then each such date is taken out or moved; then
the guests are invited, so that they are written to once and never see a date that isn't meant. What Outlook has is read
before each run and compared date by date (`originalStart` names a date wherever it lies), so a step that was done by a
run that died is found done. Until all of it stands the booking is not called booked.
"""

from dataclasses import replace
from http import HTTPStatus

from core.booking.model import Booking, BookingChanged, BookingId, BookingState, EventMove
from core.booking.ports import BookingRepository, EventWriter
from core.booking.repeats import SeriesDate, changed
from core.booking.series_ports import Occurrence
from core.people.ports import AuditLog
from core.shared.errors import (
    ClearhourError,
    Gone,
    NotConnected,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
    ReconnectNeeded,
)
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions

CERTAIN_REFUSALS = (OutlookRejected, PermissionMissing, ReconnectNeeded, NotConnected)


class SeriesWriting:
    """Brings the dates of a series in Outlook to what they shall be."""

    def __init__(
        self, *, transactions: Transactions, bookings: BookingRepository, writer: EventWriter, audit: AuditLog
    ) -> None:
        self._transactions = transactions
        self._bookings = bookings
        self._writer = writer
        self._audit = audit

    async def complete(self, booking: Booking, *, settled: bool) -> Booking:
        """The booking when everything of its series stands in Outlook. Raises what Outlook raises, to be run again, and
        Gone when somebody deleted it there. `settled`: Outlook had time enough to show what it was told."""
        had = {one.original: one for one in await self._there(booking)}
        if not had:
            raise Gone if settled else OutlookUnavailable  # it may not be ready to tell
        exceptions = any(one.is_exception for one in booking.dates)
        for one in booking.dates:
            if one.is_open:
                booking = await self._keep(booking, await self._told(booking, one, had.get(one.planned.start)))
        if exceptions:
            await self._invite(booking)
        return booking

    async def _there(self, booking: Booking) -> tuple[Occurrence, ...]:
        """None when Outlook doesn't know the series (yet)."""
        try:
            return await self._writer.dates(booking)
        except OutlookRejected as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
            return ()

    async def end_dates(self, booking: Booking) -> Booking:
        """Takes out the dates that shall not take place any more; their guests are told. Raises what Outlook raises."""
        had = {one.original: one for one in await self._writer.dates(booking)}
        comment = booking.comment if _guests(booking) else None
        for one in booking.dates:
            if one.ending:
                there = had.get(one.planned.start)
                if there is not None:
                    await self._writer.drop_date(booking, there.id, comment)
                booking = await self._keep(booking, replace(one, when=None, ending=False, settled=True))
        return booking

    async def _told(self, booking: Booking, one: SeriesDate, there: Occurrence | None) -> SeriesDate:
        """One date is brought to what it shall be. Nobody is invited yet, so nobody is told."""
        if there is None:  # taken out by an earlier run, or in Outlook by the host
            return replace(one, when=None, settled=True)
        if one.when is None:
            await self._writer.drop_date(booking, there.id, None)
            return replace(one, settled=True)
        if there.when != one.when:
            try:
                await self._writer.move_date(booking, there.id, one.when)
            except OutlookRejected as refused:
                if refused.status == HTTPStatus.NOT_FOUND:
                    return replace(one, when=None, settled=True)
                await self._writer.drop_date(booking, there.id, None)
                return replace(one, when=None, settled=True, refused=True)
        return replace(one, settled=True)

    async def _invite(self, booking: Booking) -> None:
        """A date that was moved has a list of its own, which may or may not follow that of the series."""
        wanted = _guests(booking)
        had = await self._writer.dates(booking)
        if booking.outlook_id is None or not any(_lacks(one, wanted) for one in had):
            return
        await self._writer.invite(booking, booking.outlook_id)
        for one in await self._writer.dates(booking):
            if one.when.start != one.original and _lacks(one, wanted):
                await self._writer.invite(booking, one.id)

    async def _keep(self, booking: Booking, one: SeriesDate) -> Booking:
        """Stores what became of one date, and tells it upwards."""
        async with self._transactions.write() as tx:
            known = await self._bookings.get(tx, booking.id)
            if known is None:
                return booking
            stored = await self._bookings.set_dates(tx, booking.id, changed(known.dates, one))
            if stored is None:
                return booking
            await self._audit.record(tx, booking.host, "booking.date", {"booking": booking.id, "date": str(one.number)})
            tx.publish(BookingChanged(stored.id, stored.state))
        return stored


class SeriesEnding:
    """The job behind single dates that were called off."""

    def __init__(
        self, *, transactions: Transactions, bookings: BookingRepository, writing: SeriesWriting, audit: AuditLog
    ) -> None:
        self._transactions = transactions
        self._bookings = bookings
        self._writing = writing
        self._audit = audit

    async def end(self, booking_id: BookingId) -> None:
        """Raises OutlookUnavailable to be run again. What Outlook refuses for certain stays as it was, and is said."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
        if booking is None or booking.state is not BookingState.CONFIRMED:
            return
        if not any(one.ending for one in booking.dates):
            return
        try:
            await self._writing.end_dates(booking)
        except CERTAIN_REFUSALS as refused:
            gone = isinstance(refused, OutlookRejected) and refused.status == HTTPStatus.NOT_FOUND
            await self._stop(booking_id, refused, gone=gone)
            return

    async def _stop(self, booking_id: BookingId, refused: ClearhourError, *, gone: bool) -> None:
        """The whole series is gone, and its dates with it; or Outlook won't, and they take place."""
        async with self._transactions.write() as tx:
            booking = await self._bookings.get(tx, booking_id)
            if booking is None:
                return
            dates = tuple(
                replace(one, when=None if gone else one.when, ending=False) if one.ending else one
                for one in booking.dates
            )
            stored = await self._bookings.set_dates(tx, booking_id, dates)
            if stored is None:
                return
            if not gone:
                await self._bookings.advance(tx, replace(stored, failure=f"cancel.{refused.code}"), stored.state)
            await self._audit.record(tx, booking.host, "booking.dates_kept", {"booking": booking.id})
            tx.publish(BookingChanged(stored.id, stored.state))


async def move_in(bookings: BookingRepository, tx: Transaction, moves: EventMove, when: Range) -> Booking | None:
    """A booking follows its event, or its series that of one date. Raises SlotTaken."""
    assert moves.booking is not None
    if moves.occurrence is None:
        return await bookings.reschedule(tx, moves.booking, when)
    known = await bookings.get(tx, moves.booking)
    date = next((one for one in known.dates if one.number == moves.occurrence), None) if known else None
    if known is None or date is None or known.state is not BookingState.CONFIRMED:
        return None
    moved = replace(date, when=when, settled=True, anyway=False, over=())
    return await bookings.set_dates(tx, known.id, changed(known.dates, moved))


def _lacks(one: Occurrence, wanted: frozenset[str]) -> bool:
    """Whether somebody isn't on the list yet. Outlook may know them there by another of their addresses."""
    return not wanted <= one.invited and len(one.invited) < len(wanted)


def _guests(booking: Booking) -> frozenset[str]:
    return frozenset(one.address.casefold() for one in booking.plan.invitees if one.address)
