"""Answers with many items: filter, order, page, select, and the link to the next page."""

import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.errors import invalid

Json = dict[str, Any]
DEFAULT_PAGE = 10
MAX_PAGE = 1000
ALWAYS = ("@odata.etag", "id")
ON_DEMAND = frozenset({"originalStart", "cancelledOccurrences"})  # only when selected
TERM = re.compile(r"^([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|true|false|null|[\dT:.Z+-]+)$", re.IGNORECASE)
STARTS = re.compile(r"^startswith\(\s*([\w/]+)\s*,\s*'((?:[^']|'')*)'\s*\)$", re.IGNORECASE)
OWN = re.compile(
    r"^singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id\s+eq\s+'([^']*)'\s+and\s+\1/value\s+eq\s+'([^']*)'\s*\)$",
    re.IGNORECASE,
)
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "ne": lambda a, b: bool(a != b),
    "gt": lambda a, b: a is not None and bool(a > b),
    "ge": lambda a, b: a is not None and bool(a >= b),
    "lt": lambda a, b: a is not None and bool(a < b),
    "le": lambda a, b: a is not None and bool(a <= b),
}


def collection(call: Call, rows: Sequence[Json], kind: str) -> web.Response:
    """The page of rows that the query asks for. `kind` is the Graph type in error messages."""
    query = call.query
    rows = ordered(filtered(rows, query.get("$filter"), kind), query.get("$orderby"), kind)
    skip = _whole(query, "$skip", 0, 0)
    size = _whole(query, "$top", call.prefer.page_size or DEFAULT_PAGE, 1)
    page = [selected(row, query.get("$select"), kind) for row in rows[skip : skip + size]]
    answer: Json = {"@odata.context": f"{call.origin}/v1.0/$metadata#Collection({kind})"}
    if query.get("$count", "").casefold() == "true":
        answer["@odata.count"] = len(rows)
    answer["value"] = page
    if skip + size < len(rows):
        answer["@odata.nextLink"] = next_link(call, skip + size)
    return web.json_response(answer)


def next_link(call: Call, skip: int) -> str:
    """The request's own address, going on after `skip` items."""
    kept = {key: value for key, value in call.request.query.items() if key.casefold() != "$skip"}
    path = quote(call.request.path, safe="/()'$=")
    return f"{call.origin}{path}?{urlencode({**kept, '$skip': skip}, safe='$')}"


def selected(row: Json, wanted: str | None, kind: str) -> Json:
    """The row with only the selected properties (and id and etag); raises 400 for one the type does not have."""
    if not wanted:
        return {key: value for key, value in row.items() if key not in ON_DEMAND}
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    known = {key.casefold(): key for key in row}
    chosen = []
    for name in names:
        key = known.get(name.split("/")[0].casefold())
        if key is None and name not in ON_DEMAND:
            raise invalid(
                "BadRequest",
                f"Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{kind}'.",
            )
        if key is not None:
            chosen.append(key)
    shown = {key: value for key, value in row.items() if key in chosen or key in ALWAYS}
    if "onlineMeeting" in shown and "isOnlineMeeting" not in shown:
        shown["onlineMeeting"] = None  # the service tells it only to who asks for both
    return shown


def filtered(rows: Sequence[Json], text: str | None, kind: str) -> list[Json]:
    """The rows that fit a filter of terms joined by `and`; raises 400 for anything else."""
    if not text:
        return list(rows)
    own = OWN.match(text.strip())
    if own:
        return [row for row in rows if {"id": own[2], "value": own[3]} in row.get("singleValueExtendedProperties", [])]
    tests = [
        _test(term.strip(), kind)
        for term in re.split(r"\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)", text, flags=re.IGNORECASE)
    ]
    return [row for row in rows if all(test(row) for test in tests)]


def ordered(rows: Sequence[Json], text: str | None, kind: str) -> list[Json]:
    """The rows in the order asked for; raises 400 for a property the type does not have."""
    result = list(rows)
    for part in reversed([part.strip() for part in (text or "").split(",") if part.strip()]):
        path, _, direction = part.partition(" ")
        keyed = [(_sortable(_value(row, path, kind)), row) for row in result]
        keyed.sort(key=itemgetter(0), reverse=direction.strip().lower() == "desc")
        result = [row for _, row in keyed]
    return result


def _test(term: str, kind: str) -> Callable[[Json], bool]:
    """Whether a row fits one term of a filter."""
    starts, found = STARTS.match(term), TERM.match(term)
    if starts is not None:
        prefix = starts[2].replace("''", "'").casefold()

        def begins(row: Json) -> bool:
            return str(_value(row, starts[1], kind) or "").casefold().startswith(prefix)

        return begins
    if found is None:
        raise invalid("BadRequest", f"Invalid filter clause: '{term}' is not supported.")
    path, compare, wanted = found[1], COMPARE[found[2].lower()], _literal(found[3])

    def fits(row: Json) -> bool:
        return compare(_value(row, path, kind), wanted)

    return fits


def _literal(text: str) -> str | bool | int | None:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    constants = {"true": True, "false": False, "null": None}
    if text.lower() in constants:
        return constants[text.lower()]
    return int(text) if text.lstrip("-").isdigit() else text  # a moment, compared as it is written


def _value(row: Json, path: str, kind: str) -> Any:
    value: Any = row
    for name in path.split("/"):
        if not isinstance(value, dict) or name not in value:
            raise invalid("BadRequest", f"Could not find a property named '{name}' on type '{kind}'.")
        value = value[name]
    return value


def _sortable(value: Any) -> tuple[bool, Any]:
    return value is not None, value if isinstance(value, int | float) else str(value).casefold()


def _whole(query: Mapping[str, str], name: str, fallback: int, least: int) -> int:
    text = query.get(name)
    if text is None:
        return fallback
    if not text.isdigit() or not least <= int(text) <= (MAX_PAGE if name == "$top" else 10**9):
        raise invalid("BadRequest", f"Invalid value '{text}' for {name} query option.")
    return int(text)
