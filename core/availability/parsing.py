"""From the JSON request of docs/availability.md to a Request; strict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NoReturn, TypeVar

from core.availability.hours import WEEKDAYS, DayHours, Hours, wall_range
from core.availability.model import (
    DEFAULT_BLOCKING,
    Align,
    Attendee,
    Blocking,
    BookingWindow,
    BusyTime,
    Limits,
    Mode,
    PlacedBooking,
    Request,
    RollingUnit,
    ShowAs,
    Span,
)
from core.availability.reading import Node, RequestError
from core.availability.spans import is_before

Value = TypeVar("Value")
Default = TypeVar("Default")

_PERSON_KEYS = ("tz", "working_hours", "overrides", "available", "busy", "bookings")
_REQUEST_KEYS = (
    *_PERSON_KEYS,
    *("window", "duration_min", "now", "blocking", "interval_min", "align", "grid_tz", "offset_start_min"),
    *("buffer_before_min", "buffer_after_min", "min_notice_min", "booking_window", "limits"),
    *("mode", "k", "attendees", "explain"),
)
_RESPONSES = ("none", "organizer", "accepted", "tentativelyAccepted", "declined", "notResponded")
_MOST_DAYS = 10 * 366
_MOST_MINUTES = _MOST_DAYS * 1440


class Fields:
    """An object's values by key, each read with its default if it was left out."""

    def __init__(self, node: Node, *known: str) -> None:
        self._node = node
        self._fields = node.fields(*known)

    def get(self, key: str, read: Callable[[Node], Value], default: Default) -> Value | Default:
        field = self._fields.get(key)
        return default if field is None else read(field)

    def need(self, key: str, read: Callable[[Node], Value]) -> Value:
        if key not in self._fields:
            self.wrong(key, "is missing")
        return read(self._fields[key])

    def minutes(self, key: str) -> int:
        return self.get(key, _minutes, 0)

    def wrong(self, key: str, reason: str) -> NoReturn:
        raise RequestError(f"{self._node.path}.{key}" if self._node.path else key, reason)


def parse_request(value: object, path: str = "") -> Request:
    """A request from decoded JSON. RequestError(path, reason) on an unknown key, a naive instant, a wrong value."""
    fields = Fields(Node(path, value), *_REQUEST_KEYS)
    booking_window = fields.get("booking_window", _booking_window, BookingWindow())
    now = fields.get("now", Node.instant, None)
    if now is None and (booking_window.rolling_days, booking_window.max_ahead_minutes) != (None, None):
        fields.wrong("now", "is needed by the rolling booking_window")
    attendees = fields.get("attendees", _attendees, ())
    mode = fields.get("mode", lambda node: node.code(Mode), Mode.SINGLE)
    if mode is Mode.SINGLE and len(attendees) > 1:
        fields.wrong("mode", "single takes exactly one attendee")
    return Request(
        tz=fields.get("tz", Node.zone, "UTC"),
        hours=_hours(fields),
        available=fields.get("available", _spans, ()),
        busy=fields.get("busy", _busy, ()),
        bookings=fields.get("bookings", _bookings, ()),
        blocking=fields.get("blocking", _blocking, DEFAULT_BLOCKING),
        window=fields.need("window", _window),
        now=now,
        duration_minutes=fields.need("duration_min", _positive),
        interval_minutes=fields.get("interval_min", _positive, None),
        align=fields.get("align", lambda node: node.code(Align), Align.GRID),
        grid_tz=fields.get("grid_tz", Node.zone, None),
        offset_start_minutes=fields.minutes("offset_start_min"),
        buffer_before_minutes=fields.minutes("buffer_before_min"),
        buffer_after_minutes=fields.minutes("buffer_after_min"),
        min_notice_minutes=fields.minutes("min_notice_min"),
        booking_window=booking_window,
        limits=fields.get("limits", _limits, Limits()),
        mode=mode,
        k=fields.get("k", _positive, 1),
        attendees=attendees,
        explain=fields.get("explain", lambda node: tuple(map(Node.instant, node.items())), ()),
    )


def _minutes(node: Node) -> int:
    return node.number(0, _MOST_MINUTES)


def _positive(node: Node) -> int:
    return node.number(1, _MOST_MINUTES)


def _count(node: Node) -> int:
    return node.number(0, _MOST_MINUTES)


def _hours(fields: Fields) -> Hours:
    week = fields.get("working_hours", _week, {})
    return Hours.of(week, fields.get("overrides", _overrides, {}))


def _week(node: Node) -> dict[int, DayHours]:
    for key, day in node.entries():
        if key not in WEEKDAYS:
            day.wrong("is not a weekday: " + ", ".join(WEEKDAYS))
    return {WEEKDAYS.index(key): _day_hours(day) for key, day in node.entries()}


def _overrides(node: Node) -> dict[date, DayHours]:
    return {Node(day.path, key).day(): _day_hours(day) for key, day in node.entries()}


def _day_hours(node: Node) -> DayHours:
    found = []
    for pair in node.items():
        try:
            found.append(wall_range([each.text() for each in pair.items()]))
        except RequestError:
            raise
        except ValueError as error:
            pair.wrong(str(error))
    return tuple(found)


def _spans(node: Node) -> tuple[Span, ...]:
    return tuple(map(_span, node.items()))


def _span(node: Node) -> Span:
    pair = node.items()
    if len(pair) != len(("start", "end")):
        node.wrong("must be two instants")
    start, end = pair[0].instant(), pair[1].instant()
    if is_before(end, start):
        pair[1].wrong("ends before it starts")
    return start, end


def _start_end(fields: Fields) -> Span:
    start, end = fields.need("start", Node.instant), fields.need("end", Node.instant)
    if is_before(end, start):
        fields.wrong("end", "ends before it starts")
    return start, end


def _window(node: Node) -> Span:
    fields = Fields(node, "start", "end")
    start, end = _start_end(fields)
    if (end - start).days > _MOST_DAYS:
        fields.wrong("end", "is more than ten years after the start")
    return start, end


def _busy(node: Node) -> tuple[BusyTime, ...]:
    return tuple(map(_event, node.items()))


def _event(node: Node) -> BusyTime:
    fields = Fields(node, "start", "end", "show_as", "is_cancelled", "response", "calendar", "id", "all_day", "tz")
    all_day = fields.get("all_day", Node.truth, default=False)
    start, end = _dates(fields) if all_day else _start_end(fields)
    return BusyTime(
        start=start,
        end=end,
        show_as=fields.get("show_as", lambda value: value.code(ShowAs), ShowAs.BUSY),
        is_cancelled=fields.get("is_cancelled", Node.truth, default=False),
        response=fields.get("response", _response, "none"),
        calendar=fields.get("calendar", Node.text, ""),
        id=fields.get("id", Node.text, ""),
        all_day=all_day,
        tz=fields.get("tz", Node.zone, None),
    )


def _dates(fields: Fields) -> tuple[date, date]:
    start, end = fields.need("start", Node.day), fields.need("end", Node.day)
    if end < start:
        fields.wrong("end", "ends before it starts")
    return start, end


def _response(node: Node) -> str:
    if node.text() not in _RESPONSES:
        node.wrong("must be one of " + ", ".join(_RESPONSES))
    return node.text()


def _bookings(node: Node) -> tuple[PlacedBooking, ...]:
    return tuple(map(_booking, node.items()))


def _booking(node: Node) -> PlacedBooking:
    fields = Fields(node, "start", "end", "buffer_before_min", "buffer_after_min")
    start, end = _start_end(fields)
    return PlacedBooking(start, end, fields.minutes("buffer_before_min"), fields.minutes("buffer_after_min"))


def _blocking(node: Node) -> Blocking:
    fields = Fields(node, *ShowAs)
    return frozenset(state for state in ShowAs if fields.get(state, Node.truth, state in DEFAULT_BLOCKING))


def _booking_window(node: Node) -> BookingWindow:
    fields = Fields(node, "start", "end", "rolling_days", "unit", "tz", "max_ahead_min")
    start, end = fields.get("start", Node.instant, None), fields.get("end", Node.instant, None)
    if start and end and is_before(end, start):
        fields.wrong("end", "ends before it starts")
    return BookingWindow(
        start=start,
        end=end,
        rolling_days=fields.get("rolling_days", lambda value: value.number(0, _MOST_DAYS), None),
        unit=fields.get("unit", lambda value: value.code(RollingUnit), RollingUnit.CALENDAR),
        tz=fields.get("tz", Node.zone, None),
        max_ahead_minutes=fields.get("max_ahead_min", _count, None),
    )


def _limits(node: Node) -> Limits:
    fields = Fields(node, "per_day", "per_week", "minutes_per_day", "minutes_per_week", "tz", "week_start")
    return Limits(
        per_day=fields.get("per_day", _count, None),
        per_week=fields.get("per_week", _count, None),
        minutes_per_day=fields.get("minutes_per_day", _count, None),
        minutes_per_week=fields.get("minutes_per_week", _count, None),
        tz=fields.get("tz", Node.zone, None),
        week_start=fields.get("week_start", _weekday, 0),
    )


def _weekday(node: Node) -> int:
    if node.text() not in WEEKDAYS:
        node.wrong("is not a weekday: " + ", ".join(WEEKDAYS))
    return WEEKDAYS.index(node.text())


def _attendees(node: Node) -> tuple[Attendee, ...]:
    seen: set[str] = set()
    found = []
    for each in node.items():
        attendee = _attendee(each)
        if attendee.id in seen:
            raise RequestError(f"{each.path}.id", "two attendees have the same id")
        seen.add(attendee.id)
        found.append(attendee)
    return tuple(found)


def _attendee(node: Node) -> Attendee:
    fields = Fields(node, *_PERSON_KEYS, "id", "required", "fixed", "group", "readable")
    return Attendee(
        id=fields.need("id", Node.text),
        tz=fields.get("tz", Node.zone, None),
        hours=_hours(fields),
        available=fields.get("available", _spans, ()),
        busy=fields.get("busy", _busy, ()),
        bookings=fields.get("bookings", _bookings, ()),
        required=fields.get("required", Node.truth, None),
        fixed=fields.get("fixed", Node.truth, default=False),
        group=fields.get("group", Node.text, "_"),
        readable=fields.get("readable", Node.truth, default=True),
    )
