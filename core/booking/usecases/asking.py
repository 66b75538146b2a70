"""The questions that are put to the slot engine about a meeting with a time of its own."""

from collections.abc import Iterable
from datetime import datetime

from core.availability import Attendee, Mode, Request
from core.configuration.model import Preferences
from core.shared.ranges import Range

MOST_TIMES = 3
STEP_MINUTES = 30


def at_its_time(rules: Preferences, when: Range, around: Range, attendees: tuple[Attendee, ...]) -> Request:
    """What stands in the way of `when` itself, by what lies `around` it: neither notice nor steps count."""
    return Request(
        window=(around.start, around.end),
        duration_minutes=when.minutes,
        interval_minutes=1,
        buffer_before_minutes=rules.buffer_before_minutes,
        buffer_after_minutes=rules.buffer_after_minutes,
        mode=Mode.COLLECTIVE,
        attendees=attendees,
    )


def another_time(
    rules: Preferences, minutes: int, window: Range, zone: str, now: datetime, attendees: tuple[Attendee, ...]
) -> Request:
    """Where in the window a meeting that exists could lie instead, on the half hours of `zone`."""
    return Request(
        window=(window.start, window.end),
        duration_minutes=minutes,
        tz=zone,
        now=now,
        interval_minutes=STEP_MINUTES,
        buffer_before_minutes=rules.buffer_before_minutes,
        buffer_after_minutes=rules.buffer_after_minutes,
        min_notice_minutes=rules.minimum_notice_minutes,
        mode=Mode.COLLECTIVE,
        attendees=attendees,
    )


def nearest(starts: Iterable[datetime], to: datetime) -> tuple[datetime, ...]:
    """The three nearest, ascending."""
    return tuple(sorted(sorted(starts, key=lambda start: (abs(start - to), start))[:MOST_TIMES]))
