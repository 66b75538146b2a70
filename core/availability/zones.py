"""Wall clocks: from local dates and minutes to instants, read minute by minute.

A *local minute* counts the wall clock's minutes since 1970-01-01 00:00 on that clock. Where the clock is put
forward, the skipped local minutes have no instant; where it is put back, the repeated ones have two. Nothing here
chooses one of two readings: a range of local minutes is the set of all instants whose wall clock shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from core.availability.hours import DAY_MINUTES
from core.availability.spans import FOREVER, Pair, Ranges, clipped

Stretch = tuple[int, int, int]
"""(start, end, offset): from start until end, in minutes, the local minute is the minute plus the offset."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_CHUNK = 366 * DAY_MINUTES
_EARLIEST, _LATEST = -1030 * 1_000_000, 4220 * 1_000_000
_PROBE = DAY_MINUTES // 2
_MARGIN = 2 * DAY_MINUTES


def day_number(day: date) -> int:
    """Days since 1970-01-01; times 1440, the first local minute of that date."""
    return day.toordinal() - _EPOCH_DAY


def weekday_of(number: int) -> int:
    """The weekday of a day number; Monday is 0."""
    return (number + 3) % 7


def local_minute(tz: str, minute: int) -> int:
    """What the wall clock shows at that minute."""
    return minute + _offset(ZoneInfo(tz), minute)


def local_day(tz: str, minute: int) -> int:
    """The day number that the calendar on the wall shows at that minute."""
    return local_minute(tz, minute) // DAY_MINUTES


def stretches(tz: str, low: int, high: int) -> Sequence[Stretch]:
    """The zone's offsets around `[low, high)`, ascending; the first reaches back, the last forward for ever.

    Exact from two days before `low` until two days after `high`, which is enough to come from local minutes.
    """
    first, last = (min(max(minute, _EARLIEST), _LATEST) for minute in (low - _MARGIN, high + _MARGIN))
    return _stretches(tz, first // _CHUNK, last // _CHUNK)


def instants(parts: Sequence[Stretch], low: int, high: int) -> list[Pair]:
    """The ranges of minutes during which the wall clock shows a local minute of `[low, high)`."""
    result: list[Pair] = []
    for start, end, offset in parts:
        first, last = max(start, low - offset), min(end, high - offset)
        if first < last:
            if result and result[-1][1] == first:
                first = result.pop()[0]
            result.append((first, last))
    return result


def skipped_days(parts: Sequence[Stretch]) -> frozenset[int]:
    """The dates that never were: Apia went from 29 to 31 December 2011."""
    days: set[int] = set()
    for (_, end, offset), (_, _, later) in pairwise(parts):
        days.update(range(-(-(end + offset) // DAY_MINUTES), (end + later) // DAY_MINUTES))
    return frozenset(days)


def grid_points(tz: str, interval: int, offset_start: int, ranges: Ranges) -> list[int]:
    """The minutes of `ranges` whose local minute of the day is a multiple of `interval`, plus `offset_start`."""
    points: list[int] = []
    if not ranges:
        return points
    for start, end, offset in stretches(tz, ranges[0][0], ranges[-1][1]):
        shift, part = offset_start - offset, clipped(ranges, start, end)
        if DAY_MINUTES % interval:  # the grid begins anew at each midnight
            for midnight, low, high in (day for pair in part for day in _by_day(*pair, offset)):
                points.extend(range(low + (offset_start + midnight - low) % interval, high, interval))
            continue
        for low, high in part:
            point = low + (shift - low) % interval
            if high - point > 4 * interval:
                points.extend(range(point, high, interval))
                continue
            while point < high:  # most ranges are short, and a range() costs as much as four points
                points.append(point)
                point += interval
    return points


def _by_day(first: int, last: int, offset: int) -> Iterable[tuple[int, int, int]]:
    """The local days of a range under one offset: (the minute of its midnight, start, end)."""
    while first < last:
        midnight = (first + offset) // DAY_MINUTES * DAY_MINUTES - offset
        yield midnight, first, min(last, midnight + DAY_MINUTES)
        first = midnight + DAY_MINUTES


@lru_cache(maxsize=1024)
def _stretches(tz: str, first_chunk: int, last_chunk: int) -> Sequence[Stretch]:
    zone = ZoneInfo(tz)
    low = first_chunk * _CHUNK
    offset = _offset(zone, low)
    start, result = -FOREVER, []
    for probe in range(low + _PROBE, (last_chunk + 1) * _CHUNK + _PROBE, _PROBE):
        later = _offset(zone, probe)
        if later != offset:
            change = _change(zone, probe - _PROBE, probe)
            result.append((start, change, offset))
            start, offset = change, later
    return (*result, (start, FOREVER, offset))


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first minute of the new offset, by halving."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, minute: int) -> int:
    """Minutes the wall clock is ahead of UTC, rounded down where old local mean time has seconds."""
    offset = (_EPOCH + timedelta(minutes=minute)).astimezone(zone).utcoffset()
    return 0 if offset is None else offset // timedelta(minutes=1)
