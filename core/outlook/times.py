"""Graph's dateTimeTimeZone values."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.outlook.zones import iana_zone
from core.shared.errors import OutlookUnavailable
from core.shared.ranges import Range

DateTimeTimeZone = Mapping[str, Any]


def instant(value: DateTimeTimeZone) -> datetime:
    """The instant in UTC: the wall time in the value's own zone, whatever was asked for.

    Seven decimals and no offset, "2026-12-01T09:00:00.0000000"; a repeated hour means its first pass. Raises
    OutlookUnavailable if it can't be placed: a calendar with an event at an unknown time is not readable.
    https://learn.microsoft.com/graph/api/resources/datetimetimezone
    """
    zone = iana_zone(value.get("timeZone"))
    if zone is None:
        raise OutlookUnavailable
    wall = _wall(value)
    return (wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def floating_date(value: DateTimeTimeZone) -> date:
    """The date of an all-day event's end: always midnight as written, whatever the zone says."""
    return _wall(value).date()


def utc_value(when: datetime) -> dict[str, str]:
    """The instant as Graph wants it in a body."""
    return {"dateTime": _text(when.astimezone(UTC)), "timeZone": "UTC"}


def wall_values(when: Range, zone: str) -> tuple[dict[str, str], dict[str, str]]:
    """Start and end as local wall time of `zone`, which Outlook then shows as the event's own zone.

    A wall time in the second pass of a repeated hour can't be said without an offset; then both are given in UTC.
    """
    tz = ZoneInfo(zone)
    local = (when.start.astimezone(tz), when.end.astimezone(tz))
    if any(moment.fold for moment in local):
        return utc_value(when.start), utc_value(when.end)
    start, end = ({"dateTime": _text(moment), "timeZone": zone} for moment in local)
    return start, end


def query_time(when: datetime) -> str:
    """For startDateTime and endDateTime of calendarView, where the offset in the value decides."""
    return f"{_text(when.astimezone(UTC))}Z"


def _text(moment: datetime) -> str:
    return moment.replace(tzinfo=None, fold=0).isoformat(timespec="seconds")


def _wall(value: DateTimeTimeZone) -> datetime:
    text = value.get("dateTime")
    if not isinstance(text, str):
        raise OutlookUnavailable
    head, dot, fraction = text.partition(".")
    zulu = "+00:00" if fraction.endswith("Z") else ""
    digits = fraction.rstrip("Z")[:6].ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{head}.{digits}{zulu}" if dot else head)
    except ValueError as error:
        raise OutlookUnavailable from error
