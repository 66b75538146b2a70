"""Ranges of whole minutes since the epoch, and the one sweep that decides where a meeting fits.

`Ranges` are sorted, half-open, never empty, and never touch each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter

Pair = tuple[int, int]
Ranges = Sequence[Pair]

FOREVER = 1 << 40
"""Later than every instant a datetime can hold; `-FOREVER` is earlier."""
ALWAYS: Ranges = ((-FOREVER, FOREVER),)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_end = itemgetter(1)


def minute_down(instant: datetime) -> int:
    """The whole minute at or before an aware instant. TypeError if it is naive."""
    return (instant - _EPOCH) // _MINUTE


def minute_up(instant: datetime) -> int:
    """The whole minute at or after an aware instant. TypeError if it is naive."""
    return -((_EPOCH - instant) // _MINUTE)


def is_before(start: datetime, end: datetime) -> bool:
    """Whether an instant is earlier; `<` on two datetimes of one zone compares wall clocks, wrong in a fold."""
    return start - _EPOCH < end - _EPOCH


def instant_of(minute: int) -> datetime:
    """The instant, in UTC, of a whole minute."""
    return _EPOCH + timedelta(minutes=minute)


def merged(pairs: Iterable[Pair]) -> list[Pair]:
    """Any pairs as `Ranges`: sorted, overlapping and touching ones joined, empty ones gone."""
    result: list[Pair] = []
    start, end = 0, -FOREVER
    for low, high in sorted(pairs):
        if low > end:
            if start < end:
                result.append((start, end))
            start, end = low, high
        elif high > end:
            end = high
    if start < end:
        result.append((start, end))
    return result


def intersected(left: Ranges, right: Ranges) -> Ranges:
    """The minutes that lie in both."""
    if left is right or right is ALWAYS:
        return left
    if left is ALWAYS:
        return right
    result: list[Pair] = []
    i = j = 0
    while i < len(left) and j < len(right):
        (a, b), (c, d) = left[i], right[j]
        low, high = max(a, c), min(b, d)
        if low < high:
            result.append((low, high))
        if b <= d:
            i += 1
        else:
            j += 1
    return result


def without(ranges: Ranges, gone: Ranges) -> Ranges:
    """The minutes of `ranges` that are not in `gone`."""
    return open_starts(ranges, gone, 0, 0, 1) if gone else ranges


def contains(ranges: Ranges, minute: int) -> bool:
    """Whether the minute lies in one of the ranges."""
    index = bisect_right(ranges, (minute, FOREVER + 1))
    return index > 0 and minute < ranges[index - 1][1]


def open_starts(work: Ranges, busy: Ranges, before: int, after: int, duration: int) -> Ranges:
    """Every start `s` with `[s, s+duration)` in one range of `work` and `[s-before, s+duration+after)` off `busy`.

    This is the only place where it is decided whether a meeting fits between busy times; looking for slots and
    explaining a time both come here.
    """
    result: list[Pair] = []
    count = len(busy)
    behind = duration + after
    for opens, closes in work:
        start, stop = opens, closes - duration + 1
        index = bisect_right(busy, start - before, key=_end)
        while index < count and start < stop:
            low, high = busy[index]
            last = low - behind + 1
            if last >= stop:
                break
            if start < last:
                result.append((start, last))
            start = max(start, high + before)
            index += 1
        if start < stop:
            result.append((start, stop))
    return result


def at_least(needed: int, many: Sequence[Ranges]) -> Ranges:
    """The minutes that lie in at least `needed` of several ranges."""
    if needed < 1:
        return ALWAYS
    steps: dict[int, int] = {}
    for ranges in many:
        for low, high in ranges:
            steps[low] = steps.get(low, 0) + 1
            steps[high] = steps.get(high, 0) - 1
    result: list[Pair] = []
    present, opened = 0, 0
    for minute in sorted(steps):
        was_enough = present >= needed
        present += steps[minute]
        if present >= needed and not was_enough:
            opened = minute
        elif was_enough and present < needed:
            result.append((opened, minute))
    return result
