"""How a meeting repeats: the rule, its dates as Outlook expands them, and what became of each date. Pure."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count, islice, pairwise, takewhile
from zoneinfo import ZoneInfo

from core.shared.errors import InvalidChoice
from core.shared.ranges import Range

MOST_DATES = 52
LONGEST = timedelta(days=366)
"""A series has at most so many dates, and ends at most so long after its first."""

LAST_WORKING_DAY = 4


class Every(StrEnum):
    """How often. WORKDAYS: from Monday to Friday."""

    DAILY = "daily"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Repeats:
    """The rule. It ends with `until` (a local date, inclusive) or after `number` dates: exactly one of them is set."""

    every: Every
    until: date | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """One date of a series: where the rule puts it, and where it is (None: it doesn't take place).

    `anyway`: booked although the host is busy then. `settled`: Outlook has it so; what only follows the rule is so with
    the series itself. `ending`: Outlook is being told that it doesn't take place any more; its time stays taken until
    then. `refused`: Outlook would not move it, so that it was left out. `over`: the host's own events that `anyway` was
    said of, by Outlook's ids.
    """

    number: int
    planned: Range
    when: Range | None
    anyway: bool = False
    settled: bool = False
    ending: bool = False
    refused: bool = False
    over: tuple[str, ...] = ()

    @property
    def is_exception(self) -> bool:
        """Whether Outlook has to be told more than the rule."""
        return self.when != self.planned

    @property
    def is_open(self) -> bool:
        """Whether Outlook still has to be told."""
        return self.is_exception and not self.settled


def occurrences(rule: Repeats, first: Range, zone: str) -> tuple[Range, ...]:
    """Every date of the rule, the first among them, in UTC: at the same wall-clock time of `zone` through changes of
    the clock. What the clock skips lies as far behind the change as Outlook puts it; of an hour that comes twice the
    first one is meant. A month without the day takes its last day.

    On working days a first date on a weekend is none of them. Raises InvalidChoice("start") for a first date in the
    second pass of a repeated hour, which no rule can mean, and InvalidChoice("until") for a rule that gives no dates,
    more than MOST_DATES, dates beyond LONGEST, or dates that overlap.
    """
    tz = ZoneInfo(zone)
    start, end = (moment.astimezone(tz) for moment in (first.start, first.end))
    if start.fold or end.fold:
        raise InvalidChoice("start", "series.repeated_hour")
    found = tuple(
        Range(_at(day, start, tz), _at(day + (end.date() - start.date()), end, tz))
        for day in islice(_days(rule, start.date()), MOST_DATES + 1)
    )
    if not found:
        raise InvalidChoice("until", "series.no_dates")
    if len(found) > MOST_DATES or found[-1].start - found[0].start > LONGEST:
        raise InvalidChoice("until", "series.too_long")
    if any(one.end > other.start for one, other in pairwise(found)):
        raise InvalidChoice("duration_minutes", "series.overlaps")
    return found


def checked(every: str, until: date | None, number: int | None) -> Repeats:
    """The rule of a form: the date counts when both ends were filled in. Raises InvalidChoice("until")."""
    if until is not None:
        return Repeats(Every(every), until=until)
    if number is None:
        raise InvalidChoice("until", "series.needs_end")
    if not 1 <= number <= MOST_DATES:
        raise InvalidChoice("number", "series.too_long")
    return Repeats(Every(every), number=number)


def changed(dates: tuple[SeriesDate, ...], one: SeriesDate) -> tuple[SeriesDate, ...]:
    """The dates with this one in its place."""
    return tuple(one if each.number == one.number else each for each in dates)


def _days(rule: Repeats, first: date) -> Iterator[date]:
    days = _endless(rule.every, first)
    if rule.until is not None:
        last = rule.until
        days = takewhile(lambda day: day <= last, days)
    return islice(days, rule.number)


def _endless(every: Every, first: date) -> Iterator[date]:
    match every:
        case Every.DAILY:
            return (first + timedelta(days=step) for step in count())
        case Every.WORKDAYS:
            return (day for day in _endless(Every.DAILY, first) if day.weekday() <= LAST_WORKING_DAY)
        case Every.WEEKLY:
            return (first + timedelta(weeks=step) for step in count())
        case Every.FORTNIGHTLY:
            return (first + timedelta(weeks=2 * step) for step in count())
        case Every.MONTHLY:
            return (_in_month(first, step) for step in count())


def _in_month(first: date, step: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, min(first.day, months.monthrange(year, month + 1)[1]))


def _at(day: date, wall: datetime, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, wall.time(), tz).astimezone(UTC)
