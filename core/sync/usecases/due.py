"""When something is due again. `jitter` is in [0, 1) and spreads calendars that began together."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

POLL_WHEN_LIVE = timedelta(minutes=30)
POLL_WHEN_BLIND = timedelta(minutes=15)
SOONEST_AGAIN, LATEST_AGAIN = timedelta(minutes=1), timedelta(minutes=15)
NIGHT_BEGINS = 1
NIGHT_LASTS = timedelta(hours=3)


def next_poll(now: datetime, *, live: bool, jitter: float) -> datetime:
    """Up to a tenth early, so that a late tick still comes within the copy's freshness."""
    return now + (POLL_WHEN_LIVE if live else POLL_WHEN_BLIND) * (1 - jitter / 10)


def after_failure(now: datetime, since: datetime, asked_seconds: float | None) -> datetime:
    """Half the time it has been failing, between one and fifteen minutes, never earlier than Outlook asked for."""
    pause = min(max((now - since) / 2, SOONEST_AGAIN), LATEST_AGAIN)
    return now + max(pause, timedelta(seconds=asked_seconds or 0))


def next_night(now: datetime, zone: str, jitter: float) -> datetime:
    """A moment of the person's next night, between one and four o'clock."""
    local = now.astimezone(ZoneInfo(zone))
    tomorrow = (local + timedelta(days=1)).replace(hour=NIGHT_BEGINS, minute=0, second=0, microsecond=0)
    return tomorrow.astimezone(UTC) + NIGHT_LASTS * jitter


def half_life(now: datetime, expires_at: datetime, jitter: float) -> datetime:
    """Half of what is left, a tenth of it sooner or later."""
    return now + (expires_at - now) * (0.45 + jitter / 10)
