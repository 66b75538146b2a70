"""The seeded week: the one after the Wednesday at which the sandbox's clock stands."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.shared.ranges import Range

WEDNESDAY = datetime(2026, 11, 18, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, tzinfo=BERLIN)
WEEK = Range(MONDAY, MONDAY + timedelta(days=5))


def berlin(day: int, time: str) -> datetime:
    """An instant of the seeded week: Monday is 0."""
    hour, minute = map(int, time.split(":"))
    return (MONDAY + timedelta(days=day)).replace(hour=hour, minute=minute).astimezone(UTC)
