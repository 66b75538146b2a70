"""The answer to a request: slots, free ranges, who, and why not."""

from __future__ import annotations

from datetime import datetime

from core.availability.case import Case
from core.availability.frame import frame_rules
from core.availability.model import Align, Answer, Attendee, Reason, ReasonCode, Request
from core.availability.people import person_reasons
from core.availability.spans import contains, instant_of, minute_down, minute_up
from core.availability.teams import Pool, is_alone

_ORDER = {code: number for number, code in enumerate(ReasonCode)}


def find_slots(request: Request, limit: int | None = None) -> Answer:
    """The slots of a request, at most `limit` of them (None = all); the free ranges are never cut."""
    case = Case(request)
    minutes = case.slots()[:limit]
    slots = tuple(map(instant_of, minutes))
    return Answer(
        slots=slots,
        free=tuple((instant_of(low), instant_of(high)) for low, high in case.free_minutes()),
        who={} if is_alone(request) else dict(zip(slots, case.who(minutes), strict=True)),
        unreadable=tuple(person.id for person in case.people if not person.readable),
        why={instant: _reasons(case, instant) for instant in request.explain},
    )


def slot_starts(request: Request, limit: int | None = None) -> tuple[datetime, ...]:
    """The same slots and nothing else, for callers who need no free ranges, people or reasons: several times faster."""
    return tuple(map(instant_of, Case(request).slots()[:limit]))


def explain(request: Request, instant: datetime) -> tuple[Reason, ...]:
    """Every reason why no slot starts at that instant; none if and only if it is a slot.

    An instant between two whole minutes is OFF_GRID.
    """
    return _reasons(Case(request), instant)


def best_starts(request: Request, most: int = 20) -> tuple[tuple[datetime, int], ...]:
    """The starts on the grid at which most people are free, then the earliest: (start, how many), at most `most`.

    The mode and who is required don't count here, everything else does; nobody free is no start.
    """
    if request.align is not Align.GRID:
        raise ValueError("the best starts are looked for on the grid")
    return tuple((instant_of(minute), count) for minute, count in Case(request).best(most))


def _reasons(case: Case, instant: datetime) -> tuple[Reason, ...]:
    request, minute = case.request, minute_down(instant)
    found = [
        Reason(code)
        for code, allowed in frame_rules(request, request.duration_minutes)
        if not contains(allowed, minute)
    ]
    if minute != minute_up(instant) or not case.is_on_grid(minute):
        found.append(Reason(ReasonCode.OFF_GRID))
    for person in case.team.must:
        found.extend(_against(case, person, minute))
    for pool in case.team.pools:
        found.extend(_shortage(case, pool, minute))
    return tuple(sorted(dict.fromkeys(found), key=lambda reason: _ORDER[reason.code]))


def _against(case: Case, person: Attendee, minute: int) -> list[Reason]:
    """What one person has against a start; told as theirs if there are several people."""
    if not person.readable:
        return [Reason(ReasonCode.UNREADABLE, person=person.id)]
    reasons = person_reasons(case.request, case.sheet(person), minute)
    if is_alone(case.request) or not reasons:
        return reasons
    reasons.sort(key=lambda reason: _ORDER[reason.code])
    return [Reason(ReasonCode.PERSON_BUSY, person=person.id, because=tuple(dict.fromkeys(reasons)))]


def _shortage(case: Case, pool: Pool, minute: int) -> list[Reason]:
    against = [_against(case, person, minute) for person in pool.people]
    if sum(not reasons for reasons in against) >= pool.needed:
        return []
    return [Reason(ReasonCode.NOT_ENOUGH_PEOPLE, because=tuple(reason for reasons in against for reason in reasons))]
