"""Times of day: "14:00", "3pm", "um 14 Uhr", "14-17", "between 9 and 12", "ab 15 Uhr", "before noon".

An hour from 1 to 6 without more is the afternoon's for whoever counts hours to 12; others may mean either.
"""

from itertools import product

from core.dialogue.reading.parts import PARTS
from core.dialogue.reading.pieces import Bounds, Context, HoursOf, Line, Taken, Unclear, at_end
from core.dialogue.reading.roles import Role

DAY = 24 * 60
HALF = 12 * 60
FEW = range(1, 7)
MONTHS = 12
COUNTED = (Role.MONTH, Role.OF, Role.PERIOD, Role.ORDINAL)
"""Behind a number they make something else of it than an hour."""


class Clock:
    """One time as it was written: what it can be, whether it is one for certain, and where it ends."""

    def __init__(
        self, minutes: tuple[int, ...], end: int, *, sure: bool, bare: bool = False, half: bool = False
    ) -> None:
        self.minutes, self.end = minutes, end
        self.sure, self.bare, self.half = sure, bare, half


def hours_at(line: Line, at: int, context: Context) -> Taken | None:
    """A range, a bound or a start. Unclear: a time was meant, and there is none like that."""
    one = line[at]
    if one.has(Role.BETWEEN):
        return _ended(line, _range(line, at + 1, context, (Role.AND, Role.TO)))
    if one.has(Role.FROM) and not (at + 1 < len(line) and line[at + 1].has(Role.PART)):
        found = _range(line, at + 1, context, (Role.TO,))
        return _ended(line, found or _bound(line, at + 1, context, from_=True))
    if one.has(Role.AFTER):
        return _ended(line, _bound(line, at + 1, context, from_=True))
    if one.has(Role.UNTIL, Role.BEFORE):
        return _ended(line, _bound(line, at + 1, context, from_=False))
    if one.has(Role.AT):
        found = _range(line, at + 1, context, (Role.TO,))
        return _ended(line, found or _start(line, at + 1, context))
    found = _range(line, at, context, (Role.TO,))
    if found is not None:
        return _ended(line, found)
    clock = clock_at(line, at, context)
    return _ended(line, (_at(clock), clock.end)) if clock is not None and clock.sure else None


def clock_at(line: Line, at: int, context: Context, *, dotted: bool = False) -> Clock | None:
    """The time that is written here. `dotted`: where a time must stand, "14.30" is one too."""
    if at >= len(line):
        return None
    one = line[at]
    if one.has(Role.NOON):
        return Clock((one.roles[Role.NOON],), at + 1, sure=one.roles[Role.NOON] == DAY or not one.has(Role.PART))
    if one.has(Role.MINUTES_FROM):
        return _spoken(line, at, context)
    if one.number is None or one.end - one.start > 2:
        return None
    hour, minute, end = one.number, 0, at + 1
    colon = _minute(line, end, ":")
    dot = _minute(line, end, ".")
    if colon is not None:
        minute, end = colon, end + 2
    elif dot is not None and (dotted or dot > MONTHS or not dot or _marked(line, end + 2)) and not _more(line, end + 2):
        minute, end = dot, end + 2
    written = end > at + 1
    marked = end < len(line) and line[end].has(Role.O_CLOCK)
    if marked:
        end += 1
        late = line[end] if end < len(line) else None
        two = late is not None and late.number is not None and late.end - late.start == 2 and late.number < 60
        if late is not None and two and not written and _alone(line, end):
            minute, end = late.number or 0, end + 1
    if end < len(line) and line[end].has(Role.HALF) and not _day_follows(line, end):
        minutes = _of_half(hour, minute, line[end].roles[Role.HALF])
        return None if minutes is None else Clock((minutes,), end + 1, sure=True, half=True)
    total = hour * 60 + minute
    if total > DAY:
        return None
    zero = one.end - one.start == 2 and hour < 10
    bare = not (written or zero)
    return Clock(_meant(hour, minute, context, exact=not bare, padded=zero), end, sure=written or marked, bare=bare)


def _spoken(line: Line, at: int, context: Context) -> Clock | None:
    """ "halb drei", "quarter past 3": of a clock that counts to 12; from one to seven it can be either half."""
    if at + 1 >= len(line):
        return None
    after, end = line[at + 1], at + 2
    hour = after.number if after.number is not None else after.roles.get(Role.COUNT)
    if hour is None or not 1 <= hour <= HALF // 60 or not at_end(line, end):
        return None
    total = (hour * 60 + line[at].roles[Role.MINUTES_FROM]) % HALF
    if end < len(line) and line[end].has(Role.HALF) and not _day_follows(line, end):
        return Clock((total + line[end].roles[Role.HALF] * HALF,), end + 1, sure=True, half=True)
    if total < 60:  # nobody means half past midnight
        return Clock((total + HALF,), end, sure=True)
    return Clock(_meant(total // 60, total % 60, context, exact=False, padded=False), end, sure=True)


def _meant(hour: int, minute: int, context: Context, *, exact: bool, padded: bool) -> tuple[int, ...]:
    total = hour * 60 + minute
    if hour not in FEW or padded:
        return (total,)
    if context.twelve:
        return (total + HALF,)
    return (total,) if exact else (total, total + HALF)


def _of_half(hour: int, minute: int, half: int) -> int | None:
    return hour % 12 * 60 + minute + half * HALF if 1 <= hour <= 12 and minute < 60 else None


def _minute(line: Line, at: int, sign: str) -> int | None:
    """The two digits behind a sign that is glued between two numbers."""
    if at + 1 >= len(line) or not (line[at].is_sign(sign) and line[at].glued and line[at + 1].glued):
        return None
    late = line[at + 1]
    return late.number if late.number is not None and late.end - late.start == 2 and late.number < 60 else None


def _marked(line: Line, at: int) -> bool:
    return at < len(line) and line[at].has(Role.O_CLOCK, Role.HALF)


def _more(line: Line, at: int) -> bool:
    """A date goes on: "1.12." or "1.12.2026"."""
    return at < len(line) and line[at].glued and line[at].is_sign(".")


def _alone(line: Line, at: int) -> bool:
    """A number that belongs to nothing behind it."""
    after = line[at + 1] if at + 1 < len(line) else None
    return after is None or not (after.has(Role.UNIT, Role.PERIOD, Role.MONTH) or after.glued)


def _day_follows(line: Line, at: int) -> bool:
    """ "am" before a German day is a preposition: "um 12 am Freitag"."""
    if line[at].key != "am" or at + 1 >= len(line):
        return False
    german = at > 1 and line[at - 2].key in {"um", "ab", "bis", "vor", "nach"}
    return german or line[at + 1].key.endswith("tag") or (line[at + 1].number is not None and not line[at].glued)


def _range(line: Line, at: int, context: Context, joins: tuple[Role, ...]) -> Taken | None:
    first = clock_at(line, at, context, dotted=True)
    if first is None or first.end >= len(line):
        return None
    join = line[first.end]
    if not (join.is_dash or join.has(*joins)):
        return None
    last = clock_at(line, first.end + 1, context, dotted=True)
    if last is None or (last.bare and last.end < len(line) and line[last.end].has(*COUNTED)):
        return None
    return _between(line, (at, first), (first.end + 1, last)), last.end


def _between(line: Line, one: tuple[int, Clock], other: tuple[int, Clock]) -> HoursOf | Unclear:
    """Every way in which the first is before the last; of two bare hours both or none are the afternoon's."""
    (at, first), (then, last) = one, other
    starts, ends = first.minutes, last.minutes
    if last.half and first.bare and not first.half:  # "2-5pm", "11-1pm"
        starts = _near(_hour(line, at), ends[0], later=False)
    elif first.half and last.bare and not last.half:  # "2pm-5"
        ends = _near(_hour(line, then), starts[0], later=True)
    pairs = [(a, b) for a, b in product(starts, ends) if a < b]
    same = [(a, b) for a, b in pairs if (a < HALF) == (b <= HALF)]
    options: tuple[Bounds, ...] = tuple(same if len(pairs) > 1 and same else pairs)
    return HoursOf(options) if options else Unclear()


def _hour(line: Line, at: int) -> int:
    return (line[at].number or 0) % 12 * 60


def _near(minute: int, other: int, *, later: bool) -> tuple[int, ...]:
    """The one of the two halves that is nearest before or behind the other time."""
    fitting = [one for one in (minute, minute + HALF) if (one > other if later else one < other)]
    return (min(fitting) if later else max(fitting),) if fitting else ()


def _bound(line: Line, at: int, context: Context, *, from_: bool) -> Taken | None:
    """ "after 15:00", "before noon", "after lunch" """
    if at < len(line) and line[at].has(Role.PART) and not line[at].has(Role.NOON, Role.RELATIVE):
        start, end = PARTS[line[at].roles[Role.PART]]
        bound: Bounds = (end, None) if from_ else (None, start)
        return (HoursOf((bound,)), at + 1) if bound != (None, None) else None
    clock = clock_at(line, at, context, dotted=True)
    if clock is None or (clock.bare and not _alone_or_marked(line, at, clock)):
        return None
    options: list[Bounds] = [(one, None) if from_ else (None, one) for one in clock.minutes]
    fitting = [one for one in options if one not in ((DAY, None), (None, 0))]
    return (HoursOf(tuple(fitting)) if fitting else Unclear()), clock.end


def _start(line: Line, at: int, context: Context) -> Taken | None:
    clock = clock_at(line, at, context, dotted=True)
    if clock is None or (clock.bare and not _alone_or_marked(line, at, clock)):
        return None
    return _at(clock), clock.end


def _alone_or_marked(line: Line, at: int, clock: Clock) -> bool:
    return clock.sure or clock.end > at + 1 or _alone(line, at)


def _at(clock: Clock) -> HoursOf:
    return HoursOf(tuple((one % DAY, None) for one in clock.minutes), at=True)


def _ended(line: Line, found: Taken | None) -> Taken | None:
    """Nothing may be glued behind it, and no unit may make a number of it; a dot at the end of a sentence may."""
    if found is None:
        return None
    piece, end = found
    if (
        end < len(line)
        and line[end].is_sign(".")
        and line[end].glued
        and at_end(line, end + 1)
        and end + 1 == len(line)
    ):
        return piece, end + 1
    if not at_end(line, end) or (end < len(line) and line[end].has(Role.UNIT)):
        return None
    return piece, end
