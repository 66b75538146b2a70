"""Good requests and every way we can think of to spoil them: each spoilt request must be refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Json = Any
Path = tuple[str | int, ...]
GONE = object()
"""Instead of a new value: the key is left out."""

PERSON: dict[str, Json] = {
    "tz": "Europe/Berlin",
    "working_hours": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "fri": [["22:00", "06:00"]]},
    "overrides": {"2026-12-24": [], "2026-12-02": [["10:00", "24:00"]]},
    "available": [["2026-12-01T08:00:00Z", "2026-12-01T16:00:00+01:00"]],
    "busy": [
        {
            "start": "2026-12-01T10:00:00+01:00",
            "end": "2026-12-01T10:30:00+01:00",
            "show_as": "busy",
            "is_cancelled": False,
            "response": "accepted",
            "calendar": "work",
            "id": "e1",
            "all_day": False,
            "tz": "Europe/Berlin",
        },
        {"start": "2026-12-02", "end": "2026-12-03", "all_day": True},
    ],
    "bookings": [
        {
            "start": "2026-12-01T12:00:00Z",
            "end": "2026-12-01T12:30:00Z",
            "buffer_before_min": 5,
            "buffer_after_min": 10,
        }
    ],
}
RULES: dict[str, Json] = {
    "window": {"start": "2026-12-01T00:00:00Z", "end": "2026-12-05T00:00:00Z"},
    "now": "2026-11-30T12:00:00Z",
    "duration_min": 30,
    "interval_min": 15,
    "align": "grid",
    "grid_tz": "Asia/Kathmandu",
    "offset_start_min": 5,
    "buffer_before_min": 10,
    "buffer_after_min": 5,
    "min_notice_min": 60,
    "blocking": {"tentative": False, "workingElsewhere": True},
    "booking_window": {
        "start": "2026-12-01T00:00:00Z",
        "end": "2026-12-04T00:00:00Z",
        "rolling_days": 14,
        "unit": "business",
        "tz": "UTC",
        "max_ahead_min": 100000,
    },
    "limits": {
        "per_day": 4,
        "per_week": 10,
        "minutes_per_day": 240,
        "minutes_per_week": 600,
        "tz": "UTC",
        "week_start": "sun",
    },
    "explain": ["2026-12-01T10:00:00+01:00"],
}
ALONE: Json = PERSON | RULES | {"mode": "single"}
GROUP: Json = RULES | {
    "tz": "America/Nuuk",
    "mode": "k_of_n",
    "k": 2,
    "attendees": [
        PERSON | {"id": "ana", "required": True},
        {"id": "bob", "fixed": True, "group": "sales", "readable": False},
        {"id": "cem", "working_hours": {"tue": [["09:00", "17:00"]]}},
    ],
}
GOOD: dict[str, Json] = {"one person": ALONE, "several": GROUP}

NO_TEXT: tuple[Json, ...] = (5, True, [], {}, "\ud800")
NO_INSTANT = ("", "soon", "2026-12-01", "2026-12-01T10:00:00", "2026-02-30T10:00:00Z", "2026-12-01T25:00:00Z",
              "2026-12-01 10:00:00Z", "1899-12-31T00:00:00Z", "2200-01-01T00:00:00Z", "20261201T100000Z",
              "2026-12-01T10:00:00+25:00", "２026-12-01T10:00:00Z", 1764583200, 1.5)  # fmt: skip
NO_DATE = ("", "2026-02-29", "2026-12-01T10:00:00Z", "01.12.2026", "2026-W49-1", "0000-12-01")
NO_ZONE = ("", "Mars", "W. Europe Standard Time", "Europe", "../UTC", "/etc/localtime", "europe/berlin ", "+01:00")
NO_COUNT: tuple[Json, ...] = (-1, 1.0, 0.5, "5", True, [], {}, 10**12, float("nan"), float("inf"))
NO_TRUTH: tuple[Json, ...] = (0, 1, "true", "", [], {})
NO_TIME = ("9:00", "25:00", "12:60", "", "24:01", "09:00:00", "noon", "-1:00", "09:00 ", 540)

INSTANTS = {"start", "end", "now"}
ZONES = {"tz", "grid_tz"}
CODES = {"show_as", "response", "align", "mode", "unit", "week_start"}
NEEDED = {"window", "duration_min"}
AT_LEAST_ONE = {"duration_min", "interval_min", "k"}


def spoilt() -> Iterator[tuple[str, Path, Json]]:
    """(what was done, where, the spoilt request), each of one good request with one thing changed."""
    for name, good in GOOD.items():
        for path, value in _walk(good, ()):
            for change in _wrong(path, value, good):
                yield (
                    f"{name}: {_told(path)} = {'left out' if change is GONE else repr(change)}",
                    path,
                    _put(good, path, change),
                )
            if isinstance(value, dict):
                for key in ("", "Start", "starts", "__class__", "busy "):
                    if key not in value:
                        yield f"{name}: new key {key!r} in {_told(path)}", (*path, key), _put(good, (*path, key), 1)


def texts() -> Iterator[str]:
    """Texts that are no requests at all."""
    whole = json.dumps(ALONE)
    yield from (whole[: len(whole) * part // 16] for part in range(16))
    yield from (
        whole + "}",
        whole + whole,
        whole.replace(":", "=", 1),
        whole.replace('"', "'"),
        "null",
        "5",
        '"x"',
        "[[]]",
    )
    yield from ('{"window": 1, "window": 2}', "[1]", "[null]", "\ufeff{}", "NaN", "[" * 5000, '{"a":' * 5000)


def _walk(value: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from _walk(each, (*path, key))


def _wrong(path: Path, value: Json, good: Json) -> Iterator[Json]:
    """Values that can't stand there."""
    if not path:
        return
    key = path[-1]
    is_end = key in {"start", "end"} and "booking_window" not in path
    if is_end or key in NEEDED or (key == "id" and path[0] == "attendees" and len(path) == len(("attendees", 0, "id"))):
        yield from (GONE, None)
    elif isinstance(key, int):
        yield None
    if isinstance(value, dict):
        yield from ([], "x", 5, True)
    elif isinstance(value, list):
        yield from ({}, "x", 5, True, [5], ["x"], [[]], [{"?": 1}])
    elif isinstance(value, bool):
        yield from NO_TRUTH
    elif isinstance(value, int):
        yield from (*NO_COUNT, *((0,) if key in AT_LEAST_ONE else ()))
    else:
        yield from NO_TEXT
        yield from _wrong_text(path, value, good)


def _wrong_text(path: Path, value: str, good: Json) -> Iterator[Json]:
    key = path[-1]
    if "working_hours" in path or "overrides" in path:
        yield from NO_TIME
        yield from ("24:00",) if key == 0 else ()
    elif key in ZONES:
        yield from NO_ZONE
    elif key in CODES:
        yield from ("", value.upper() + "!", value[:-1])
    elif key == "id":
        yield from ("ana",) if value == "cem" else ()
    elif len(value) == len("2026-12-02"):
        yield from NO_DATE
        yield "2026-12-01" if key == "end" else "2026-12-09"
    elif key in INSTANTS or "explain" in path or "available" in path:
        yield from NO_INSTANT
        if key in {"end", 1}:
            yield "2026-11-01T00:00:00Z"
        if key == "start":
            yield "2199-12-31T00:00:00Z"


def _put(good: Json, path: Path, value: Json) -> Json:
    spoilt = deepcopy(good)
    place = spoilt
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return spoilt


def _told(path: Path) -> str:
    """The path as an error says it: `busy[0].start`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
