"""Which events block, and which minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from core.availability.hours import DAY_MINUTES
from core.availability.model import Blocking, BusyTime, PlacedBooking, ReasonCode
from core.availability.spans import Pair, is_before, minute_down, minute_up
from core.availability.zones import day_number, instants, stretches

DECLINED = "declined"


class Block(NamedTuple):
    """Minutes that are taken, and by what; `bare` is the thing itself, without what it keeps free around it."""

    taken: Pair
    bare: Pair
    code: ReasonCode
    calendar: str
    id: str


def blocks(event: BusyTime, blocking: Blocking) -> bool:
    """Whether an event takes time at all. The only rule about this, for every room.

    Cancelled, declined and zero-length events never do; all others if their show-as state is in `blocking`.
    """
    if event.is_cancelled or event.response == DECLINED or event.show_as not in blocking:
        return False
    if isinstance(event.start, datetime) and isinstance(event.end, datetime):
        return is_before(event.start, event.end)
    return event.start < event.end


def event_minutes(event: BusyTime, tz: str) -> Sequence[Pair]:
    """The minutes an event covers, rounded outwards; an all-day one covers its dates as the wall clock shows them.

    `tz` is the person's zone, for an all-day event that has none of its own. TypeError if an all-day event has
    instants instead of dates.
    """
    if isinstance(event.start, datetime) and isinstance(event.end, datetime) and not event.all_day:
        return ((minute_down(event.start), minute_up(event.end)),)
    if isinstance(event.start, datetime) or isinstance(event.end, datetime):
        raise TypeError("an all-day event has dates, every other event has instants")
    return _date_minutes(event.start, event.end, event.tz or tz)


def _date_minutes(first: date, end: date, tz: str) -> Sequence[Pair]:
    low, high = day_number(first) * DAY_MINUTES, day_number(end) * DAY_MINUTES
    return instants(stretches(tz, low, high), low, high)


def busy_pairs(busy: Iterable[BusyTime], blocking: Blocking, tz: str) -> list[Pair]:
    """The minutes of all events that block, unsorted, for the sweep."""
    pairs: list[Pair] = []
    for event in busy:
        if blocks(event, blocking):
            pairs.extend(event_minutes(event, tz))
    return pairs


def booking_pair(booking: PlacedBooking, before: int, after: int) -> Pair:
    """What a booking takes from a new meeting that has buffers of its own.

    Either the padded new meeting meets the bare booking or the bare new meeting meets the padded booking; both
    together are one range: between two meetings lies the larger of the two buffers that face each other.
    """
    low, high = minute_down(booking.start), minute_up(booking.end)
    if not is_before(booking.start, booking.end):
        return (low, low)
    return low - max(0, booking.buffer_before_minutes - after), high + max(0, booking.buffer_after_minutes - before)


def all_blocks(
    busy: Iterable[BusyTime], bookings: Iterable[PlacedBooking], blocking: Blocking, tz: str, before: int, after: int
) -> list[Block]:
    """The same minutes, each with what takes them, for the explanation."""
    found: list[Block] = []
    for event in busy:
        pairs = busy_pairs((event,), blocking, tz)
        found.extend(Block(pair, pair, ReasonCode.CONFLICT, event.calendar, event.id) for pair in pairs)
    for booking in bookings:
        taken = booking_pair(booking, before, after)
        if taken[0] < taken[1]:
            bare = (minute_down(booking.start), minute_up(booking.end))
            found.append(Block(taken, bare, ReasonCode.BOOKED, "", ""))
    return found
