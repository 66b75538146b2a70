"""What people type into the forms of settings, read strictly: what isn't understood is said beside its field."""

import re
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

from core.availability.hours import DAY_MINUTES, WEEKDAYS, DayHours, WallRange
from core.dialogue.screens import clock
from core.dialogue.settings_commands import TypedWeek
from core.shared.errors import InvalidChoice

NIGHT_MOST = 12 * 60
"""A shift over midnight is no longer than that: more is a range typed backwards (our choice)."""

RANGES_MOST = 6
"""Enough for every day we have seen (our choice)."""

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?"
_RANGE = re.compile(rf"{_TIME}\s*(?:-|–|—|to)\s*{_TIME}", re.ASCII | re.IGNORECASE)
_AREAS = frozenset(
    "Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split()  # others are old names
)


def typed_hours(field: str, text: str) -> DayHours:
    """ "09:00-12:00, 13:00-17:00" (or "9am-12pm, 1pm-5pm") in order; nothing for an empty text. The last one may end
    after midnight. Raises InvalidChoice."""
    found = sorted(_range(field, piece) for piece in re.split(r"[,;]", text) if piece.strip())
    if len(found) > RANGES_MOST:
        raise InvalidChoice(field, "settings.bad_hours")
    for earlier, later in pairwise(found):
        if later[0] < _end(earlier):
            raise InvalidChoice(field, "settings.overlapping")
    return tuple(found)


def typed_week(given: TypedWeek) -> tuple[DayHours, ...]:
    """Monday first. Raises InvalidChoice for the day that isn't understood."""
    return tuple(typed_hours(day, getattr(given, day)) for day in WEEKDAYS)


def hours_text(ranges: DayHours) -> str:
    """The hours of a day as they are typed."""
    return ", ".join(f"{clock(start)}-{clock(end)}" for start, end in ranges)


def typed_quiet(field: str, text: str) -> tuple[int, int]:
    """ "20:00-07:00" as two minutes of the day; an empty text as two equal ones. Raises InvalidChoice."""
    if not text.strip():
        return 0, 0
    start, end = _minutes(field, text)
    if start % DAY_MINUTES == end % DAY_MINUTES:
        raise InvalidChoice(field, "settings.empty_range")
    return start % DAY_MINUTES, end % DAY_MINUTES


def quiet_text(start: int, end: int) -> str:
    """Quiet hours as they are typed."""
    return "" if start == end else f"{clock(start)}-{clock(end)}"


def typed_zone(field: str, text: str) -> str:
    """ "Europe/Berlin" for that name in any case, and for its city. Raises InvalidChoice."""
    found = _zones().get(_plain(text))
    if found is None:
        raise InvalidChoice(field, "settings.bad_zone")
    return found


def typed_number(field: str, text: str, least: int, most: int, reason: str) -> int:
    """A whole number within these bounds. Raises InvalidChoice with the reason."""
    plain = text.strip()
    if not re.fullmatch(r"[0-9]{1,4}", plain) or not least <= int(plain) <= most:
        raise InvalidChoice(field, reason)
    return int(plain)


def _range(field: str, text: str) -> WallRange:
    start, end = _minutes(field, text)
    if start in (end, DAY_MINUTES):
        raise InvalidChoice(field, "settings.empty_range")
    if end < start and _end((start, end)) - start > NIGHT_MOST:
        raise InvalidChoice(field, "settings.backwards")
    return start, end


def _minutes(field: str, text: str) -> tuple[int, int]:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise InvalidChoice(field, "settings.bad_hours")
    hour, minute, half, last_hour, last_minute, last_half = match.groups()
    return _minute(field, hour, minute, half), _minute(field, last_hour, last_minute, last_half)


def _minute(field: str, hour: str, minute: str | None, half: str | None) -> int:
    """The minute of the day, up to 24:00; with "am" or "pm" the hour is one of twelve."""
    hours, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            raise InvalidChoice(field, "settings.bad_hours")
        hours = hours % 12 + (12 if half.casefold() == "pm" else 0)
    if minutes > 59 or hours * 60 + minutes > DAY_MINUTES:
        raise InvalidChoice(field, "settings.bad_hours")
    return hours * 60 + minutes


def _end(pair: WallRange) -> int:
    """Minutes after the day's own midnight."""
    start, end = pair
    return end if end > start else end + DAY_MINUTES


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()


@cache
def _zones() -> dict[str, str]:
    """Every name and city, folded; of two zones with one city the one with the shorter name."""
    names = sorted(available_timezones(), key=lambda name: (name.count("/"), name))
    cities = [name for name in names if name.split("/")[0] in _AREAS]
    found = {"utc": "UTC"}
    for name in cities:
        found.setdefault(_plain(name.rsplit("/", 1)[-1]), name)
    return found | {_plain(name): name for name in (*cities, "UTC")}
