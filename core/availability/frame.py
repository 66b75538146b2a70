"""The rules that hold for everybody: what lies behind us, too near, too far, or outside what was asked."""

from __future__ import annotations

from core.availability.hours import DAY_MINUTES
from core.availability.model import ReasonCode, Request, RollingUnit
from core.availability.spans import ALWAYS, FOREVER, Ranges, intersected, minute_down, minute_up
from core.availability.zones import instants, local_day, stretches, weekday_of

_WORKDAYS = range(5)

Rule = tuple[ReasonCode, Ranges]
"""A reason, and the starts to which it does not apply."""


def frame_rules(request: Request, duration: int) -> list[Rule]:
    """The allowed starts of a meeting of that duration, one entry for each rule of the request that bounds them."""
    opens, closes = minute_up(request.window[0]), minute_down(request.window[1]) - duration + 1
    rules: list[Rule] = [(ReasonCode.OUTSIDE_WINDOW, ((opens, closes),) if opens < closes else ())]
    if request.now is not None:
        now = minute_up(request.now)
        rules.append((ReasonCode.PAST, _from(now)))
        if request.min_notice_minutes > 0:
            rules.append((ReasonCode.NOTICE, _from(now + request.min_notice_minutes)))
    rules.extend((ReasonCode.TOO_FAR, ranges) for ranges in _booking_window(request, duration))
    return rules


def framed(request: Request, duration: int) -> Ranges:
    """The starts that all these rules allow."""
    allowed = ALWAYS
    for _, ranges in frame_rules(request, duration):
        allowed = intersected(allowed, ranges)
    return allowed


def _booking_window(request: Request, duration: int) -> list[Ranges]:
    window = request.booking_window
    found: list[Ranges] = []
    if window.start is not None:
        found.append(_from(minute_up(window.start)))
    if window.end is not None:
        found.append(_until(minute_down(window.end) - duration + 1))
    if request.now is None:
        return found
    if window.max_ahead_minutes is not None:
        found.append(_until(minute_down(request.now) + window.max_ahead_minutes + 1))
    if window.rolling_days is not None:
        tz = window.tz or request.tz
        today = local_day(tz, minute_down(request.now))
        end = (_last_day(today, window.rolling_days, window.unit) + 1) * DAY_MINUTES
        found.append(instants(stretches(tz, end, end), -FOREVER, end))
    return found


def _last_day(today: int, days: int, unit: RollingUnit) -> int:
    if unit is RollingUnit.CALENDAR:
        return today + days
    last = today
    while days > 0:
        last += 1
        days -= weekday_of(last) in _WORKDAYS
    return last


def _from(minute: int) -> Ranges:
    return ((minute, FOREVER),)


def _until(minute: int) -> Ranges:
    return ((-FOREVER, minute),)
