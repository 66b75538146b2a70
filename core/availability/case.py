"""One request while it is being answered.

Who comes with nothing prepared and alone is swept, range by range. Everybody else is laid over each other in bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from core.availability.bits import at_least, everything, fullest
from core.availability.crowd import Frame, each, everyone, grid_bits, rows
from core.availability.frame import framed
from core.availability.model import Align, Attendee, Request
from core.availability.people import NO_LIMITS, Sheet, closed_starts, free_starts, horizon, sheet_of
from core.availability.prepared import COARSE, Prepared, frame_around
from core.availability.rows import Meeting, Row
from core.availability.spans import Pair, Ranges, contains, intersected, minute_down, minute_up, without
from core.availability.teams import everybody, team_of
from core.availability.zones import grid_points, stretches

_LIMITS = attrgetter("limits")


class Case:
    """Keeps what several questions about one request share."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.people = everybody(request)
        self.team = team_of(request, self.people)
        self._needed = horizon(request, minute_down(request.window[0]), minute_up(request.window[1]))
        self._interval = request.interval_minutes or request.duration_minutes
        alone = len(self.people) == len(self.team.must) == 1 and not self.team.pools
        self._is_swept = alone and self.people[0].prepared is None
        self._is_limited = self.request.limits != NO_LIMITS or any(map(_LIMITS, self.people))
        self._sheets: dict[str, Sheet] = {}
        self._free: Ranges | None = None
        self._crowds: dict[int, tuple[Frame, dict[str, Row]]] = {}

    def slots(self) -> list[int]:
        """The minutes at which slots start, ascending."""
        duration = self.request.duration_minutes
        if self.request.align is Align.RANGE:
            starts = self._every_start(duration)
            return [minute for minute in self._steps(self.free_minutes()) if contains(starts, minute)]
        if self._is_swept:
            return self._grid(self._swept(duration))
        frame, starts_bits = self._laid(duration)
        return frame.list_of(starts_bits & self._grid_bits(frame))

    def free_minutes(self) -> Ranges:
        """Every minute at which a meeting of one minute may start."""
        if self._free is None:
            self._free = self._every_start(1)
        return self._free

    def is_on_grid(self, minute: int) -> bool:
        """Whether a slot may start at the minute as far as alignment goes: on the grid or, for steps, where the free
        range it lies in has one of its steps; outside of free ranges there are no steps to miss."""
        if self.request.align is Align.GRID:
            return bool(self._grid(((minute, minute + 1),)))
        around = [pair for pair in self.free_minutes() if pair[0] <= minute < pair[1]]
        return not around or minute in self._steps(around)

    def who(self, minutes: Sequence[int]) -> list[tuple[str, ...]]:
        """For each slot the people who are free, in the request's order."""
        must = {person.id for person in self.team.must}
        if len(must) == len(self.people):
            return [tuple(person.id for person in self.people)] * len(minutes)
        frame, free = self._each(self.people, self.request.duration_minutes)
        size = 1 + max([frame.bit(frame.minutes[1]), *(starts.bit_length() for starts in free)]) // 8
        eights = [starts.to_bytes(size, "little") for starts in free]  # a look into bytes takes no time, a shift does
        named = list(zip([person.id for person in self.people], eights, strict=True))
        bits = map(frame.bit, minutes)
        return [
            tuple(name for name, starts in named if name in must or starts[bit >> 3] >> (bit & 7) & 1) for bit in bits
        ]

    def best(self, most: int) -> list[Pair]:
        """The grid's starts at which most people are free, then the earliest: (minute, how many)."""
        duration = self.request.duration_minutes
        frame, free = self._each(self.people, duration)
        allowed = self._grid_bits(frame) & frame.starts_in(framed(self.request, duration))
        return [(frame.minute(bit), count) for bit, count in fullest(free, allowed, most)]

    def sheet(self, person: Attendee) -> Sheet:
        """What is known of a person, for this request."""
        found = self._sheets.get(person.id)
        if found is None:
            found = self._sheets[person.id] = sheet_of(self.request, person, self._needed)
        return found

    def _every_start(self, duration: int) -> Ranges:
        """The minutes at which a meeting of that duration may start; one minute is one bit, or slots lie anywhere."""
        if self._is_swept:
            return self._swept(duration)
        frame, starts = self._laid(duration)
        return frame.ranges(starts)

    def _swept(self, duration: int) -> Ranges:
        (person,) = self.people
        if not person.readable:
            return ()
        sheet = self.sheet(person)
        starts = intersected(free_starts(self.request, sheet, duration), framed(self.request, duration))
        for closed in closed_starts(sheet.limits, self.request.tz, person.bookings, duration):
            starts = without(starts, closed)
        return starts

    def _laid(self, duration: int) -> tuple[Frame, int]:
        """The starts that suit the team, in bits."""
        must, pools = self.team.must, self.team.pools
        frame, crowd = self._crowd(self._unit(duration))
        starts = everything(frame.minutes, frame.unit) & frame.starts_in(framed(self.request, duration))
        if must:
            starts &= everyone([crowd[person.id] for person in must], self._meeting(duration, frame))
            starts &= ~self._closed(must, duration, frame)
        for pool in pools:
            starts &= at_least(pool.needed, self._each(pool.people, duration)[1])
        return frame, starts

    def _each(self, people: Sequence[Attendee], duration: int) -> tuple[Frame, list[int]]:
        """The starts of each of these people alone, limits included."""
        frame, crowd = self._crowd(self._unit(duration))
        free = each([crowd[person.id] for person in people], self._meeting(duration, frame))
        if self._is_limited:
            free = [
                starts & ~self._closed((person,), duration, frame) for person, starts in zip(people, free, strict=True)
            ]
        return frame, free

    def _closed(self, people: Sequence[Attendee], duration: int, frame: Frame) -> int:
        """The starts that the limits of any of them take; for all without bookings and own limits it is asked once."""
        found = 0
        if self._is_limited:
            own = [person for person in people if person.readable and (person.bookings or person.limits)]
            asked = [(person.limits or self.request.limits, person.bookings) for person in own]
            if len(own) < len(people):
                asked.append((self.request.limits, ()))
            for limits, bookings in asked:
                for closed in closed_starts(limits, self.request.tz, bookings, duration):
                    found |= frame.starts_in(closed)
        return found

    def _crowd(self, unit: int) -> tuple[Frame, dict[str, Row]]:
        """Everybody's row by id, in one frame."""
        if unit not in self._crowds:
            readable = [person for person in self.people if person.readable]
            calendars = [self._calendar(person) for person in readable]
            frame = Frame(frame_around(calendars[0].window if calendars else self._needed), unit)
            crowd = dict.fromkeys([person.id for person in self.people], Row(frame.minutes[0], 0, 0, 0))
            for person, row in zip(readable, rows(calendars, frame), strict=True):
                booked = self.sheet(person).booked if person.bookings else ()
                crowd[person.id] = row.less(frame.touched_by(booked)) if booked else row
            self._crowds[unit] = frame, crowd
        return self._crowds[unit]

    def _calendar(self, person: Attendee) -> Prepared:
        """The person's calendar; a prepared one without a sheet around it if there is nothing to write on that."""
        calendar = person.prepared
        if calendar is None or person.bookings or not calendar.reaches(self._needed):
            return self.sheet(person).calendar
        return calendar

    def _unit(self, duration: int) -> int:
        """Minutes to a bit: coarse if slots, meeting and buffers can't begin or end between two coarse units."""
        request = self.request
        lengths = (duration, request.buffer_before_minutes, request.buffer_after_minutes)
        steps = (self._interval, request.offset_start_minutes)
        if request.align is not Align.GRID or any(number % COARSE for number in (*lengths, *steps)):
            return 1
        zone = stretches(request.grid_tz or request.tz, *self._needed)
        return 1 if any(offset % COARSE for _, _, offset in zone) else COARSE

    def _meeting(self, duration: int, frame: Frame) -> Meeting:
        request, unit = self.request, frame.unit
        return Meeting(duration // unit, request.buffer_before_minutes // unit, request.buffer_after_minutes // unit)

    def _grid(self, starts: Ranges) -> list[int]:
        request = self.request
        return grid_points(request.grid_tz or request.tz, self._interval, request.offset_start_minutes, starts)

    def _grid_bits(self, frame: Frame) -> int:
        request = self.request
        return grid_bits(frame, request.grid_tz or request.tz, self._interval, request.offset_start_minutes)

    def _steps(self, ranges: Ranges) -> list[int]:
        """The steps from each range's first minute on."""
        return [minute for low, high in ranges for minute in range(low, high, self._interval)]
