"""A person's hours and events, laid out in minutes once, for many requests."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core.availability import bits
from core.availability.blocking import Taken, taken_events
from core.availability.hours import NO_HOURS, Hours
from core.availability.model import DEFAULT_BLOCKING, Blocking, BusyTime, Span
from core.availability.rows import Row
from core.availability.spans import Pair, Ranges, merged, minute_down, minute_up
from core.availability.working import available_ranges, working_ranges

COARSE = 5
"""Minutes to a bit where every number of a request is a multiple of it; else one minute is one bit."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One person's calendar in minutes. It never changes; bits are made when a group first needs them, and kept.

    It knows the person's time in `window` only, and a request that needs more (with its buffers) is refused. Which
    events block was decided when it was made: the request's `blocking` means nothing here. Bookings are not in it.
    """

    tz: str
    hours: Hours
    available: tuple[Span, ...]
    window: Pair
    work: Ranges
    busy: Ranges
    taken: Sequence[Taken]
    """What `busy` was merged from."""
    rows: dict[Pair, Row] = field(default_factory=dict, init=False, repr=False)
    """By (unit, first minute)."""

    def reaches(self, minutes: Pair) -> bool:
        """Whether the calendar knows all of these minutes."""
        return self.window[0] <= minutes[0] and minutes[1] <= self.window[1]

    def row(self, unit: int) -> Row:
        """The person in bits of so many minutes, as long as the window in whole coarse units."""
        frame = frame_around(self.window)
        key = unit, frame[0]
        if key not in self.rows:
            free = bits.everything(frame, unit) ^ bits.covered(self.busy, frame, unit)
            work = (
                bits.contained(self.work, frame, unit)
                if self.available
                else hours_bits(self.tz, self.hours, frame, unit)
            )
            self.rows[key] = Row(frame[0], work, free, work & free)
        return self.rows[key]

    def work_around(self, low: int, high: int) -> Ranges:
        """The person's working time around `[low, high)`, wherever that is."""
        return self.work if self.available else working_ranges(self.tz, self.hours, low, high)


def frame_around(window: Pair) -> Pair:
    """The window rounded outwards to coarse units."""
    return window[0] // COARSE * COARSE, -(-window[1] // COARSE) * COARSE


def prepare(
    *,
    window: Span,
    tz: str = "UTC",
    hours: Hours = NO_HOURS,
    available: tuple[Span, ...] = (),
    busy: Iterable[BusyTime] = (),
    blocking: Blocking = DEFAULT_BLOCKING,
) -> Prepared:
    """A person's time in the window: `busy` must hold every event of theirs that touches it."""
    minutes = minute_down(window[0]), minute_up(window[1])
    return prepared_minutes(minutes, tz, hours, available, taken_events(busy, blocking, tz))


def prepared_minutes(
    window: Pair, tz: str, hours: Hours, available: tuple[Span, ...], taken: Sequence[Taken]
) -> Prepared:
    """The same from what is taken, in minutes."""
    work = available_ranges(available) if available else working_ranges(tz, hours, *window)
    return Prepared(tz, hours, available, window, work, merged([pair for pair, _ in taken]), taken)


@lru_cache(maxsize=1024)
def hours_bits(tz: str, hours: Hours, frame: Pair, unit: int) -> int:
    """Working time in bits; one integer for everybody with the same hours."""
    return bits.contained(working_ranges(tz, hours, *frame), frame, unit)


class PreparedCalendars:
    """The calendars that were needed last, one for each person, at most `most` of them.

    A calendar counts only for the version it was made from: raise the version where busy times or settings change,
    read it with every query, and copies in several processes agree.
    """

    def __init__(self, most: int = 2000) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Prepared]] = OrderedDict()

    def get(self, person: Hashable, version: Hashable, window: Span) -> Prepared | None:
        """The person's calendar of that version if it reaches over the window; None: prepare it, and `put` it."""
        known = self._kept.get(person)
        if known is None or known[0] != version:
            return None
        if not known[1].reaches((minute_down(window[0]), minute_up(window[1]))):
            return None
        self._kept.move_to_end(person)
        return known[1]

    def put(self, person: Hashable, version: Hashable, calendar: Prepared) -> None:
        """Keeps the calendar instead of the person's older one, and forgets whoever was not needed longest."""
        self._kept[person] = version, calendar
        self._kept.move_to_end(person)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)
