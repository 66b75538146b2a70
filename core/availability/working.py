"""Working time: a person's hours, laid out on the instants of a horizon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from core.availability.hours import DAY_MINUTES, DayHours, Hours
from core.availability.model import Span
from core.availability.spans import Pair, Ranges, instant_of, intersected, merged, minute_down, minute_up, without
from core.availability.zones import day_number, instants, local_day, skipped_days, stretches, weekday_of

Stay = tuple[date, date, str]
"""(first day, last day, zone): where somebody is for these days."""


def working_ranges(tz: str, hours: Hours, low: int, high: int) -> Ranges:
    """The working time that touches the dates of `[low, high)`, wide enough that no shift in it is cut."""
    return _expanded(tz, hours, local_day(tz, low) - 2, local_day(tz, high) + 1)


def travelled_spans(tz: str, hours: Hours, stays: Iterable[Stay], window: Span) -> tuple[Span, ...]:
    """The working time around the window of somebody who keeps these hours by the clock of wherever they stay; to be
    given as `available`. A stay begins and ends at its own midnights, which also cut a shift."""
    low, high = minute_down(window[0]), minute_up(window[1])
    work = working_ranges(tz, hours, low, high)
    for first, last, zone in stays:
        arrives, leaves = day_number(first) * DAY_MINUTES, (day_number(last) + 1) * DAY_MINUTES
        there = merged(instants(stretches(zone, arrives, leaves), arrives, leaves))
        local = intersected(working_ranges(zone, hours, low, high), there)
        work = merged([*without(work, there), *local])
    return tuple((instant_of(start), instant_of(end)) for start, end in work)


def available_ranges(spans: Iterable[Span]) -> Ranges:
    """Absolute ranges instead of hours, rounded inwards to whole minutes."""
    return merged((minute_up(start), minute_down(end)) for start, end in spans)


def is_day_off(tz: str, hours: Hours, minute: int) -> bool:
    """Whether an override takes the whole date away that the wall clock shows at that minute."""
    day = local_day(tz, minute)
    return any(day_number(when) == day and not _means_something(ranges) for when, ranges in hours.overrides)


def _means_something(ranges: DayHours) -> bool:
    return any(start != end for start, end in ranges)


@lru_cache(maxsize=4096)
def _expanded(tz: str, hours: Hours, first: int, last: int) -> Ranges:
    """Hours on the dates `first` to `last` (day numbers, both included). Shared by everybody with the same hours.

    A range belongs to the date it starts on: a date the zone skipped has no shift, so no tail of one either.
    """
    parts = stretches(tz, first * DAY_MINUTES, last * DAY_MINUTES)
    overrides = {day_number(when): ranges for when, ranges in hours.overrides}
    skipped = skipped_days(parts)
    found: list[Pair] = []
    for day in range(first, last + 1):
        if day in skipped:
            continue
        tail = 0 if day + 1 in overrides else 1
        for start, end in overrides.get(day, hours.week[weekday_of(day)]):
            midnight = day * DAY_MINUTES
            closes = end if end >= start else DAY_MINUTES + end * tail
            found.extend(instants(parts, midnight + start, midnight + closes))
    return merged(found)
