"""The rules in the order in which they are tried; the first that fits takes its words."""

from collections.abc import Callable

from core.dialogue.reading.days import days_at
from core.dialogue.reading.durations import duration_at
from core.dialogue.reading.exclusions import without_at
from core.dialogue.reading.parts import part_at
from core.dialogue.reading.people import people_at
from core.dialogue.reading.pieces import Context, Line, Nothing, Piece, Taken, Title, Unclear, at_end
from core.dialogue.reading.repeats import repeats_at
from core.dialogue.reading.roles import Role
from core.dialogue.reading.times import hours_at
from core.dialogue.reading.zones import zone_at

Rule = Callable[[Line, int, Context], Taken | None]
DOUBTFUL = (Role.NOT, Role.UNTIL, Role.BEFORE, Role.AFTER, Role.FROM, Role.TO, Role.BETWEEN, Role.AT, Role.EVERY)
"""Words that change what follows: where they fit nothing, they are named with it, and never left out."""


def _title(line: Line, at: int, _: Context) -> Taken | None:
    title = line[at].title
    return None if title is None else (Title(title), at + 1)


def _relative_time(line: Line, at: int, _: Context) -> Taken | None:
    """ "in 2 hours" is no duration."""
    if not line[at].has(Role.IN, Role.WITHIN) or at + 1 >= len(line):
        return None
    found = duration_at(line, at + 1)
    return None if found is None else (Unclear(), found[1])


def _lost(line: Line, at: int, context: Context) -> Taken | None:
    """A word that changes what follows and fits it not: both are named."""
    if not line[at].has(*DOUBTFUL) or not at_end(line, at + 1):
        return None
    after = line[at + 1] if at + 1 < len(line) else None
    if after is None or after.after_comma or after.kind in ("person", "quoted") or after.has(*DOUBTFUL):
        return Unclear(), at + 1
    return Unclear(), piece_at(line, at + 1, context)[1]


def _nothing(line: Line, at: int, _: Context) -> Taken | None:
    one = line[at]
    empty = one.has(Role.FILLER, Role.AND, Role.OR, Role.ON, Role.FOR)
    before_part = one.has(Role.IN) and at + 1 < len(line) and line[at + 1].has(Role.PART)
    if not (empty or before_part) or one.has(*DOUBTFUL):
        return None
    return (Nothing(), at + 1) if at_end(line, at + 1) or line[at + 1].named is not None else None


RULES: tuple[Rule, ...] = (
    _title,
    lambda line, at, _: people_at(line, at),
    _relative_time,
    without_at,
    zone_at,
    lambda line, at, _: part_at(line, at),
    lambda line, at, _: duration_at(line, at),
    lambda line, at, _: repeats_at(line, at),
    days_at,
    hours_at,
    _nothing,
    _lost,
)


def piece_at(line: Line, at: int, context: Context) -> tuple[Piece | None, int]:
    """What begins here and where it ends; None: a stretch without meaning, up to the next space."""
    for rule in RULES:
        found = rule(line, at, context)
        if found is not None:
            return found
    end = at + 1
    while end < len(line) and not at_end(line, end):
        end += 1
    return None, end
