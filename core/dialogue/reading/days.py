"""Which days: today, weekdays, weeks, months, "in 3 days", "ab Montag", "Mon-Wed", "KW 49".

A week is Monday to Sunday, also on a Sunday and in every language: the dates that were meant are on every card.
"""

from dataclasses import replace
from datetime import date, timedelta

from core.dialogue.reading.dates import dates_at, days_of
from core.dialogue.reading.pieces import Context, Days, Line, Span, Taken, Unclear, Weekdays, at_end
from core.dialogue.reading.roles import Role
from core.dialogue.reading.times import clock_at

WEEK = 7
MOST_PERIOD = 366


def days_at(line: Line, at: int, context: Context) -> Taken | None:
    """The days that begin here; an "on" or "in" before them belongs to them."""
    for rule in (_bounded, _relative, _pointed, _counted, _numbered, _plain):
        found = rule(line, at, context)
        if found is not None and (at_end(line, found[1]) or _dot_ends(line, found[1])):
            return found
    return None


def _dot_ends(line: Line, at: int) -> bool:
    return line[at].is_sign(".") and at + 1 == len(line)


def monday(day: date) -> date:
    return day - timedelta(day.weekday())


def coming(weekday: int, context: Context) -> date:
    """The next one; said on a Wednesday, "Wednesday" is that of next week."""
    return context.today + timedelta((weekday - context.today.weekday()) % WEEK or WEEK)


def _skipped(line: Line, at: int) -> int:
    """Behind an article."""
    return at + 1 if at < len(line) and line[at].has(Role.ARTICLE) else at


def _bounded(line: Line, at: int, context: Context) -> Taken | None:
    """ "from Monday", "bis Freitag", "after 1 Dec", "von Montag bis Mittwoch", "between 1 and 3 Dec" """
    one = line[at]
    if at + 1 >= len(line):
        return None
    if one.has(Role.BETWEEN):
        return dates_at(line, at + 1, context, between=True) or _weekdays(line, at + 1, (Role.AND,))
    if not one.has(Role.FROM, Role.AFTER, Role.UNTIL, Role.BEFORE):
        return None
    start = _skipped(line, at + 1)
    start += start < len(line) and line[start].has(Role.ON)
    if start >= len(line):
        return None
    found = _range_of(line, start, context) if one.has(Role.FROM) else None
    if found is not None:
        return found
    day = _single(line, start, context)
    if day is None:
        return None
    (first, last), end = day
    time = clock_at(line, end, context)
    if time is not None and time.sure:  # "after 2 Dec 15:00": neither each day nor that day alone
        return Unclear(), time.end
    if one.has(Role.FROM):
        span: Span = (first, None)
    elif one.has(Role.AFTER):
        span = ((last or first) + timedelta(1), None)
    elif one.has(Role.UNTIL):
        span = (context.today, last)
    else:
        span = (context.today, first - timedelta(1))
    days = days_of((span,) if span[1] is None or span[1] >= span[0] else ((span[1], span[1]),), context)
    return replace(days, ends=one.has(Role.UNTIL, Role.BEFORE)), end


def _range_of(line: Line, at: int, context: Context) -> Taken | None:
    found = dates_at(line, at, context)
    if found is not None and any(first != last for first, last in found[0].options):
        return found
    week = _weekdays(line, at, (Role.TO,))
    return week if week is not None and len(week[0].numbers) > 1 else _mixed(line, at, context)


def _mixed(line: Line, at: int, context: Context) -> Taken | None:
    """ "today to Friday", "tomorrow until 3 Dec" """
    first = _single(line, at, context)
    if first is None or first[1] >= len(line) or not (line[first[1]].is_dash or line[first[1]].has(Role.TO)):
        return None
    last = _single(line, _skipped(line, first[1] + 1), context)
    if last is None or last[0][1] is None or last[0][1] < first[0][0]:
        return None
    return days_of(((first[0][0], last[0][1]),), context), last[1]


def _single(line: Line, at: int, context: Context) -> tuple[Span, int] | None:
    """One unambiguous day or span."""
    if at >= len(line):
        return None
    for rule in (_relative, _pointed, _numbered, dates_at):
        found = rule(line, at, context)
        if found is not None:
            piece, end = found
            if not isinstance(piece, Days) or len(piece.options) != 1:
                return None
            return piece.options[0], end
    if line[at].has(Role.WEEKDAY):
        dated = _dated_weekday(line, at, context)
        if dated is not None:
            return dated
        day = coming(line[at].roles[Role.WEEKDAY], context)
        return (day, day), at + 1
    return None


def _dated_weekday(line: Line, at: int, context: Context) -> tuple[Span, int] | None:
    """ "Monday 30 Nov" where they agree."""
    found = dates_at(line, at + 1, context) if at + 1 < len(line) else None
    if found is None or len(found[0].options) != 1:
        return None
    first, last = found[0].options[0]
    return ((first, last), found[1]) if first.weekday() == line[at].roles[Role.WEEKDAY] else None


def _relative(line: Line, at: int, context: Context) -> Taken | None:
    one = line[at]
    if one.has(Role.RELATIVE):
        day = context.today + timedelta(one.roles[Role.RELATIVE])
        return days_of(((day, day),), context), at + 1
    if one.has(Role.AFTER_NEXT):
        start = monday(context.today) + timedelta(2 * WEEK)
        return Days(((start, start + timedelta(6)),)), at + 1
    return None


def _pointed(line: Line, at: int, context: Context) -> Taken | None:
    """ "next week", "this Friday", "kommenden Dienstag", "this afternoon", "next month" """
    one, end = line[at], at + 1
    if one.has(Role.IN, Role.ON, Role.OF) and end < len(line):
        at = _skipped(line, end)
        if at >= len(line) or not line[at].has(Role.NEXT, Role.COMING, Role.THIS):
            return None
        one, end = line[at], at + 1
    if not one.has(Role.NEXT, Role.COMING, Role.THIS) or end >= len(line):
        return None
    what, this = line[end], one.has(Role.THIS)
    if what.has(Role.WEEK) and not what.key.endswith(("s", "n")):
        return _week(context, 0 if this else 1), end + 1
    if what.has(Role.MONTH_UNIT):
        return _month(context, 0 if this else 1), end + 1
    if what.has(Role.WEEKEND):
        return _weekend(context, 1 if one.has(Role.NEXT) else 0), end + 1
    if what.has(Role.WEEKDAY):
        return _that(what.roles[Role.WEEKDAY], one.roles, context), end + 1
    if what.has(Role.PART) and this:
        return Days(((context.today, context.today),)), end
    if not this and (counted := _period(line, end)) is not None:
        return Days(((context.today, context.today + timedelta(counted[0])),)), counted[1]
    return None


def _that(weekday: int, roles: object, context: Context) -> Days | Unclear:
    """ "next Friday" is two days as long as this week's is to come: both are named."""
    assert isinstance(roles, dict)
    here = monday(context.today) + timedelta(weekday)
    if Role.THIS in roles:
        return days_of(((here, here),), context)
    soon = coming(weekday, context)
    later = here + timedelta(WEEK)
    if Role.COMING in roles and Role.NEXT not in roles:
        later = soon
    return Days(tuple(dict.fromkeys(((soon, soon), (later, later)))))


def _week(context: Context, weeks: int) -> Days:
    start = monday(context.today) + timedelta(weeks * WEEK)
    return Days(((max(start, context.today), start + timedelta(6)),))


def _weekend(context: Context, weeks: int) -> Days:
    saturday = monday(context.today) + timedelta(weeks * WEEK + 5)
    return Days(((max(saturday, context.today), saturday + timedelta(1)),))


def _month(context: Context, months: int) -> Days:
    first = context.today.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(32)).replace(day=1)
    last = (first + timedelta(32)).replace(day=1) - timedelta(1)
    return Days(((max(first, context.today), last),))


def _period(line: Line, at: int) -> tuple[int, int] | None:
    """ "3 days", "zwei Wochen"; days, and where it ends."""
    if at + 1 >= len(line):
        return None
    count = line[at].number if line[at].number is not None else line[at].roles.get(Role.COUNT)
    period = line[at + 1].roles.get(Role.PERIOD)
    if count is None or period is None or not 0 < count * period <= MOST_PERIOD:
        return None
    return count * period, at + 2


def _counted(line: Line, at: int, context: Context) -> Taken | None:
    """ "in 3 days" is that day, "within 3 days" and "in the next 3 days" all of them."""
    one = line[at]
    if not one.has(Role.IN, Role.WITHIN):
        return None
    counted = _period(line, at + 1)
    if counted is not None:
        day = context.today + timedelta(counted[0])
        return Days(((context.today if one.has(Role.WITHIN) and one.key != "in the" else day, day),)), counted[1]
    pointed = line[at + 1] if at + 1 < len(line) else None
    if one.has(Role.WITHIN) and pointed is not None and pointed.has(Role.NEXT, Role.COMING, Role.THIS):
        return _pointed(line, at + 1, context)
    return None


def _numbered(line: Line, at: int, context: Context) -> Taken | None:
    """ "KW 49", "week 49": of this year, or of next year once it is over. ISO 8601."""
    at += line[at].has(Role.IN)
    number = line[at + 1].number if at + 1 < len(line) else None
    if number is None or not line[at].has(Role.WEEK) or line[at + 1].end - line[at + 1].start > 2:
        return None
    for year in (context.today.isocalendar().year, context.today.isocalendar().year + 1):
        try:
            first = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if first + timedelta(6) >= context.today:
            return Days(((max(first, context.today), first + timedelta(6)),)), at + 2
    return Unclear(), at + 2


def _plain(line: Line, at: int, context: Context) -> Taken | None:
    """Weekdays, dates, months and weekends, with or without "on" or "in" before them."""
    start = at
    if line[at].has(Role.ON, Role.IN, Role.OF):
        start = _skipped(line, at + 1)
        if start >= len(line):
            return None
    one = line[start]
    week = _weekdays(line, start, (Role.TO,))
    if week is not None and week[0].line:
        return week
    in_month = line[at].has(Role.IN) and one.has(Role.MONTH)  # "im Januar 14-17" are hours
    found: Taken | None = None if in_month else _mixed(line, start, context) or dates_at(line, start, context)
    if found is not None:
        return found
    dated = _dated_weekday(line, start, context) if one.has(Role.WEEKDAY) else None
    if dated is not None:
        return Days((dated[0],)), dated[1]
    if week is not None:
        return week
    if one.has(Role.WEEKEND):
        several = one.key in {"weekends", "wochenenden"}
        return Weekdays((5, 6), each=True) if several else _weekend(context, 0), start + 1
    if one.has(Role.WORKDAYS):
        return Weekdays((0, 1, 2, 3, 4), each=True), start + 1
    if one.has(Role.MONTH) and (start > at or one.key not in {"may", "mar", "march"}):
        return _named_month(one.roles[Role.MONTH], context), start + 1
    return None


def _named_month(month: int, context: Context) -> Days:
    year = context.today.year + (month < context.today.month)
    first = date(year, month, 1)
    last = (first + timedelta(32)).replace(day=1) - timedelta(1)
    return Days(((max(first, context.today), last),))


def _weekdays(line: Line, at: int, joins: tuple[Role, ...]) -> tuple[Weekdays, int] | None:
    """ "Tue", "mondays", "Mon-Wed", "Montag bis Mittwoch"; a range may go over the weekend."""
    one = line[at]
    if one.has(Role.EACH_WEEKDAY) and not one.has(Role.WEEKDAY):
        return Weekdays((one.roles[Role.EACH_WEEKDAY],), each=True), at + 1
    if not one.has(Role.WEEKDAY):
        return None
    first, end = one.roles[Role.WEEKDAY], at + 1
    if end + 1 < len(line) and (line[end].is_dash or line[end].has(*joins)):
        last = line[_skipped(line, end + 1)] if _skipped(line, end + 1) < len(line) else None
        if last is not None and last.has(Role.WEEKDAY):
            numbers = tuple((first + n) % WEEK for n in range((last.roles[Role.WEEKDAY] - first) % WEEK + 1))
            return Weekdays(numbers, line=True), _skipped(line, end + 1) + 1
    return Weekdays((first,)), end
