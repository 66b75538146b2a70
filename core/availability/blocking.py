"""Which events block, and which minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from core.availability.hours import DAY_MINUTES
from core.availability.model import Blocking, BusyTime, PlacedBooking, Reason, ReasonCode
from core.availability.spans import Pair, is_before, minute_down, minute_up
from core.availability.zones import day_number, instants, stretches

DECLINED = "declined"


Source = BusyTime | PlacedBooking
Taken = tuple[Pair, Source]
"""Minutes that are taken, and what takes them."""


def blocks(event: BusyTime, blocking: Blocking) -> bool:
    """Whether an event takes time at all. The only rule about this, for every room.

    Cancelled, declined and zero-length events never do; all others if their show-as state is in `blocking`.
    """
    if event.is_cancelled or event.response == DECLINED or event.show_as not in blocking:
        return False
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return is_before(start, end)
    return start < end


def event_minutes(event: BusyTime, tz: str) -> Sequence[Pair]:
    """The minutes an event covers, rounded outwards; an all-day one covers its dates as the wall clock shows them.

    `tz` is the person's zone, for an all-day event that has none of its own. TypeError if an all-day event has
    instants instead of dates.
    """
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime) and not event.all_day:
        return ((minute_down(start), minute_up(end)),)
    if isinstance(start, datetime) or isinstance(end, datetime):
        raise TypeError("an all-day event has dates, every other event has instants")
    return _date_minutes(start, end, event.tz or tz)


def _date_minutes(first: date, end: date, tz: str) -> Sequence[Pair]:
    low, high = day_number(first) * DAY_MINUTES, day_number(end) * DAY_MINUTES
    return instants(stretches(tz, low, high), low, high)


def taken_events(busy: Iterable[BusyTime], blocking: Blocking, tz: str) -> list[Taken]:
    """The events in a person's way, unsorted; for the sweep and for the reasons."""
    return [(pair, event) for event in busy if blocks(event, blocking) for pair in event_minutes(event, tz)]


def taken_bookings(bookings: Iterable[PlacedBooking], before: int, after: int) -> list[Taken]:
    """The bookings in the way of a meeting with these buffers, unsorted; those of no length never are."""
    real = (booking for booking in bookings if is_before(booking.start, booking.end))
    return [(booking_pair(booking, before, after), booking) for booking in real]


def booking_pair(booking: PlacedBooking, before: int, after: int) -> Pair:
    """What a booking takes from a new meeting that has buffers of its own.

    Either the padded new meeting meets the bare booking or the bare new meeting meets the padded booking; both
    together are one range: between two meetings lies the larger of the two buffers that face each other.
    """
    low, high = minute_down(booking.start), minute_up(booking.end)
    return low - max(0, booking.buffer_before_minutes - after), high + max(0, booking.buffer_after_minutes - before)


def named_reason(pair: Pair, source: Source) -> tuple[Pair, Reason, Reason]:
    """The bare minutes of what takes a pair, the reason if a bare slot meets them, and the reason if padding does."""
    if isinstance(source, PlacedBooking):
        bare = minute_down(source.start), minute_up(source.end)
        return bare, Reason(ReasonCode.BOOKED), Reason(ReasonCode.BUFFER)
    met = Reason(ReasonCode.CONFLICT, calendar=source.calendar, id=source.id)
    return pair, met, Reason(ReasonCode.BUFFER, calendar=source.calendar, id=source.id)
