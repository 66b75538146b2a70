"""Time zone names: Outlook writes Windows names or IANA names, we keep IANA names."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

_UTC_NAMES = frozenset({"UTC", "tzone://Microsoft/Utc"})


@lru_cache(maxsize=1024)
def iana_zone(name: str | None) -> str | None:
    """The IANA name for a Windows or IANA name; None for an empty, custom or unknown one.

    Windows names are those of CLDR (windowsZones.xml, by Babel). "Customized Time Zone" and "tzone://Microsoft/Custom"
    stand for rules that have no name: the caller takes another source.
    """
    if not name:
        return None
    if name in _UTC_NAMES:
        return "UTC"
    mapped: str | None = get_global("windows_zone_mapping").get(name)
    if mapped is not None:
        return mapped
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a directory of zones
        return None
