"""When a person may be interrupted, by the clock on the wall where they are."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.configuration.model import Preferences
from core.conflicts.model.ledger import Form, Ledger, Manners
from core.shared.days import at_minute, day_at, day_of

_DAY_MINUTES = 24 * 60


def is_quiet(now: datetime, manners: Manners) -> bool:
    """Quiet hours are half-open; the same minute at both ends means none."""
    local = now.astimezone(ZoneInfo(manners.zone))
    return _quiet_minute(local.hour * 60 + local.minute, manners)


def manners_of(chosen: Preferences, zone: str) -> Manners:
    """What the person chose, by the clock of the zone they are in."""
    return Manners(zone, chosen.warnings, chosen.quiet_from_minute, chosen.quiet_to_minute)


def quiet_until(now: datetime, manners: Manners) -> datetime | None:
    """When the quiet hours end in which `now` lies; None outside of them."""
    if not is_quiet(now, manners):
        return None
    today = day_at(now, manners.zone)
    moments = (at_minute(today + timedelta(days=days), manners.quiet_to_minute, manners.zone) for days in range(3))
    return next(moment for moment in moments if moment > now)


def next_digest(now: datetime, manners: Manners) -> datetime:
    """The next morning's digest, after `now`: at its minute, or when the quiet hours end that cover that minute."""
    minute = manners.digest_minute
    if _quiet_minute(minute, manners):
        minute = manners.quiet_to_minute
    today = day_at(now, manners.zone)
    moments = (at_minute(today + timedelta(days=days), minute, manners.zone) for days in range(3))
    return next(moment for moment in moments if moment > now)


def next_midnight(now: datetime, manners: Manners) -> datetime:
    """When the day's budget is whole again."""
    return day_of(now, manners.zone).end


def left_today(ledger: Ledger, now: datetime, manners: Manners) -> int:
    """How many interruptions the local day still has."""
    today = day_at(now, manners.zone)
    said = [one for one in ledger.warnings.values() if one.form is Form.CAUSE]
    return max(0, manners.most_a_day - sum(day_at(one.said_at, manners.zone) == today for one in said))


def _quiet_minute(minute: int, manners: Manners) -> bool:
    length = (manners.quiet_to_minute - manners.quiet_from_minute) % _DAY_MINUTES
    return (minute - manners.quiet_from_minute) % _DAY_MINUTES < length
