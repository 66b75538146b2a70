"""What is left out: "not Friday", "nicht am Freitag", "except mornings", "ohne Montag", "not 12-13"."""

from core.dialogue.reading.days import days_at
from core.dialogue.reading.parts import part_at
from core.dialogue.reading.pieces import Context, Days, HoursOf, Line, PartOf, Taken, Unclear, Weekdays, Without
from core.dialogue.reading.roles import Role
from core.dialogue.reading.times import hours_at

Excluded = Weekdays | Days | HoursOf | PartOf


def without_at(line: Line, at: int, context: Context) -> Taken | None:
    """Everything behind the word that can be left out, joined by commas, "and" or "or"."""
    if not line[at].has(Role.NOT):
        return None
    found: list[Excluded] = []
    end = at = at + 1
    while at < len(line):
        if found and line[at].has(Role.AND, Role.OR):
            at += 1
            continue
        piece = _excluded(line, at, context)
        if piece is None:
            bound = hours_at(line, at, context) if found and at == end and not line[at].after_comma else None
            return (Unclear(), bound[1]) if bound else (Without(tuple(found)), end) if found else None
        if found and at == end and not (line[at].after_comma and _listed(found[-1], piece[0])):
            if _together(found[-1], piece[0], comma=line[at].after_comma):
                return Unclear(), piece[1]
            break
        found.append(piece[0])
        end = at = piece[1]
    return (Without(tuple(found)), end) if found else None


def _excluded(line: Line, at: int, context: Context) -> tuple[Excluded, int] | None:
    start = at + (line[at].has(Role.ON, Role.AT) and at + 1 < len(line))
    if line[start].has(Role.WEEKEND):  # every one of them
        return Weekdays((5, 6), each=True), start + 1
    taken = part_at(line, at) or days_at(line, at, context) or hours_at(line, at, context)
    if taken is None:
        return None
    piece, end = taken
    if isinstance(piece, HoursOf):
        bounded = not piece.at and len(piece.options) == 1 and None not in piece.options[0]
        return (piece, end) if bounded else None
    if isinstance(piece, Days):
        fits = len(piece.options) == 1 and piece.options[0][1] is not None
        return (piece, end) if fits else None
    return (piece, end) if isinstance(piece, Weekdays | PartOf) else None


def _listed(one: Excluded, other: Excluded) -> bool:
    """ "not Monday, Friday" and "not 1 Dec, 3 Dec" are lists without their "and"."""
    if isinstance(one, Weekdays) and isinstance(other, Weekdays):
        return one.each == other.each and not (one.line or other.line)
    return isinstance(one, Days) and isinstance(other, Days) and _is_day(one) and _is_day(other)


def _together(one: Excluded, other: Excluded, *, comma: bool) -> bool:
    """ "not Friday afternoon" is neither Friday nor each afternoon, "not 12-13, 14-17" may be both or not; "not Friday
    next week" and "not Friday, afternoons" are clear."""
    if isinstance(other, Days):
        return _is_day(other) and not comma
    if comma:
        return type(one) is type(other)
    return isinstance(other, HoursOf | PartOf) or isinstance(one, Days | Weekdays)


def _is_day(piece: Days) -> bool:
    return all(first == last for first, last in piece.options)
