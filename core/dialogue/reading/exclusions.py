"""What is left out: "not Friday", "nicht am Freitag", "except mornings", "ohne Montag", "not 12-13"."""

from core.dialogue.reading.days import days_at
from core.dialogue.reading.parts import part_at
from core.dialogue.reading.pieces import Context, Days, HoursOf, Line, PartOf, Taken, Weekdays, Without
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
            break
        if _starts_anew(found, piece[0], at, end):
            break
        found.append(piece[0])
        end = at = piece[1]
    return (Without(tuple(found)), end) if found else None


def _excluded(line: Line, at: int, context: Context) -> tuple[Excluded, int] | None:
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


def _starts_anew(found: list[Excluded], piece: Excluded, at: int, end: int) -> bool:
    """ "not Friday 14-17": the hours are wanted; "not Friday and Monday" and "not Friday, Monday" go on."""
    return bool(found) and type(piece) is not type(found[-1]) and at == end
