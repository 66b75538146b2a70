"""A booking's rule in Graph's words. https://learn.microsoft.com/graph/api/resources/patternedrecurrence"""

from core.booking.model import Booking
from core.booking.repeats import LAST_WORKING_DAY, Every, Repeats
from core.outlook.answers import Json
from core.shared.days import day_at

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def recurrence_of(booking: Booking, rule: Repeats) -> Json:
    """The pattern and its range, in dates of the zone in which the event's start is written (that of the event counts
    where the range names none)."""
    first = day_at(booking.plan.when.start, booking.zone)
    span: dict[str, object] = {"startDate": first.isoformat()}
    if rule.until is not None:
        span |= {"type": "endDate", "endDate": rule.until.isoformat()}
    else:
        span |= {"type": "numbered", "numberOfOccurrences": rule.number}
    return {"pattern": _pattern(rule, first.weekday(), first.day), "range": span}


def _pattern(rule: Repeats, weekday: int, day: int) -> Json:
    match rule.every:
        case Every.DAILY:
            return {"type": "daily", "interval": 1}
        case Every.WORKDAYS:
            return _weekly(1, DAYS[: LAST_WORKING_DAY + 1])
        case Every.WEEKLY:
            return _weekly(1, (DAYS[weekday],))
        case Every.FORTNIGHTLY:
            return _weekly(2, (DAYS[weekday],))
        case Every.MONTHLY:
            return {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": day}


def _weekly(interval: int, days: tuple[str, ...]) -> Json:
    return {"type": "weekly", "interval": interval, "daysOfWeek": list(days), "firstDayOfWeek": "monday"}
