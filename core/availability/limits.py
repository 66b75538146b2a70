"""Limits: the local days and weeks in which enough is booked already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from core.availability.hours import DAY_MINUTES
from core.availability.model import Limits, PlacedBooking
from core.availability.spans import ALWAYS, Pair, Ranges, is_before, merged, minute_down, minute_up
from core.availability.zones import instants, local_day, stretches, weekday_of

Taken = dict[int, tuple[int, int]]
"""First day number of a day or week -> (how many bookings, how many minutes)."""


def closed_days(limits: Limits, tz: str, bookings: Sequence[PlacedBooking], duration: int) -> Ranges:
    """The minutes whose local day takes no further meeting of this duration. `tz` is for limits without a zone."""
    if limits.per_day is None and limits.minutes_per_day is None:
        return ()
    zone = limits.tz or tz
    return _closed(zone, bookings, duration, limits.per_day, limits.minutes_per_day, 1, lambda day: day)


def closed_weeks(limits: Limits, tz: str, bookings: Sequence[PlacedBooking], duration: int) -> Ranges:
    """The minutes whose local week, from `week_start` on, takes no further meeting of this duration."""
    if limits.per_week is None and limits.minutes_per_week is None:
        return ()

    def monday(day: int) -> int:
        return day - (weekday_of(day) - limits.week_start) % 7

    return _closed(limits.tz or tz, bookings, duration, limits.per_week, limits.minutes_per_week, 7, monday)


def _closed(
    tz: str,
    bookings: Iterable[PlacedBooking],
    duration: int,
    count_limit: int | None,
    minutes_limit: int | None,
    days: int,
    first_day: Callable[[int], int],
) -> Ranges:
    def full(count: int, minutes: int) -> bool:
        if count_limit is not None and count >= count_limit:
            return True
        return minutes_limit is not None and minutes + duration > minutes_limit

    if full(0, 0):
        return ALWAYS
    taken: Taken = {}
    for booking in bookings:
        if booking.counts and is_before(booking.start, booking.end):
            start = minute_down(booking.start)
            first = first_day(local_day(tz, start))
            count, minutes = taken.get(first, (0, 0))
            taken[first] = count + 1, minutes + minute_up(booking.end) - start
    found: list[Pair] = []
    for first, (count, minutes) in taken.items():
        if full(count, minutes):
            low, high = first * DAY_MINUTES, (first + days) * DAY_MINUTES
            found.extend(instants(stretches(tz, low, high), low, high))
    return merged(found)
