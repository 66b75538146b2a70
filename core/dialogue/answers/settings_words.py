"""Settings in words: what holds now, line by line."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from itertools import groupby

from core.availability import Hours
from core.availability.hours import WEEKDAYS, DayHours
from core.configuration.model import Journey, Preferences
from core.configuration.workspace import HoursFrom, InForce
from core.dialogue.screens import Day, OfDay, Text, Zone, length, say

HOURS_FROM = {
    HoursFrom.OWN: "settings.own_hours",
    HoursFrom.OUTLOOK: "settings.as_in_outlook",
    HoursFrom.WORKSPACE: "settings.from_workspace",
    HoursFrom.USUAL: "settings.usual_hours",
}
Days = tuple[date, date, DayHours]
"""First and last of some days in a row with the same hours."""


def week_lines(hours: Hours) -> tuple[Text, ...]:
    """ "Mon to Fri: 09:00–12:00, 13:00–17:00"; weekdays in a row with the same hours in one line."""
    lines = []
    for ranges, alike in groupby(enumerate(hours.week), key=lambda one: one[1]):
        numbers = [number for number, _ in alike]
        first, last = (say(f"day.{WEEKDAYS[number]}") for number in (numbers[0], numbers[-1]))
        days = first if first == last else say("settings.days", first=first, last=last)
        lines.append(say("settings.hours_on", days=days, hours=ranges_text(ranges)))
    return tuple(lines)


def ranges_text(ranges: DayHours) -> Text:
    """ "09:00–12:00, 13:00–17:00", or that there are none."""
    if not ranges:
        return say("settings.not_available")
    shown = [say("why.range", start=OfDay(start), end=OfDay(end)) for start, end in ranges]
    return reduce(lambda before, one: say("settings.ranges", before=before, next=one), shown)


def exceptions(hours: Hours, today: date) -> list[Days]:
    """Days from today on with hours of their own, those in a row with the same hours together."""
    found: list[Days] = []
    for day, ranges in hours.overrides:
        if day < today:
            continue
        if found and found[-1][2] == ranges and found[-1][1] + timedelta(days=1) == day:
            found[-1] = (found[-1][0], day, ranges)
        else:
            found.append((day, day, ranges))
    return found


def span(first: date, last: date) -> Text:
    """ "Thu 24 Dec" or "Thu 24 Dec to Sun 27 Dec"."""
    if first == last:
        return say("slots.on", day=Day(first))
    return say("slots.between", first=Day(first), last=Day(last))


def exception_line(days: Days) -> Text:
    first, last, ranges = days
    return say("settings.hours_on", days=span(first, last), hours=ranges_text(ranges))


def ahead(journeys: Iterable[Journey], today: date) -> list[Journey]:
    return [one for one in journeys if one.last >= today]


def journey_line(journey: Journey, home: str) -> Text:
    """ "Mon 7 Dec to Fri 11 Dec in New York, with New York hours"."""
    whose = Zone(journey.zone if journey.local_hours else home)
    return say("settings.journey", days=span(journey.first, journey.last), zone=Zone(journey.zone), whose=whose)


def rule_lines(chosen: Preferences) -> tuple[Text, ...]:
    before, after = chosen.buffer_before_minutes, chosen.buffer_after_minutes
    buffers = say("settings.buffers", before=length(before), after=length(after))
    limit = chosen.daily_limit
    return (
        say("settings.meetings", duration=length(chosen.duration_minutes), step=length(chosen.step_minutes)),
        buffers if before or after else say("settings.no_buffers"),
        say("settings.notice", notice=length(chosen.minimum_notice_minutes), days=chosen.horizon_days),
        say("settings.no_limit") if limit is None else say("settings.limit", count=limit),
    )


def warning_lines(chosen: Preferences) -> tuple[Text, ...]:
    if not chosen.warnings:
        return (say("settings.warnings_off"),)
    return (say("settings.warnings_on"), quiet_line(chosen.quiet_from_minute, chosen.quiet_to_minute))


def quiet_line(start: int, end: int) -> Text:
    """When nothing interrupts that can wait."""
    if start == end:
        return say("settings.never_quiet")
    return say("settings.quiet", start=OfDay(start), end=OfDay(end))


def hours_source(chosen: Preferences, decided: InForce) -> Text:
    """Whose word the hours are."""
    return say(HOURS_FROM[decided.hours_from(chosen)])
