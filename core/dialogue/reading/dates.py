"""Dates of the calendar: "1 Dec", "Dec 1st", "1. Dezember", "1.12.", "2026-12-01", "1-3 Dec". Two digits and a slash
are named where they are two different days.

A date without its year is the next one.
"""

from datetime import date, timedelta

from core.dialogue.commands import YEARS
from core.dialogue.reading.pieces import Context, Days, Line, Span, at_end
from core.dialogue.reading.roles import Role

HOURS, MONTHS = 24, 12
Dated = tuple[tuple[date, ...], int]
"""What a date can be (nothing: no such day), and the index behind it."""


def dates_at(line: Line, at: int, context: Context, *, between: bool = False) -> tuple[Days, int] | None:
    """One date or a range of dates. `between`: an "and" joins them too."""
    found = _short_range(line, at, context, between=between) or _long_range(line, at, context, between=between)
    if found is not None:
        return found
    one = date_at(line, at, context)
    if one is None:
        return None
    return days_of(tuple((day, day) for day in one[0]), context), one[1]


def days_of(spans: tuple[Span, ...], context: Context) -> Days:
    """Without what is over."""
    coming = tuple(span for span in spans if span[1] is None or span[1] >= context.today)
    return Days(coming, past=bool(spans) and not coming)


def date_at(line: Line, at: int, context: Context) -> Dated | None:
    for rule in (_iso, _named, _month_first, _numeric, _slashed, _of_month):
        found = rule(line, at, context)
        if found is not None:
            return found
    return None


def _number(line: Line, at: int, most: int = 31) -> int | None:
    found = line[at].number if 0 <= at < len(line) else None
    return found if found is not None and found <= most else None


def _iso(line: Line, at: int, _: Context) -> Dated | None:
    """2026-12-01"""
    if at + 4 >= len(line) or not all(line[at + n].is_dash and line[at + n].glued for n in (1, 3)):
        return None
    year, month, day = (line[at + n].number for n in (0, 2, 4))
    if year is None or month is None or day is None or line[at].end - line[at].start != 4:
        return None
    return _days(_date(year, month, day)), at + 5


def _day_number(line: Line, at: int) -> tuple[int, int] | None:
    """ "1", "1.", "1st"; and where it ends."""
    number = _number(line, at)
    if number is None or line[at].end - line[at].start > 2:
        return None
    behind = line[at + 1] if at + 1 < len(line) else None
    marked = behind is not None and behind.glued and (behind.is_sign(".") or behind.has(Role.ORDINAL))
    return number, at + 1 + marked


def _named(line: Line, at: int, context: Context) -> Dated | None:
    """ "1 Dec", "1. Dezember", "1st of December 2026" """
    found = _day_number(line, at)
    if found is None:
        return None
    number, end = found
    end += end < len(line) and line[end].has(Role.OF)
    month = line[end].roles.get(Role.MONTH) if end < len(line) else None
    return None if month is None else _with_year(line, end + 1, month, number, context)


def _month_first(line: Line, at: int, context: Context) -> Dated | None:
    """ "Dec 1", "December 1st, 2026" """
    month = line[at].roles.get(Role.MONTH)
    found = _day_number(line, at + 1) if month is not None else None
    if month is None or found is None or not _free(line, found[1]):
        return None
    return _with_year(line, found[1], month, found[0], context)


def _free(line: Line, at: int) -> bool:
    """A number that is no hour ("Dec 14:00")."""
    return at >= len(line) or (not (line[at].glued and line[at].is_sign(":")) and not line[at].has(Role.HALF))


def _numeric(line: Line, at: int, context: Context) -> Dated | None:
    """ "1.12.", "1.12.2026", "01.12.26"; "24.12" where it can be no time of day"""
    short = _no_time(line, at, context)
    if short is not None:
        return short
    if at + 3 >= len(line) or not all(line[at + n].is_sign(".") and line[at + n].glued for n in (1, 3)):
        return None
    day, month = _number(line, at), _number(line, at + 2, 12)
    if day is None or month is None:
        return None
    end = at + 4
    if end < len(line) and line[end].glued and (year := line[end].number) is not None:
        return _of_year(year, line[end].end - line[end].start, month, day), end + 1
    return _with_year(line, end, month, day, context)


def _no_time(line: Line, at: int, context: Context) -> Dated | None:
    if at + 2 >= len(line) or not (line[at + 1].is_sign(".") and line[at + 1].glued and line[at + 2].glued):
        return None
    day, month = _number(line, at), _number(line, at + 2, 12)
    on = at > 0 and line[at - 1].has(Role.ON)
    if day is None or not month or not (on or day >= HOURS) or not at_end(line, at + 3):
        return None
    return _next(month, day, context), at + 3


def _slashed(line: Line, at: int, context: Context) -> Dated | None:
    """ "3/4": either order, where both are days; "12/1/2026" """
    if at + 2 >= len(line) or not line[at + 1].is_sign("/") or not (line[at + 1].glued and line[at + 2].glued):
        return None
    one, other = _number(line, at), _number(line, at + 2)
    if one is None or other is None:
        return None
    pairs = dict.fromkeys(((other, one), (one, other)) if context.month_first else ((one, other), (other, one)))
    end, year = at + 3, None
    if end + 1 < len(line) and line[end].is_sign("/") and line[end].glued and line[end + 1].number is not None:
        year, end = line[end + 1], end + 2
    found: list[date] = []
    for day, month in pairs:
        if year is not None and year.number is not None:
            found += _of_year(year.number, year.end - year.start, month, day)
        else:
            found += _next(month, day, context)
    return tuple(dict.fromkeys(found)), end


def _of_month(line: Line, at: int, context: Context) -> Dated | None:
    """ "on the 3rd", "am 3.": the next one"""
    found = _day_number(line, at)
    behind = at > 0 and line[at - 1].has(Role.ON, Role.ARTICLE)
    if found is None or not behind or found[1] == at + 1 or not at_end(line, found[1]):
        return None
    month = context.today.replace(day=1)
    for _ in range(MONTHS):
        day = _date(month.year, month.month, found[0])
        if day is not None and day >= context.today:
            return (day,), found[1]
        month = (month + timedelta(32)).replace(day=1)
    return (), found[1]


def _with_year(line: Line, at: int, month: int, day: int, context: Context) -> Dated:
    year = line[at] if at < len(line) else None
    if year is not None and year.number is not None and year.end - year.start == 4 and at_end(line, at + 1):
        return _of_year(year.number, 4, month, day), at + 1
    return _next(month, day, context), at


def _of_year(year: int, digits: int, month: int, day: int) -> tuple[date, ...]:
    return _days(_date(year if digits == 4 else 2000 + year, month, day)) if digits in (2, 4) else ()


def _next(month: int, day: int, context: Context) -> tuple[date, ...]:
    """The next such day; a 29th of February may be years away."""
    for year in range(context.today.year, context.today.year + 9):
        found = _date(year, month, day)
        if found is not None and found >= context.today:
            return (found,)
    return ()


def _days(day: date | None) -> tuple[date, ...]:
    return () if day is None else (day,)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _joins(line: Line, at: int, *, between: bool) -> bool:
    return at < len(line) and (line[at].is_dash or line[at].has(Role.TO) or (between and line[at].has(Role.AND)))


def _short_range(line: Line, at: int, context: Context, *, between: bool) -> tuple[Days, int] | None:
    """ "1-3 Dec", "1. bis 3. Dezember", "1.-3.12.", "Dec 1-3" """
    month = line[at].roles.get(Role.MONTH)
    first = _day_number(line, at + (month is not None))
    if first is None or not _joins(line, first[1], between=between):
        return None
    if month is None:
        last = _named(line, first[1] + 1, context) or _numeric(line, first[1] + 1, context)
    else:
        behind = _day_number(line, first[1] + 1)
        alone = behind is not None and _free(line, behind[1])
        last = _with_year(line, behind[1], month, behind[0], context) if behind and alone else None
    if last is None:
        return None
    firsts = tuple(one for day in last[0] for one in _days(_date(day.year, day.month, first[0])))
    return _ranges(firsts, last[0], context), last[1]


def _long_range(line: Line, at: int, context: Context, *, between: bool) -> tuple[Days, int] | None:
    """ "1 Dec - 3 Jan", "2026-12-01 to 2026-12-03" """
    first = date_at(line, at, context)
    if first is None or len(first[0]) > 1 or not _joins(line, first[1], between=between):
        return None
    start = first[1] + 1
    start += start < len(line) and line[start].has(Role.WEEKDAY)  # "Mon 30 Nov to Sun 6 Dec"
    last = date_at(line, start, context)
    if last is None or len(last[0]) > 1:
        return None
    return _ranges(_before(first[0], last[0]), last[0], context), last[1]


def _before(firsts: tuple[date, ...], lasts: tuple[date, ...]) -> tuple[date, ...]:
    """ "28 Nov to 3 Dec" on the 30th began two days ago."""
    last = max(lasts, default=None)
    return tuple(one.replace(year=one.year - 1) if last and one > last and one.day < 29 else one for one in firsts)


def _ranges(firsts: tuple[date, ...], lasts: tuple[date, ...], context: Context) -> Days:
    """From the one to the other; a range that has begun goes on, one that runs backwards is none."""
    spans: list[Span] = [(first, last) for first in firsts for last in lasts if first <= last]
    return days_of(tuple(spans), context)
