"""When a person's agenda is due: on days with hours, by the clock of wherever they are on that day."""

from datetime import UTC, date, datetime, timedelta

from core.configuration.model import Preferences
from core.shared.days import at_minute, day_at

NOON = 12 * 60
"""So long a late agenda is still sent: after noon it would tell of half a day."""

LOOKS_AHEAD_DAYS = 8


def works_on(chosen: Preferences, day: date) -> bool:
    """Whether the person has hours on that day of the calendar."""
    others = dict(chosen.hours.overrides)
    return bool(others.get(day, chosen.hours.week[day.weekday()]))


def agenda_at(chosen: Preferences, day: date) -> datetime | None:
    """The moment of that day's agenda; None on a day without one."""
    if chosen.agenda_minute is None or not works_on(chosen, day):
        return None
    return _at(chosen, day, chosen.agenda_minute)


def agenda_due(chosen: Preferences, now: datetime) -> date | None:
    """The day whose agenda may be sent now: its time has come, and it isn't noon there yet."""
    return next((day for day in _days(now, 1) if _is_due(chosen, day, now)), None)


def next_agenda(chosen: Preferences, now: datetime) -> datetime | None:
    """The first one after `now`; None when it is off, or no day soon has hours."""
    moments = (agenda_at(chosen, day) for day in _days(now, LOOKS_AHEAD_DAYS))
    return next((moment for moment in moments if moment is not None and moment > now), None)


def agenda_until(chosen: Preferences, day: date) -> datetime:
    """Until when that day's agenda may still come, not included."""
    return _at(chosen, day, NOON)


def agenda_to_come(chosen: Preferences, now: datetime) -> date | None:
    """The day whose agenda comes, or may come, before that day's noon: it is the day where the person is now."""
    today = day_at(now, chosen.zone_at(now))
    comes = agenda_at(chosen, today) is not None and now < agenda_until(chosen, today)
    return today if comes else None


def _is_due(chosen: Preferences, day: date, now: datetime) -> bool:
    moment = agenda_at(chosen, day)
    return moment is not None and moment <= now < agenda_until(chosen, day)


def _days(now: datetime, ahead: int) -> list[date]:
    """From the day before UTC's: somewhere it still is."""
    first = now.astimezone(UTC).date() - timedelta(days=1)
    return [first + timedelta(days=number) for number in range(ahead + 2)]


def _at(chosen: Preferences, day: date, minute: int) -> datetime:
    """That minute of the day by the clock where the person is on it."""
    zone = next((one.zone for one in chosen.travel if one.first <= day <= one.last), chosen.home_zone)
    return at_minute(day, minute, zone)
