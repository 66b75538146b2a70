"""One person: the starts at which they are free, and what stands against a start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.availability.blocking import Source, Taken, named_reason, taken_bookings, taken_events
from core.availability.limits import closed_days, closed_weeks
from core.availability.model import Attendee, Limits, PlacedBooking, Reason, ReasonCode, Request
from core.availability.prepared import Prepared, prepared_minutes
from core.availability.spans import Pair, Ranges, contains, merged, open_starts
from core.availability.working import is_day_off

NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A person as one request sees them: their calendar, and their bookings padded for this request's buffers."""

    calendar: Prepared
    busy: Ranges
    taken: Sequence[Taken]
    """What `busy` was merged from."""
    bookings: tuple[PlacedBooking, ...] = ()
    booked: Ranges = ()
    limits: Limits = NO_LIMITS


def horizon(request: Request, low: int, high: int) -> Pair:
    """The minutes one must know to judge the starts in `[low, high)`: buffers may lie outside."""
    return low - request.buffer_before_minutes, high + request.buffer_after_minutes


def sheet_of(request: Request, person: Attendee, needed: Pair) -> Sheet:
    """The person's sheet for the needed minutes. ValueError if they were prepared for less than that."""
    calendar = person.prepared or _calendar(request, person, needed)
    if not calendar.reaches(needed):
        raise ValueError("a prepared calendar must reach over the window and its buffers")
    limits = person.limits or request.limits
    if not person.bookings:
        return Sheet(calendar, calendar.busy, calendar.taken, limits=limits)
    booked = taken_bookings(person.bookings, request.buffer_before_minutes, request.buffer_after_minutes)
    pairs = merged([pair for pair, _ in booked])
    return Sheet(calendar, merged([*calendar.busy, *pairs]), [*calendar.taken, *booked], person.bookings, pairs, limits)


def _calendar(request: Request, person: Attendee, window: Pair) -> Prepared:
    tz = person.tz or request.tz
    taken = taken_events(person.busy, request.blocking, tz)
    return prepared_minutes(window, tz, person.hours, person.available, taken)


def free_starts(request: Request, sheet: Sheet, duration: int) -> Ranges:
    """The starts of a meeting of that duration at which the person is free, limits left aside."""
    before, after = request.buffer_before_minutes, request.buffer_after_minutes
    return open_starts(sheet.calendar.work, sheet.busy, before, after, duration)


def closed_starts(limits: Limits, tz: str, bookings: Sequence[PlacedBooking], duration: int) -> Iterable[Ranges]:
    """The starts that the limits take from whoever has these bookings: whole days, whole weeks. `tz`: the request's."""
    if limits == NO_LIMITS:
        return ()
    closed = (rule(limits, tz, bookings, duration) for rule in (closed_days, closed_weeks))
    return [ranges for ranges in closed if ranges]


def person_reasons(request: Request, sheet: Sheet, start: int) -> list[Reason]:
    """What stands against a meeting of this person at that minute: each rule asked alone, by the same sweep."""
    duration = request.duration_minutes
    reasons = [Reason(code) for code in _hours_reasons(request, sheet.calendar, start)]
    low, high = start - request.buffer_before_minutes, start + duration + request.buffer_after_minutes
    near = [taken for taken in sheet.taken if taken[0][0] <= high and taken[0][1] >= low]
    reasons.extend(_taken_reasons(request, near, start))
    if contains(closed_days(sheet.limits, request.tz, sheet.bookings, duration), start):
        reasons.append(Reason(ReasonCode.DAY_LIMIT))
    if contains(closed_weeks(sheet.limits, request.tz, sheet.bookings, duration), start):
        reasons.append(Reason(ReasonCode.WEEK_LIMIT))
    return reasons


def _hours_reasons(request: Request, calendar: Prepared, start: int) -> list[ReasonCode]:
    work = calendar.work_around(start, start + request.duration_minutes)
    if contains(open_starts(work, (), 0, 0, request.duration_minutes), start):
        return []
    if contains(work, start):
        return [ReasonCode.TOO_LONG]
    if not calendar.available and is_day_off(calendar.tz, calendar.hours, start):
        return [ReasonCode.DAY_OFF]
    return [ReasonCode.OUTSIDE_HOURS]


def _taken_reasons(request: Request, near: Iterable[Taken], start: int) -> Iterable[Reason]:
    """One for each event. Of a day in two pieces (a clock that went back over midnight) the piece that is met counts
    before the one that only the padding meets."""
    found: dict[int, Reason] = {}
    for pair, source in near:
        reason = _taken_reason(request, pair, source, start)
        if reason is not None and (id(source) not in found or reason.code is not ReasonCode.BUFFER):
            found[id(source)] = reason
    return found.values()


def _taken_reason(request: Request, pair: Pair, source: Source, start: int) -> Reason | None:
    before, after = request.buffer_before_minutes, request.buffer_after_minutes
    meeting = ((start, start + request.duration_minutes),)
    if open_starts(meeting, (pair,), before, after, request.duration_minutes):
        return None
    bare, met, padded = named_reason(pair, source)
    return padded if open_starts(meeting, (bare,), 0, 0, request.duration_minutes) else met
