"""Series of meetings as JSON in a booking's row: the rule and what became of each date. Neither is anybody's words."""

import json
from datetime import UTC, date, datetime, timedelta

from core.booking.model import Booking
from core.booking.repeats import Every, Repeats, SeriesDate
from core.shared.ranges import Range

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
MARKS = ("anyway", "settled", "ending", "refused")
OVER = "over:"


def series_text(booking: Booking) -> str | None:
    """None for a single meeting."""
    rule = booking.plan.repeats
    if rule is None:
        return None
    found = {
        "every": rule.every.value,
        "until": rule.until.isoformat() if rule.until else None,
        "number": rule.number,
        "dates": [_row(one) for one in booking.dates],
    }
    return json.dumps(found, separators=(",", ":"))


def series_of(text: str | None) -> tuple[Repeats | None, tuple[SeriesDate, ...]]:
    """The rule and the dates; nothing for a single meeting."""
    if text is None:
        return None, ()
    found = json.loads(text)
    until = date.fromisoformat(found["until"]) if found["until"] else None
    rule = Repeats(Every(found["every"]), until, found["number"])
    return rule, tuple(_date(*row) for row in found["dates"])


def _row(one: SeriesDate) -> list[object]:
    marks = [name for name in MARKS if getattr(one, name)] + [OVER + event for event in one.over]
    return [one.number, *_span(one.planned), *(_span(one.when) if one.when else (None, None)), *marks]


def _date(number: int, start: int, end: int, now: int | None, now_end: int | None, *marks: str) -> SeriesDate:
    when = None if now is None or now_end is None else _range(now, now_end)
    over = tuple(mark.removeprefix(OVER) for mark in marks if mark.startswith(OVER))
    return SeriesDate(number, _range(start, end), when, over=over, **{mark: mark in marks for mark in MARKS})


def _span(when: Range) -> tuple[int, int]:
    """Whole seconds since 1970: meetings begin and end on minutes."""
    return (when.start - _EPOCH) // _SECOND, (when.end - _EPOCH) // _SECOND


def _range(start: int, end: int) -> Range:
    return Range(_EPOCH + start * _SECOND, _EPOCH + end * _SECOND)
