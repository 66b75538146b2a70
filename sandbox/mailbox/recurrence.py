"""Series: which dates a pattern falls on, and the pattern in Graph's words."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

Json = dict[str, Any]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEXES = ("first", "second", "third", "fourth", "last")
PATTERNS = ("daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly")
NEVER = "0001-01-01"
HORIZON = date(2100, 1, 1)


class PatternError(ValueError):
    """A recurrence that cannot be; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Series:
    """A pattern and its range: dates of `zone`, days from 0 for Monday, `end` inclusive, `number` 0 for none."""

    pattern: str
    interval: int
    start: date
    zone: str
    days: tuple[int, ...] = ()
    day_of_month: int = 0
    month: int = 0
    index: str = "first"
    first_day: int = 6
    end: date | None = None
    number: int = 0

    def dates(self, until: date) -> Iterator[date]:
        """The dates of the series in order, up to and including `until`."""
        last = min(until, self.end or HORIZON, HORIZON)
        for number, day in enumerate(self._endless()):
            if day > last or (self.number and number >= self.number):
                return
            yield day

    def _endless(self) -> Iterator[date]:
        match self.pattern:
            case "daily":
                return (self.start + timedelta(days=self.interval * step) for step in count())
            case "weekly":
                return self._weekly()
            case "absoluteMonthly" | "relativeMonthly":
                return self._monthly(self.interval)
            case _:
                return self._monthly(12 * self.interval, self.month)

    def _weekly(self) -> Iterator[date]:
        first = self.start - timedelta(days=(self.start.weekday() - self.first_day) % 7)
        offsets = sorted((day - self.first_day) % 7 for day in self.days)
        for step in count():
            for offset in offsets:
                day = first + timedelta(days=7 * self.interval * step + offset)
                if day >= self.start:
                    yield day

    def _monthly(self, step: int, month: int = 0) -> Iterator[date]:
        for number in count():
            total = self.start.year * 12 + (month or self.start.month) - 1 + number * step
            if total // 12 > HORIZON.year:
                yield HORIZON + timedelta(days=1)
                return
            day = self._day_in(total // 12, total % 12 + 1)
            if day >= self.start:
                yield day

    def _day_in(self, year: int, month: int) -> date:
        length = months.monthrange(year, month)[1]
        if self.pattern.startswith("absolute"):
            return date(year, month, min(self.day_of_month, length))
        fitting = [day for day in range(1, length + 1) if date(year, month, day).weekday() in self.days]
        return date(year, month, fitting[-1 if self.index == "last" else INDEXES.index(self.index)])


def series_from(recurrence: Json, zone: str) -> Series:
    """The series that Graph's JSON describes; `zone` counts where it names none. Raises PatternError."""
    pattern, span = recurrence.get("pattern"), recurrence.get("range")
    if not isinstance(pattern, dict) or not isinstance(span, dict):
        raise PatternError("a recurrence needs a pattern and a range")
    kind, interval = pattern.get("type"), pattern.get("interval", 1)
    if kind not in PATTERNS:
        raise PatternError(f"'{kind}' is no recurrence pattern type")
    if not isinstance(interval, int) or not 1 <= interval <= 999:
        raise PatternError("the interval is a whole number from 1 to 999")
    start = _date(span.get("startDate"), "startDate")
    days = tuple(_day(name) for name in pattern.get("daysOfWeek") or ())
    series = Series(
        pattern=kind,
        interval=interval,
        start=start,
        zone=span.get("recurrenceTimeZone") or zone,
        days=days,
        day_of_month=pattern.get("dayOfMonth") or 0,
        month=pattern.get("month") or 0,
        index=pattern.get("index") or "first",
        first_day=_day(pattern.get("firstDayOfWeek") or "sunday"),
        end=_date(span.get("endDate"), "endDate") if span.get("type") == "endDate" else None,
        number=span.get("numberOfOccurrences", 0) if span.get("type") == "numbered" else 0,
    )
    _check(series, span.get("type"))
    return series


def _check(series: Series, range_type: str | None) -> None:
    if range_type not in {"endDate", "noEnd", "numbered"}:
        raise PatternError(f"'{range_type}' is no recurrence range type")
    if series.end is not None and series.end < series.start:
        raise PatternError("the range ends before it starts")
    if range_type == "numbered" and not 1 <= series.number <= 999:
        raise PatternError("numberOfOccurrences is a whole number from 1 to 999")
    if series.pattern in {"weekly", "relativeMonthly", "relativeYearly"} and not series.days:
        raise PatternError(f"a {series.pattern} pattern needs daysOfWeek")
    if series.pattern.startswith("absolute") and not 1 <= series.day_of_month <= 31:
        raise PatternError(f"an {series.pattern} pattern needs dayOfMonth")
    if series.pattern.endswith("Yearly") and not 1 <= series.month <= 12:
        raise PatternError(f"a {series.pattern} pattern needs month")
    if series.index not in INDEXES:
        raise PatternError(f"'{series.index}' is no week index")


def series_json(series: Series) -> Json:
    """The series in Graph's words, every key there."""
    kind = "numbered" if series.number else "endDate" if series.end else "noEnd"
    return {
        "pattern": {
            "type": series.pattern,
            "interval": series.interval,
            "month": series.month,
            "dayOfMonth": series.day_of_month,
            **({"daysOfWeek": [DAYS[day] for day in series.days]} if series.days else {}),
            "firstDayOfWeek": DAYS[series.first_day],
            "index": series.index,
        },
        "range": {
            "type": kind,
            "startDate": series.start.isoformat(),
            "endDate": series.end.isoformat() if series.end else NEVER,
            "recurrenceTimeZone": series.zone,
            "numberOfOccurrences": series.number,
        },
    }


def _day(name: object) -> int:
    if not isinstance(name, str) or name.lower() not in DAYS:
        raise PatternError(f"'{name}' is no day of the week")
    return DAYS.index(name.lower())


def _date(text: object, where: str) -> date:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError as error:
        raise PatternError(f"{where} is no date") from error
