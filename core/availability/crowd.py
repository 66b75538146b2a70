"""Several people at once, in bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, attrgetter, itemgetter

from core.availability.bits import covered, eroded, every, numbers, runs, sampled
from core.availability.hours import DAY_MINUTES
from core.availability.prepared import Prepared
from core.availability.rows import Meeting, Row
from core.availability.spans import Pair, Ranges
from core.availability.zones import grid_points, stretches

_ROWS, _FREE, _BOTH = attrgetter("rows"), attrgetter("free"), attrgetter("both")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the bits stand for: `unit` minutes each, from the first of the minutes on."""

    minutes: Pair
    unit: int

    def ranges(self, starts: int) -> Ranges:
        """The starts as ranges of minutes; one minute must be one bit."""
        origin = self.minutes[0]
        return [(origin + first, origin + end) for first, end in runs(starts)]

    def bit(self, minute: int) -> int:
        return (minute - self.minutes[0]) // self.unit

    def minute(self, bit: int) -> int:
        return self.minutes[0] + bit * self.unit

    def list_of(self, starts: int) -> list[int]:
        """The starts as minutes, ascending."""
        return numbers(starts, self.minutes[0], self.unit)

    def starts_in(self, ranges: Ranges) -> int:
        return sampled(ranges, self.minutes, self.unit)

    def touched_by(self, ranges: Ranges) -> int:
        return covered(ranges, self.minutes, self.unit)


@lru_cache(maxsize=256)
def grid_bits(frame: Frame, tz: str, interval: int, offset_start: int) -> int:
    """The minutes of the frame that lie on the grid, as `grid_points` says them; interval and offset fit the unit."""
    low, high = frame.minutes
    if DAY_MINUTES % interval:
        points = grid_points(tz, interval, offset_start, (frame.minutes,))
        return frame.starts_in([(point, point + 1) for point in points])
    found = 0
    for start, end, offset in stretches(tz, low, high):
        first, last = max(start, low), min(end, high)
        if first < last:
            first += (offset_start - offset - first) % interval
            found |= every(interval // frame.unit, frame.bit(first), -(-(last - low) // frame.unit))
    return found


def rows(people: Sequence[Prepared], frame: Frame) -> list[Row]:
    """Everybody's row in the frame. Nothing is moved if all calendars were prepared for the same window."""
    origin = frame.minutes[0]
    try:
        return list(map(itemgetter((frame.unit, origin)), map(_ROWS, people)))
    except KeyError:
        found = [person.row(frame.unit) for person in people]
        return [row if row.origin == origin else row.moved(origin, frame.unit) for row in found]


def everyone(people: Sequence[Row], meeting: Meeting) -> int:
    """The starts of a meeting at which all of them are free: all are laid over each other, then looked at once."""
    if meeting.padded == meeting.length:
        return eroded(reduce(and_, map(_BOTH, people)), meeting.length)
    works = {id(row.work): row.work for row in people}
    together = eroded(reduce(and_, map(_FREE, people)), meeting.padded)
    return eroded(reduce(and_, works.values()), meeting.length) & (together << meeting.before)


def each(people: Sequence[Row], meeting: Meeting) -> list[int]:
    """The starts of a meeting for each of them alone."""
    try:
        return [row.known[meeting] for row in people]
    except KeyError:
        works = {id(row.work): row.work for row in people}
        worked = {key: eroded(work, meeting.length) for key, work in works.items()}
        return [row.starts(meeting, worked[id(row.work)]) for row in people]
