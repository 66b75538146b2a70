"""Whose clock: "CET", "New York time", "Berliner Zeit", "UTC+2", "Europe/Berlin".

A region's letters mean its clock, in summer too; letters that are several regions' are named. City names are CLDR's.
"""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from core.dialogue.reading.lexemes import folded
from core.dialogue.reading.pieces import Context, InZone, Line, Taken, at_end
from core.dialogue.reading.roles import Role

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "utc": ("Etc/UTC",), "gmt": ("Etc/UTC",), "cet": ("Europe/Berlin",), "cest": ("Europe/Berlin",),
    "mez": ("Europe/Berlin",), "mesz": ("Europe/Berlin",), "wet": ("Europe/Lisbon",), "west": ("Europe/Lisbon",),
    "eet": ("Europe/Athens",), "eest": ("Europe/Athens",), "bst": ("Europe/London",), "msk": ("Europe/Moscow",),
    "est": ("America/New_York",), "edt": ("America/New_York",), "cdt": ("America/Chicago",),
    "mst": ("America/Denver",), "mdt": ("America/Denver",), "pst": ("America/Los_Angeles",),
    "pdt": ("America/Los_Angeles",), "jst": ("Asia/Tokyo",), "kst": ("Asia/Seoul",), "hkt": ("Asia/Hong_Kong",),
    "sgt": ("Asia/Singapore",), "aest": ("Australia/Sydney",), "aedt": ("Australia/Sydney",),
    "nzst": ("Pacific/Auckland",), "nzdt": ("Pacific/Auckland",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"), "cst": ("America/Chicago", "Asia/Shanghai"),
}  # fmt: skip
REGIONS = {
    "eastern": "America/New_York", "central european": "Europe/Berlin", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "mitteleuropäische": "Europe/Berlin", "uk": "Europe/London",
    "indian": "Asia/Kolkata", "indische": "Asia/Kolkata", "japan": "Asia/Tokyo",
}  # fmt: skip
LANGUAGES = ("en", "de")
LONGEST = 3


@cache
def cities() -> dict[tuple[str, ...], str]:
    """Every city of CLDR's zones, by its words in each language, with its German "Berliner"."""
    known = available_timezones()
    found: dict[str, str] = {}
    for name in sorted(known):
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "SystemV", "US", "Mexico", "Brazil", "Canada", "Chile")):
            found.setdefault(folded(city.replace("_", " ")), name)
    for language in LANGUAGES:
        for name, names in Locale(language).time_zones.items():
            if name in known and "city" in names and "/" in name and not name.startswith("Etc"):
                found.setdefault(folded(names["city"]), name)
    found |= {f"{city}er": zone for city, zone in found.items() if city[-1] not in "er"} | {
        city + "r": zone for city, zone in found.items() if city.endswith("e")
    }
    found |= {"zürcher": "Europe/Zurich", "münchner": "Europe/Berlin", "warschauer": "Europe/Warsaw"}
    return {tuple(city.replace("-", " ").split()): zone for city, zone in {**found, **REGIONS}.items()}


def zone_at(line: Line, at: int, context: Context) -> Taken | None:
    """Letters of a zone, an IANA name, or a city with "time" behind it or "Zeit in" before it."""
    one = line[at]
    if one.kind == "zone":
        name = next((name for name in available_timezones() if folded(name) == one.key), None)
        return None if name is None or not at_end(line, at + 1) else (InZone((name,)), at + 1)
    if one.key in ("utc", "gmt"):
        return _offset(line, at)
    if one.key in ABBREVIATIONS:
        end = at + 1 + (at + 1 < len(line) and line[at + 1].has(Role.ZONE_WORD))
        return (InZone(_theirs(ABBREVIATIONS[one.key], context)), end) if at_end(line, end) else None
    if one.has(Role.ZONE_WORD) and at + 1 < len(line) and line[at + 1].has(Role.IN):
        return _city(line, at + 2, behind=0)  # "Zeit in New York"
    return _city(line, at + 1 if one.has(Role.IN, Role.AT) else at, behind=1)


def _city(line: Line, at: int, *, behind: int) -> Taken | None:
    """A city's words; with `behind`, "time" after them."""
    for length in range(LONGEST, 0, -1):
        end = at + length
        if end + behind > len(line) or (behind and not line[end].has(Role.ZONE_WORD)):
            continue
        name = cities().get(tuple(item.key for item in line[at:end]))
        if name is not None and at_end(line, end + behind):
            return InZone((name,)), end + behind
    return None


def _theirs(names: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Who lives in one of them means it; and Chicago's letters are China's for nobody in America."""
    here = {name for name in names if name == context.zone}
    america = names[0] if context.zone.startswith("America/") and names[0].startswith("America/") else None
    return tuple(here) or ((america,) if america else names)


def _offset(line: Line, at: int) -> Taken | None:
    """ "UTC", "UTC+2", "GMT-5": whole hours. The database's names turn the sign round."""
    if at_end(line, at + 1):
        return InZone(("Etc/UTC",)), at + 1
    if at + 2 >= len(line) or not at_end(line, at + 3):
        return None
    sign, hours = line[at + 1], line[at + 2].number
    east = sign.kind == "other" and sign.key == "+"
    if hours is None or hours > 12 or not (east or sign.is_dash):
        return None
    name = f"Etc/GMT{'-' if east else '+'}{hours}" if hours else "Etc/UTC"
    return InZone((name,)), at + 3
