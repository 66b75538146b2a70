"""How long: "30m", "1h30", "90 minutes", "anderthalb Stunden"."""

from core.dialogue.reading.pieces import Length, Line, Taken, Unclear, at_end
from core.dialogue.reading.roles import Role

HOUR = 60
MOST = 24 * HOUR


def duration_at(line: Line, at: int) -> Taken | None:
    """None where no duration stands; Unclear for one that can't be ("0m", "25h")."""
    found = _length(line, at)
    if found is None:
        return None
    minutes, end = found
    if not at_end(line, end):
        return None
    return (Length(minutes) if 0 < minutes <= MOST else Unclear()), end


def _length(line: Line, at: int) -> tuple[int, int] | None:
    one = line[at]
    if one.has(Role.LENGTH):
        return one.roles[Role.LENGTH], at + 1
    if one.number is not None and _sign(line, at + 1, ":") and _number(line, at + 2) is not None:  # "1:30h"
        unit, rest = _unit(line, at + 3), _number(line, at + 2)
        return (one.number * HOUR + (rest or 0), at + 4) if unit == HOUR and (rest or 0) < HOUR else None
    count, end = _count(line, at)
    if count is None:
        return None
    if end < len(line) and line[end].is_dash and line[end].glued:  # "30-minute"
        end += 1
    unit = _unit(line, end)
    if unit is None:
        return None
    minutes, end = round(count * unit), end + 1
    if unit != HOUR or count != int(count):
        return minutes, end
    more, after = _minutes_behind(line, end)
    return minutes + more, after


def _count(line: Line, at: int) -> tuple[float | None, int]:
    """ "2", "1.5", "1,5", "two"."""
    one = line[at]
    if one.number is None:
        return (one.roles[Role.COUNT], at + 1) if one.has(Role.COUNT) else (None, at)
    if (_sign(line, at + 1, ".") or _sign(line, at + 1, ",")) and line[at + 1].glued:
        part = line[at + 2] if at + 2 < len(line) and line[at + 2].glued else None
        if part is not None and part.number is not None and part.end - part.start <= 2:
            return one.number + part.number / 10 ** (part.end - part.start), at + 3
    return one.number, at + 1


def _minutes_behind(line: Line, at: int) -> tuple[int, int]:
    """ "30" glued to "1h", or "30 min" with or without "and" before it."""
    glued = _number(line, at)
    if glued is not None and line[at].glued and glued < HOUR:
        return glued, at + (2 if _unit(line, at + 1) == 1 else 1)
    start = at + 1 if at < len(line) and line[at].has(Role.AND) else at
    rest = _number(line, start)
    if rest is not None and _unit(line, start + 1) == 1 and rest < HOUR:
        return rest, start + 2
    return 0, at


def _unit(line: Line, at: int) -> int | None:
    return line[at].roles.get(Role.UNIT) if at < len(line) else None


def _number(line: Line, at: int) -> int | None:
    return line[at].number if at < len(line) else None


def _sign(line: Line, at: int, sign: str) -> bool:
    return at < len(line) and line[at].is_sign(sign)
