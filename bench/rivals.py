"""What one would write or install instead: a sweep over datetimes, `portion`, `intervaltree`.

Each answers the same question: slots on the half-hour grid of the zone, in hours, off every busy time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import portion
from intervaltree import IntervalTree

from bench.workloads import DURATION, HOURS, TZ, Workload
from core.availability.spans import instant_of

STEP = timedelta(minutes=DURATION)
ZONE = ZoneInfo(TZ)
Times = tuple[datetime, datetime]
Slots = list[datetime]


def working_times(work: Workload) -> Iterator[Times]:
    """The hours of each day as pairs of datetimes in UTC."""
    first, last = (instant_of(minute) for minute in work.window)
    for number in range(work.days + 1):
        day = (first + timedelta(days=number)).date()
        for start, end in HOURS.week[day.weekday()]:
            opens, closes = (
                datetime.combine(day, time(minute // 60, minute % 60), ZONE).astimezone(UTC) for minute in (start, end)
            )
            if first <= opens and closes <= last:
                yield opens, closes


def grid(start: datetime, end: datetime) -> Iterator[datetime]:
    """The half hours from which a slot fits between two instants."""
    start += timedelta(minutes=-start.minute % DURATION)
    while start + STEP <= end:
        yield start
        start += STEP


def busy_times(work: Workload) -> list[Times]:
    return [(instant_of(low), instant_of(high)) for busy in work.people for low, high in busy]


def datetime_sweep(work: Workload, busy: list[Times]) -> Slots:
    """Try each half hour against the sorted busy times, forgetting those that are over."""
    found, waiting, index = [], sorted(busy), 0
    ends = datetime.min.replace(tzinfo=UTC)
    for opens, closes in working_times(work):
        for start in grid(opens, closes):
            while index < len(waiting) and waiting[index][0] < start + STEP:
                ends = max(ends, waiting[index][1])
                index += 1
            if ends <= start:
                found.append(start)
    return found


def with_portion(work: Workload, busy: list[Times]) -> Slots:
    """Subtract one union of intervals from another."""
    hours = portion.Interval(*(portion.closedopen(*times) for times in working_times(work)))
    taken = portion.Interval(*(portion.closedopen(*times) for times in busy))
    return [start for free in hours - taken for start in grid(free.lower, free.upper)]


def with_intervaltree(work: Workload, busy: list[Times]) -> Slots:
    """Ask a tree of busy times about each half hour."""
    tree = IntervalTree.from_tuples(set(busy))
    return [start for times in working_times(work) for start in grid(*times) if not tree.overlaps(start, start + STEP)]


RIVALS: dict[str, Callable[[Workload, list[Times]], Slots]] = {
    "datetime sweep": datetime_sweep,
    "portion": with_portion,
    "intervaltree": with_intervaltree,
}
