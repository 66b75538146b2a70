"""Days and clocks of a zone, as instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.shared.ranges import Range

ONE_DAY = timedelta(days=1)


def day_at(moment: datetime, zone: str | ZoneInfo) -> date:
    """The date there at that moment."""
    return moment.astimezone(_zone(zone)).date()


def at_minute(day: date, minute: int, zone: str | ZoneInfo) -> datetime:
    """When the clock there shows that minute of the day (1440: the next midnight). Where it skips that minute, as long
    after the change as it would have been; where it shows it twice, the first time."""
    return (datetime.combine(day, time(), _zone(zone)) + timedelta(minutes=minute)).astimezone(UTC)


def days(first: date, end: date, zone: str | ZoneInfo) -> Range:
    """From the midnight of `first` to that of `end`, the day after the last. Where the clock skips midnight, a day
    begins at the instant of the change."""
    return Range(at_minute(first, 0, zone), at_minute(end, 0, zone))


def one_day(day: date, zone: str | ZoneInfo) -> Range:
    return days(day, day + ONE_DAY, zone)


def day_of(moment: datetime, zone: str | ZoneInfo) -> Range:
    """The whole day there in which the moment lies."""
    return one_day(day_at(moment, zone), zone)


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone
