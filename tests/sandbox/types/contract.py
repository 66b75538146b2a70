"""Graph's types as data, and whether a value is one of them: every property, enum member, collection, null and date.

graph.json holds the types of the vendor's schema, wire.json the properties that an unselected answer always carries,
in the order of the wire where that is recorded (events). Written from those documents, not from the sandbox.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Json = dict[str, Any]
DATA: Json = json.loads((HERE / "graph.json").read_text(encoding="utf-8"))
WIRE: dict[str, list[str]] = json.loads((HERE / "wire.json").read_text(encoding="utf-8"))
TYPES, ENUMS, UNDECLARED = DATA["types"], DATA["enums"], DATA["undeclared"]
FULL_ALWAYS = frozenset(WIRE) - {"event", "slim", "removed", "calendar", "subscription", "user"}

OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)")
WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}")
DAYTIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{7}")
GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
ETAG = re.compile(r'W/"[A-Za-z0-9+/=_-]+"')
NULL_COLLECTIONS = {("scheduleInformation", "scheduleItems")}  # recorded beside an error
WRAPPED = {("mailboxSettings", "userPurpose")}  # the wire has {"value": member} where the schema says the enum
EXPANDABLE = frozenset({"exceptionOccurrences", "singleValueExtendedProperties", "multiValueExtendedProperties"})


@cache
def properties(name: str) -> dict[str, str]:
    """All declared properties of a type with those of its bases, and the undeclared ones that were observed."""
    row = TYPES[name]
    inherited = properties(row["base"]) if "base" in row else {}
    return {**inherited, **row.get("has", {}), **UNDECLARED.get(name, {})}


@cache
def navigation(name: str) -> dict[str, str]:
    """The declared ways to other entities; an answer holds them when they were expanded."""
    row = TYPES[name]
    inherited = navigation(row["base"]) if "base" in row else {}
    return {**inherited, **row.get("leads", {})}


@cache
def is_a(name: str, base: str) -> bool:
    """Whether a type is another or descends from it."""
    return name == base or ("base" in TYPES[name] and is_a(TYPES[name]["base"], base))


def problems(value: Any, spec: str, where: str = "", *, selected: bool = False) -> Iterator[str]:
    """Everything that is wrong with a value of a type such as `event`, `[attendee]` or `String!`. With `selected` some
    properties may be missing."""
    name = spec.removesuffix("!")
    if value is None:
        if spec.endswith("!") or (name.startswith("[") and not _may_be_null(where)):
            yield f"{where}: null, but {spec}"
    elif name.startswith("["):
        yield from _collection(value, name[1:-1], where, selected=selected)
    elif name in ENUMS:
        yield from _enum(value, name, where)
    elif name in TYPES:
        yield from _object(value, name, where, selected=selected)
    elif not _primitive(value, name):
        yield f"{where}: {value!r} is no {name}"


def _collection(value: Any, name: str, where: str, *, selected: bool) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: {value!r} is no collection of {name}"
        return
    for place, one in enumerate(value):
        yield from problems(one, f"{name}!", f"{where}[{place}]", selected=selected)


def _enum(value: Any, name: str, where: str) -> Iterator[str]:
    if _ends(where) in WRAPPED and isinstance(value, dict) and list(value) == ["value"]:
        value = value["value"]
    if value not in ENUMS[name]:
        yield f"{where}: {value!r} is no {name}"


def _object(value: Any, name: str, where: str, *, selected: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no {name}"
        return
    if "@odata.type" in value:
        said = str(value["@odata.type"]).removeprefix("#microsoft.graph.")
        if not str(value["@odata.type"]).startswith("#microsoft.graph.") or said not in TYPES or not is_a(said, name):
            yield f"{where}: @odata.type {value['@odata.type']!r} is no {name}"
            return
        name = said
    known, ways = properties(name), navigation(name)
    for key, inner in value.items():
        place = f"{where}/{name}.{key}"
        if key in known:
            yield from problems(inner, known[key], place)
        elif key in ways and key in EXPANDABLE:
            yield from problems(inner, ways[key], place, selected=selected)
        elif "@" in key:
            yield from _annotation(key, inner, place, ways)
        else:
            yield f"{place}: no such property"
    yield from _missing(value, name, where, selected=selected)
    if name == "dateTimeTimeZone" and not WALL.fullmatch(str(value.get("dateTime"))):
        yield f"{where}: {value.get('dateTime')!r} is no wall clock time with seven decimals"


def _missing(value: Json, name: str, where: str, *, selected: bool) -> Iterator[str]:
    """What every answer carries unless it was selected away; of an event also the order."""
    if name not in WIRE or (selected and name not in FULL_ALWAYS):
        return
    for key in WIRE[name]:
        if key not in value:
            yield f"{where}/{name}.{key}: missing"
    if name == "event":
        order = [key for key in value if key in WIRE["event"]]
        if order != [key for key in WIRE["event"] if key in value]:
            yield f"{where}/event: the properties are not in the order of the wire"


def _annotation(key: str, value: Any, where: str, ways: dict[str, str]) -> Iterator[str]:
    owner, _, name = key.partition("@")
    if key == "@odata.etag":
        if not isinstance(value, str) or not ETAG.fullmatch(value):
            yield f"{where}: {value!r} is no etag"
    elif owner:
        if owner not in ways or name not in {"odata.context", "odata.associationLink", "odata.navigationLink"}:
            yield f"{where}: no such annotation"
        elif not str(value).startswith("http"):
            yield f"{where}: {value!r} is no address"
    elif key not in {"@odata.context", "@odata.type"}:
        yield f"{where}: no such annotation"


def _primitive(value: Any, name: str) -> bool:
    match name:
        case "Boolean":
            return isinstance(value, bool)
        case "Int32":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31
        case "Double":
            return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    match name:
        case "String":
            return True
        case "DateTimeOffset":
            return bool(OFFSET.fullmatch(value)) and _parses(value)
        case "Date":
            return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(date.fromisoformat(value))
        case "TimeOfDay":
            return bool(DAYTIME.fullmatch(value))
        case "Guid":
            return bool(GUID.fullmatch(value))
    raise LookupError(f"nothing is known of the type {name}")


def _parses(text: str) -> bool:
    try:
        datetime.fromisoformat(re.sub(r"(\.\d{6})\d", r"\1", text))
    except ValueError:
        return False
    return True


def _may_be_null(where: str) -> bool:
    return _ends(where) in NULL_COLLECTIONS


def _ends(where: str) -> tuple[str, str]:
    name, _, key = where.rpartition("/")[2].partition(".")
    return name, key
