"""Ranges of whole minutes since the epoch, and the one sweep that decides where a meeting fits.

`Ranges` are sorted, half-open, never empty, and never touch each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

Pair = tuple[int, int]
Ranges = Sequence[Pair]

FOREVER = 1 << 40
"""Later than every instant a datetime can hold; `-FOREVER` is earlier."""
ALWAYS: Ranges = ((-FOREVER, FOREVER),)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minute_down(instant: datetime) -> int:
    """The whole minute at or before an aware instant. TypeError if it is naive."""
    since = instant - _EPOCH
    return since.days * 1440 + since.seconds // 60


def minute_up(instant: datetime) -> int:
    """The whole minute at or after an aware instant. TypeError if it is naive."""
    since = _EPOCH - instant
    return -(since.days * 1440 + since.seconds // 60)


def is_before(start: datetime, end: datetime) -> bool:
    """Whether an instant is earlier; `<` on two datetimes of one zone compares wall clocks, wrong in a fold."""
    if start.tzinfo is UTC and end.tzinfo is UTC:
        return start < end
    return start - _EPOCH < end - _EPOCH


@lru_cache(maxsize=1 << 14)
def instant_of(minute: int) -> datetime:
    """The instant, in UTC, of a whole minute. Kept, as the half hours of the coming weeks are asked for all day."""
    return datetime.fromtimestamp(minute * 60, UTC)


def merged(pairs: Iterable[Pair]) -> list[Pair]:
    """Any pairs as `Ranges`: sorted, overlapping and touching ones joined, empty ones gone."""
    result: list[Pair] = []
    start = end = -FOREVER
    for low, high in sorted(pairs):
        if low <= end:
            if high > end:  # noqa: PLR1730 (a call of max() here is a third of the time of every cold start)
                end = high
        elif low < high:
            result.append((start, end))
            start, end = low, high
    result.append((start, end))
    return result[1:]


def intersected(left: Ranges, right: Ranges) -> Ranges:
    """The minutes that lie in both."""
    if left is right:
        return left
    if len(right) == 1:
        return clipped(left, *right[0])
    if len(left) == 1:
        return clipped(right, *left[0])
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


def clipped(ranges: Ranges, low: int, high: int) -> Ranges:
    """The minutes of `ranges` in `[low, high)`."""
    part = list(ranges[_first_ending_after(ranges, low) : bisect_left(ranges, (high, -FOREVER))])
    if part:
        part[0] = max(low, part[0][0]), part[0][1]
        part[-1] = part[-1][0], min(high, part[-1][1])
    return part


def _first_ending_after(ranges: Ranges, minute: int) -> int:
    index = bisect_right(ranges, (minute, FOREVER))
    return index - 1 if index and ranges[index - 1][1] > minute else index


def without(ranges: Ranges, gone: Ranges) -> Ranges:
    """The minutes of `ranges` that are not in `gone`."""
    return open_starts(ranges, gone, 0, 0, 1) if gone else ranges


def contains(ranges: Ranges, minute: int) -> bool:
    """Whether the minute lies in one of the ranges."""
    index = _first_ending_after(ranges, minute)
    return index < len(ranges) and ranges[index][0] <= minute


def open_starts(work: Ranges, busy: Ranges, before: int, after: int, duration: int) -> Ranges:
    """Every start `s` with `[s, s+duration)` in one range of `work` and `[s-before, s+duration+after)` off `busy`.

    For ranges this is the only place where it is decided whether a meeting fits between busy times; looking for
    slots and explaining a time both come here. (`rows` decides the same for bits.)
    """
    result: list[Pair] = []
    if not work:
        return result
    rest, behind = iter(work), duration + after - 1
    start = stop = needed = -FOREVER  # the first busy time below opens the first range of work
    first = _first_ending_after(busy, work[0][0] - before)
    for low, high in busy[first:] if first else busy:
        if high <= needed:  # over before it matters; most of them lie between two days of work
            continue
        last = low - behind
        while last >= stop:
            if start < stop:
                result.append((start, stop))
            for opens, closes in rest:  # the next range of work, if there is one
                stop = closes - duration + 1
                if opens > start:  # noqa: PLR1730 (this loop is the sweep; max() and next() cost it a third)
                    start = opens
                needed = start - before
                break
            else:
                return result
        if high <= needed:
            continue
        if start < last:
            result.append((start, last))
        start = high + before
    if start < stop:
        result.append((start, stop))
    undisturbed = ((max(start, opens), closes - duration + 1) for opens, closes in rest)
    result.extend(pair for pair in undisturbed if pair[0] < pair[1])
    return result
