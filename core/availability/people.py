"""One person: the starts at which they are free, and what stands against a start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.availability.blocking import Source, Taken, named_reason, taken_times
from core.availability.limits import closed_days, closed_weeks
from core.availability.model import Attendee, Reason, ReasonCode, Request
from core.availability.spans import Pair, Ranges, contains, intersected, merged, open_starts, without
from core.availability.working import available_ranges, is_day_off, working_ranges


@dataclass(frozen=True, slots=True)
class Sheet:
    """A person's calendar in minutes: when they work, and when something is in the way."""

    work: Ranges
    busy: Ranges
    taken: Sequence[Taken] = ()
    """What `busy` was merged from."""


def zone_of(request: Request, person: Attendee) -> str:
    """The person's zone; the request's if they have none of their own."""
    return person.tz or request.tz


def work_of(request: Request, person: Attendee, low: int, high: int) -> Ranges:
    """The person's working time around `[low, high)`."""
    if person.available:
        return available_ranges(person.available)
    return working_ranges(zone_of(request, person), person.hours, low, high)


def sheet_of(request: Request, person: Attendee, low: int, high: int) -> Sheet:
    """The person's sheet for `[low, high)`."""
    before, after = request.buffer_before_minutes, request.buffer_after_minutes
    taken = taken_times(person.busy, person.bookings, request.blocking, zone_of(request, person), before, after)
    return Sheet(work_of(request, person, low, high), merged(pair for pair, _ in taken), taken)


def together(sheets: Sequence[Sheet]) -> Sheet:
    """Several people who must all be free, as one: the hours they share, and everybody's busy times."""
    if len(sheets) == 1:
        return sheets[0]
    work = sheets[0].work
    for sheet in sheets[1:]:
        work = intersected(work, sheet.work)
    return Sheet(work, merged(pair for sheet in sheets for pair in sheet.busy))


def free_starts(request: Request, people: Iterable[Attendee], sheet: Sheet, duration: int) -> Ranges:
    """The starts of a meeting of that duration at which all these people, who share the sheet, are free."""
    starts = open_starts(sheet.work, sheet.busy, request.buffer_before_minutes, request.buffer_after_minutes, duration)
    for person in people:
        for closed in (closed_days, closed_weeks):
            starts = without(starts, closed(request.limits, request.tz, person.bookings, duration))
    return starts


def person_reasons(request: Request, person: Attendee, sheet: Sheet, start: int) -> list[Reason]:
    """What stands against a meeting of this person at that minute: each rule asked alone, by the same sweep."""
    duration = request.duration_minutes
    reasons = [Reason(code) for code in _hours_reasons(request, person, start)]
    low, high = start - request.buffer_before_minutes, start + duration + request.buffer_after_minutes
    near = (taken for taken in sheet.taken if taken[0][0] <= high and taken[0][1] >= low)
    reasons.extend(reason for pair, source in near if (reason := _taken_reason(request, pair, source, start)))
    if contains(closed_days(request.limits, request.tz, person.bookings, duration), start):
        reasons.append(Reason(ReasonCode.DAY_LIMIT))
    if contains(closed_weeks(request.limits, request.tz, person.bookings, duration), start):
        reasons.append(Reason(ReasonCode.WEEK_LIMIT))
    return reasons


def _hours_reasons(request: Request, person: Attendee, start: int) -> list[ReasonCode]:
    work = work_of(request, person, start, start + request.duration_minutes)
    if contains(open_starts(work, (), 0, 0, request.duration_minutes), start):
        return []
    if contains(work, start):
        return [ReasonCode.TOO_LONG]
    if not person.available and is_day_off(zone_of(request, person), person.hours, start):
        return [ReasonCode.DAY_OFF]
    return [ReasonCode.OUTSIDE_HOURS]


def _taken_reason(request: Request, pair: Pair, source: Source, start: int) -> Reason | None:
    before, after = request.buffer_before_minutes, request.buffer_after_minutes
    meeting = ((start, start + request.duration_minutes),)
    if open_starts(meeting, (pair,), before, after, request.duration_minutes):
        return None
    bare, met, padded = named_reason(pair, source)
    return padded if open_starts(meeting, (bare,), 0, 0, request.duration_minutes) else met
