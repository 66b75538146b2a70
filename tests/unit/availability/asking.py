"""Short words for small examples: instants from text, a plain week, slots as wall-clock times."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.availability import BusyTime, Hours, PlacedBooking, Request, explain, find_slots

WEEK = Hours.of({number: [(540, 1020)] for number in range(5)})
"""Monday to Friday, nine to five."""
ALWAYS = Hours.of({number: [(0, 1440)] for number in range(7)})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, tz: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))


def ask(start: str, end: str, **rules: Any) -> Request:
    """A request for a window in the request's zone; half an hour unless told otherwise, nine to five."""
    tz = rules.setdefault("tz", "UTC")
    rules.setdefault("duration_minutes", 30)
    rules.setdefault("hours", WEEK)
    return Request(window=(local(start, tz), local(end, tz)), **rules)


def event(start: str, end: str, **more: Any) -> BusyTime:
    return BusyTime(utc(start), utc(end), **more)


def booked(start: str, end: str, before: int = 0, after: int = 0) -> PlacedBooking:
    return PlacedBooking(utc(start), utc(end), before, after)


def times(request: Request) -> list[str]:
    """The slots on the request's wall clock."""
    return [f"{slot.astimezone(ZoneInfo(request.tz)):%H:%M}" for slot in find_slots(request).slots]


def codes(request: Request, instant: str) -> list[str]:
    return [reason.code.value for reason in explain(request, utc(instant))]
