"""The answer to a request: slots, free ranges, who, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.availability.frame import frame_rules, framed
from core.availability.model import Align, Answer, Attendee, Reason, ReasonCode, Request
from core.availability.people import Sheet, free_starts, person_reasons, sheet_of, together
from core.availability.spans import (
    Ranges,
    at_least,
    contains,
    instant_of,
    intersected,
    minute_down,
    minute_up,
)
from core.availability.teams import Pool, everybody, is_alone, team_of
from core.availability.zones import grid_points

_ORDER = {code: number for number, code in enumerate(ReasonCode)}


def find_slots(request: Request, limit: int | None = None) -> Answer:
    """The slots of a request, at most `limit` of them (None = all); the free ranges are never cut."""
    return _Case(request).answer(limit)


def explain(request: Request, instant: datetime) -> tuple[Reason, ...]:
    """Every reason why no slot starts at that instant; none if and only if it is a slot.

    An instant between two whole minutes is OFF_GRID.
    """
    return _Case(request).reasons(instant)


class _Case:
    """One request while it is being answered; keeps what several questions about it share."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._people = everybody(request)
        self._team = team_of(request, self._people)
        self._low, self._high = minute_down(request.window[0]), minute_up(request.window[1])
        self._sheets: dict[str, Sheet] = {}
        self._free: Ranges | None = None

    def answer(self, limit: int | None) -> Answer:
        request = self._request
        minutes = self._slots(self._starts(request.duration_minutes))[:limit]
        slots = tuple(map(instant_of, minutes))
        return Answer(
            slots=slots,
            free=tuple((instant_of(low), instant_of(high)) for low, high in self._free_minutes()),
            who={} if is_alone(request) else dict(zip(slots, self._who(minutes), strict=True)),
            unreadable=tuple(person.id for person in self._people if not person.readable),
            why={instant: self.reasons(instant) for instant in request.explain},
        )

    def reasons(self, instant: datetime) -> tuple[Reason, ...]:
        request, minute = self._request, minute_down(instant)
        found = [
            Reason(code)
            for code, allowed in frame_rules(request, request.duration_minutes)
            if not contains(allowed, minute)
        ]
        if minute != minute_up(instant) or self._is_off_grid(minute):
            found.append(Reason(ReasonCode.OFF_GRID))
        for person in self._team.must:
            found.extend(self._against(person, minute))
        for pool in self._team.pools:
            found.extend(self._shortage(pool, minute))
        return tuple(sorted(dict.fromkeys(found), key=lambda reason: _ORDER[reason.code]))

    def _starts(self, duration: int) -> Ranges:
        """Every minute at which a meeting of that duration may start, wherever the grid lies."""
        team = self._team
        starts = framed(self._request, duration)
        if team.must:
            starts = intersected(self._must(team.must, duration), starts)
        for pool in team.pools:
            each = [self._person_starts(person, duration) for person in pool.people]
            starts = intersected(at_least(pool.needed, each), starts)
        return starts

    def _must(self, people: Sequence[Attendee], duration: int) -> Ranges:
        if not all(person.readable for person in people):
            return ()
        return free_starts(self._request, people, together([self._sheet(person) for person in people]), duration)

    def _person_starts(self, person: Attendee, duration: int) -> Ranges:
        return self._must((person,), duration)

    def _sheet(self, person: Attendee) -> Sheet:
        if person.id not in self._sheets:
            self._sheets[person.id] = sheet_of(self._request, person, self._low, self._high)
        return self._sheets[person.id]

    def _free_minutes(self) -> Ranges:
        if self._free is None:
            self._free = self._starts(1)
        return self._free

    def _slots(self, starts: Ranges) -> list[int]:
        """The starts that lie on the grid, or on the steps from each free range's first minute."""
        request = self._request
        interval = request.interval_minutes or request.duration_minutes
        if request.align is Align.GRID:
            return grid_points(request.grid_tz or request.tz, interval, request.offset_start_minutes, starts)
        steps: list[int] = []
        for low, high in self._free_minutes():
            steps.extend(minute for minute in range(low, high, interval) if contains(starts, minute))
        return steps

    def _is_off_grid(self, minute: int) -> bool:
        """Asks for slots as if this minute, or the free range it lies in, were all there is."""
        if self._request.align is Align.RANGE and not contains(self._free_minutes(), minute):
            return False
        return minute not in self._slots(((minute, minute + 1),))

    def _who(self, minutes: Sequence[int]) -> list[tuple[str, ...]]:
        """For each slot the people who are free, in the request's order."""
        duration = self._request.duration_minutes
        must = {person.id for person in self._team.must}
        always = [person.id in must for person in self._people]
        if all(always):
            return [tuple(person.id for person in self._people)] * len(minutes)
        starts = [
            () if sure else self._person_starts(person, duration)
            for sure, person in zip(always, self._people, strict=True)
        ]
        rows = list(zip(self._people, always, starts, strict=True))
        return [
            tuple(person.id for person, sure, ranges in rows if sure or contains(ranges, minute)) for minute in minutes
        ]

    def _against(self, person: Attendee, minute: int) -> list[Reason]:
        """What one person has against a start; told as theirs if there are several people."""
        if not person.readable:
            return [Reason(ReasonCode.UNREADABLE, person=person.id)]
        reasons = person_reasons(self._request, person, self._sheet(person), minute)
        if is_alone(self._request) or not reasons:
            return reasons
        reasons.sort(key=lambda reason: _ORDER[reason.code])
        return [Reason(ReasonCode.PERSON_BUSY, person=person.id, because=tuple(dict.fromkeys(reasons)))]

    def _shortage(self, pool: Pool, minute: int) -> list[Reason]:
        against = [self._against(person, minute) for person in pool.people]
        if sum(not reasons for reasons in against) >= pool.needed:
            return []
        because = tuple(reason for reasons in against for reason in reasons)
        return [Reason(ReasonCode.NOT_ENOUGH_PEOPLE, because=because)]
