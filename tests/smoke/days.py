"""Days on which clocks and calendars have surprised programs before; all of them in the future."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def friday_night(now: datetime) -> datetime:
    """The next Friday at 23:50 in Berlin."""
    local = now.astimezone(BERLIN)
    day = local.date() + timedelta(days=(4 - local.weekday()) % 7 or 7)
    return datetime(day.year, day.month, day.day, 23, 50, tzinfo=BERLIN)


def clock_change(now: datetime) -> datetime:
    """Ten minutes before Berlin's next change of the clocks, a Sunday."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    while hour.astimezone(BERLIN).utcoffset() == (hour - timedelta(hours=1)).astimezone(BERLIN).utcoffset():
        hour += timedelta(hours=1)
    return (hour - timedelta(minutes=10)).astimezone(BERLIN)


def last_day(now: datetime) -> datetime:
    """The next 31 December at ten in the morning in Berlin."""
    found = datetime(now.year, 12, 31, 10, 0, tzinfo=BERLIN)
    return found if found > now else found.replace(year=now.year + 1)


DAYS = {"friday-night": friday_night, "clock-change": clock_change, "last-day": last_day}
