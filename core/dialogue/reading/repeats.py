"""How often: "every week", "daily", "every Tuesday", "alle 2 Wochen"; and of how many dates: "6 times"."""

from typing import Literal

from core.booking.repeats import MOST_DATES
from core.dialogue.reading.pieces import Line, Repeating, Taken, Times, Unclear, at_end
from core.dialogue.reading.roles import Role

Rhythm = Literal["daily", "workdays", "weekly", "fortnightly", "monthly"]
RHYTHMS: tuple[Rhythm, ...] = ("daily", "workdays", "weekly", "fortnightly", "monthly")
"""What Role.RHYTHM says by its value."""

WEEKLY, FORTNIGHTLY = RHYTHMS[2], RHYTHMS[3]
WEEK = 7


def repeats_at(line: Line, at: int) -> Taken | None:
    """Unclear for a number of dates that no series can have."""
    one = line[at]
    if one.has(Role.RHYTHM):
        return _ended(line, Repeating(RHYTHMS[one.roles[Role.RHYTHM]]), at + 1)
    if at + 1 >= len(line):
        return None
    after = line[at + 1]
    if one.has(Role.EVERY):
        if after.has(Role.WEEKDAY):
            return _ended(line, Repeating(WEEKLY, after.roles[Role.WEEKDAY]), at + 2)
        weeks = at + 2 < len(line) and line[at + 2].roles.get(Role.PERIOD) == WEEK
        return _ended(line, Repeating(FORTNIGHTLY), at + 3) if _count(line, at + 1) == 2 and weeks else None
    count = _count(line, at)
    if count is None or not after.has(Role.TIMES):
        return None
    return _ended(line, Times(count) if 1 <= count <= MOST_DATES else Unclear(), at + 2)


def _count(line: Line, at: int) -> int | None:
    return line[at].number if line[at].number is not None else line[at].roles.get(Role.COUNT)


def _ended(line: Line, piece: Repeating | Times | Unclear, end: int) -> Taken | None:
    return (piece, end) if at_end(line, end) else None
