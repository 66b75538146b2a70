"""Faults that real products have, each as a change of one rule of ours. The suite must notice every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.availability import (
    Attendee,
    Blocking,
    BusyTime,
    Hours,
    Limits,
    PlacedBooking,
    Request,
    RollingUnit,
    ShowAs,
    bits,
    blocking,
    case,
    crowd,
    frame,
    limits,
    people,
    prepared,
    rows,
    spans,
    teams,
    working,
    zones,
)
from core.availability.crowd import Frame
from core.availability.rows import Meeting
from core.availability.spans import Pair, Ranges

WrongRule = tuple[object, str, object]
"""A module of the engine, a name in it, and what stands there instead."""


def _no_clock_changes(zone: ZoneInfo, minute: int) -> int:
    offset = datetime(2026, 1, 1, tzinfo=zone).utcoffset()
    return offset // timedelta(minutes=1) if offset else 0


def _blocks(change: Callable[[BusyTime], BusyTime]) -> Callable[[BusyTime, Blocking], bool]:
    right = blocking.blocks
    return lambda event, states: right(change(event), states)


def _tentative_is_free(event: BusyTime) -> BusyTime:
    return event._replace(show_as=ShowAs.FREE) if event.show_as is ShowAs.TENTATIVE else event


def _zero_length_blocks(event: BusyTime, states: Blocking) -> bool:
    return not event.is_cancelled and event.response != "declined" and event.show_as in states


def _all_day_in_utc(event: BusyTime, tz: str) -> Sequence[Pair]:
    return _event_minutes(event._replace(tz="UTC"), "UTC")


def _all_day_in_the_persons_zone_only(event: BusyTime, tz: str) -> Sequence[Pair]:
    return _event_minutes(event._replace(tz=None), tz)


def _all_day_end_inclusive(event: BusyTime, tz: str) -> Sequence[Pair]:
    return _event_minutes(event._replace(end=event.end + timedelta(days=1)) if event.all_day else event, tz)


def _inwards(event: BusyTime, tz: str) -> Sequence[Pair]:
    if isinstance(event.start, datetime) and isinstance(event.end, datetime):
        return ((spans.minute_up(event.start), spans.minute_down(event.end)),)
    return _event_minutes(event, tz)


def _swapped(work: Ranges, busy: Ranges, before: int, after: int, duration: int) -> Ranges:
    return spans.open_starts(work, busy, after, before, duration)


def _no_buffers(work: Ranges, busy: Ranges, before: int, after: int, duration: int) -> Ranges:
    return spans.open_starts(work, busy, 0, 0, duration)


def _touching_is_overlap(work: Ranges, busy: Ranges, before: int, after: int, duration: int) -> Ranges:
    return spans.open_starts(work, [(low, high + 1) for low, high in busy], before, after, duration)


def _only_the_start_in_hours(work: Ranges, busy: Ranges, before: int, after: int, duration: int) -> Ranges:
    return spans.open_starts([(low, high + duration - 1) for low, high in work], busy, before, after, duration)


def _buffers_in_hours(work: Ranges, busy: Ranges, before: int, after: int, duration: int) -> Ranges:
    return spans.open_starts([(low + before, high - after) for low, high in work], busy, before, after, duration)


def _nested_merge_shortens(pairs: Iterable[Pair]) -> list[Pair]:
    result: list[Pair] = []
    for low, high in sorted(pairs):
        if result and low <= result[-1][1]:
            result[-1] = (result[-1][0], high)
        elif low < high:
            result.append((low, high))
    return result


def _bare_booking(booking: PlacedBooking, before: int, after: int) -> Pair:
    return _booking_pair(booking, 10**6, 10**6)


def _sum_of_buffers(booking: PlacedBooking, before: int, after: int) -> Pair:
    return _booking_pair(booking, 0, 0)


def _utc_days(rules: Limits, tz: str, bookings: Sequence[PlacedBooking], duration: int) -> Ranges:
    return limits.closed_days(replace(rules, tz="UTC"), "UTC", bookings, duration)


def _monday_weeks(rules: Limits, tz: str, bookings: Sequence[PlacedBooking], duration: int) -> Ranges:
    return limits.closed_weeks(replace(rules, week_start=0), tz, bookings, duration)


def _no_overrides(tz: str, hours: Hours, low: int, high: int) -> Ranges:
    return working.working_ranges(tz, Hours(hours.week), low, high)


def _no_nights(tz: str, hours: Hours, low: int, high: int) -> Ranges:
    week = tuple(tuple(pair for pair in day if pair[0] < pair[1]) for day in hours.week)
    return working.working_ranges(tz, Hours(week, hours.overrides), low, high)


def _hours_in_utc(tz: str, hours: Hours, low: int, high: int) -> Ranges:
    return working.working_ranges("UTC", hours, low, high)


def _utc_grid(tz: str, interval: int, offset_start: int, ranges: Ranges) -> list[int]:
    return zones.grid_points("UTC", interval, offset_start, ranges)


def _grid_never_restarts(tz: str, interval: int, offset_start: int, ranges: Ranges) -> list[int]:
    first = ranges[0][0] if ranges else 0
    anchor = first - zones.local_minute(tz, first) % 1440 + offset_start
    return [minute for low, high in ranges for minute in range(low + (anchor - low) % interval, high, interval)]


def _union(needed: int, many: Sequence[int]) -> int:
    return bits.at_least(1, many)


def _frame(change: Callable[[Request], Request]) -> Callable[[Request, int], Ranges]:
    return lambda request, duration: frame.framed(change(request), duration)


def _later_now(request: Request) -> Request:
    return replace(request, now=request.now and request.now.astimezone(UTC) + timedelta(minutes=1))


def _calendar_days_only(request: Request) -> Request:
    return replace(request, booking_window=replace(request.booking_window, unit=RollingUnit.CALENDAR))


def _no_one_is_optional(request: Request, everybody: Sequence[Attendee]) -> teams.Team:
    return teams.team_of(request, [replace(person, required=True) for person in everybody])


def _dark_is_free(request: Request) -> tuple[Attendee, ...]:
    return tuple(replace(person, readable=True) for person in teams.everybody(request))


def _nobodys_own_limits(request: Request) -> tuple[Attendee, ...]:
    return tuple(replace(person, limits=None) for person in teams.everybody(request))


_event_minutes, _booking_pair = blocking.event_minutes, blocking.booking_pair


def _swapped_meeting(length: int, before: int, after: int) -> Meeting:
    return Meeting(length, after, before)


def _bare_meeting(length: int, before: int, after: int) -> Meeting:
    return Meeting(length)


def _one_unit_short(row: int, length: int) -> int:
    return bits.eroded(row, length - 1)


def _exactly(needed: int, many: Sequence[int]) -> int:
    return bits.at_least(needed, many) & ~bits.at_least(needed + 1, many)


def _carries_lost(many: Iterable[int]) -> list[int]:
    return _counted(many)[:1]


def _utc_grid_bits(frame: Frame, tz: str, interval: int, offset_start: int) -> int:
    return crowd.grid_bits(frame, "UTC", interval, offset_start)


_covered, _contained, _counted = bits.covered, bits.contained, bits.counted

WRONG_ENGINES: dict[str, WrongRule] = {
    "clocks never change": (zones, "_offset", _no_clock_changes),
    "tentative is free": (blocking, "blocks", _blocks(_tentative_is_free)),
    "declined blocks": (blocking, "blocks", _blocks(lambda event: event._replace(response="none"))),
    "cancelled blocks": (blocking, "blocks", _blocks(lambda event: event._replace(is_cancelled=False))),
    "free blocks": (blocking, "blocks", _blocks(lambda event: event._replace(show_as=ShowAs.BUSY))),
    "zero length blocks": (blocking, "blocks", _zero_length_blocks),
    "all-day in UTC": (blocking, "event_minutes", _all_day_in_utc),
    "all-day zone ignored": (blocking, "event_minutes", _all_day_in_the_persons_zone_only),
    "all-day end inclusive": (blocking, "event_minutes", _all_day_end_inclusive),
    "busy rounded inwards": (blocking, "event_minutes", _inwards),
    "buffers swapped": (people, "open_starts", _swapped),
    "buffers ignored": (people, "open_starts", _no_buffers),
    "touching is overlap": (people, "open_starts", _touching_is_overlap),
    "only the start in hours": (people, "open_starts", _only_the_start_in_hours),
    "buffers must lie in hours": (people, "open_starts", _buffers_in_hours),
    "nested events shorten": (prepared, "merged", _nested_merge_shortens),
    "a booking's buffers ignored": (blocking, "booking_pair", _bare_booking),
    "buffers added up": (blocking, "booking_pair", _sum_of_buffers),
    "limits by UTC day": (people, "closed_days", _utc_days),
    "weeks start on Monday": (people, "closed_weeks", _monday_weeks),
    "overrides ignored": (prepared, "working_ranges", _no_overrides),
    "nights ignored": (prepared, "working_ranges", _no_nights),
    "hours in UTC": (prepared, "working_ranges", _hours_in_utc),
    "grid in UTC": (case, "grid_points", _utc_grid),
    "grid never restarts": (case, "grid_points", _grid_never_restarts),
    "k of n by union": (case, "at_least", _union),
    "notice ignored": (case, "framed", _frame(lambda request: replace(request, min_notice_minutes=0))),
    "now rounded away": (case, "framed", _frame(_later_now)),
    "business days are calendar days": (case, "framed", _frame(_calendar_days_only)),
    "nobody is optional": (case, "team_of", _no_one_is_optional),
    "own limits ignored": (case, "everybody", _nobodys_own_limits),
    "the unreadable are free": (case, "everybody", _dark_is_free),
    "crowd: busy rounded inwards": (bits, "covered", _contained),
    "crowd: hours rounded outwards": (bits, "contained", _covered),
    "crowd: buffers swapped": (case, "Meeting", _swapped_meeting),
    "crowd: buffers ignored": (case, "Meeting", _bare_meeting),
    "crowd: meetings one unit short": (crowd, "eroded", _one_unit_short),
    "crowd: k of n means exactly k": (case, "at_least", _exactly),
    "crowd: carries lost in counting": (bits, "counted", _carries_lost),
    "crowd: bookings forgotten": (rows.Row, "less", lambda row, taken: row),
    "crowd: calendars laid askew": (rows.Row, "moved", lambda row, origin, unit: row),
    "crowd: everything in fives": (case.Case, "_unit", lambda _case, _duration: prepared.COARSE),
    "crowd: grid in UTC": (case, "grid_bits", _utc_grid_bits),
    "crowd: limits forgotten": (case.Case, "_closed", lambda _case, _people, _duration, _frame: 0),
}
