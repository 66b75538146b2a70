"""Time zones by the names calendars use: Windows names and IANA names."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import get_global

UTC_NAMES = frozenset({"utc", "etc/utc", "etc/gmt", "tzone://microsoft/utc", "coordinated universal time"})


class UnknownZoneError(ValueError):
    """No zone has this name."""


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone with this Windows or IANA name (Windows names compare without case); raises UnknownZoneError."""
    wanted = name.strip()
    if wanted.casefold() in UTC_NAMES:
        return ZoneInfo("UTC")
    if (known := _windows().get(wanted.casefold())) is not None:
        return ZoneInfo(known)
    if "/" not in wanted:
        raise UnknownZoneError(name)
    try:
        return ZoneInfo(wanted)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(name) from error


def windows_names() -> tuple[str, ...]:
    """Every Windows zone name there is, sorted."""
    return tuple(sorted(get_global("windows_zone_mapping")))


def iana_names() -> tuple[str, ...]:
    """Every place in the IANA database, sorted."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))


def offset_text(moment: datetime, name: str) -> str:
    """How far a zone is from UTC at a moment (aware), such as UTC+01:00."""
    text = f"{moment.astimezone(zone(name)):%z}"
    return f"UTC{text[:3]}:{text[3:5]}"


def windows_name(iana: str) -> str:
    """The Windows name of the zone whose main place this is, else the IANA name itself."""
    return next((name for name, place in get_global("windows_zone_mapping").items() if place == iana), iana)


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    return {name.casefold(): place for name, place in get_global("windows_zone_mapping").items()}
