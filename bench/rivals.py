"""What one would write or install instead: a sweep over datetimes, `portion`, `intervaltree`.

Each answers the same question: slots on the half-hour grid of the zone, in hours, off every busy time, under the rules.
Buffers are added to the busy times beforehand; notice and full days are looked at slot by slot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
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
        for start, end in work.rules.overrides.get(day, HOURS.week[day.weekday()]):
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
    """Everything in the way, with the buffers around it: what lies behind a meeting needs its buffer before."""
    rules = work.rules
    everything = [pair for busy in work.people for pair in busy] + list(rules.bookings)
    return [(instant_of(low - rules.after), instant_of(high + rules.before)) for low, high in everything]


def allowed(work: Workload, slots: Slots) -> Slots:
    """Without what is too soon, and without full days."""
    if not work.rules.bookings:
        return slots
    earliest = instant_of(work.rules.earliest)
    days = Counter(instant_of(low).astimezone(ZONE).date() for low, _ in work.rules.bookings)
    full = {day for day, count in days.items() if count >= work.rules.per_day}
    return [slot for slot in slots if slot >= earliest and slot.astimezone(ZONE).date() not in full]


def datetime_sweep(work: Workload, busy: Sequence[Times]) -> Slots:
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
    return allowed(work, found)


def with_portion(work: Workload, busy: Sequence[Times]) -> Slots:
    """Subtract one union of intervals from another."""
    hours = portion.Interval(*(portion.closedopen(*times) for times in working_times(work)))
    taken = portion.Interval(*(portion.closedopen(*times) for times in busy))
    # Half hours of the day, not of the gap: a gap may begin anywhere.
    return allowed(work, [start for free in hours - taken for start in grid(free.lower, free.upper)])


def with_intervaltree(work: Workload, busy: Sequence[Times]) -> Slots:
    """Ask a tree of busy times about each half hour."""
    tree = IntervalTree.from_tuples(set(busy))
    starts = (start for times in working_times(work) for start in grid(*times))
    return allowed(work, [start for start in starts if not tree.overlaps(start, start + STEP)])


def best_by_datetimes(work: Workload, most: int = 20) -> list[tuple[datetime, int]]:
    """Sweep everybody, count heads at each slot, take the fullest and then the earliest."""
    heads: Counter[datetime] = Counter()
    for busy in work.people:
        alone = replace(work, people=[busy])
        heads.update(datetime_sweep(alone, busy_times(alone)))
    return sorted(heads.items(), key=lambda item: (-item[1], item[0]))[:most]


RIVALS: dict[str, Callable[[Workload, Sequence[Times]], Slots]] = {
    "datetime sweep": datetime_sweep,
    "portion": with_portion,
    "intervaltree": with_intervaltree,
}
