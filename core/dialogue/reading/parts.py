"""The parts of a day by their hours: what a card says of them, and what is searched."""

from core.dialogue.reading.pieces import Bounds, Line, PartOf, Taken, at_end
from core.dialogue.reading.roles import Role

NOON = 12 * 60
PARTS: tuple[Bounds, ...] = (
    (None, NOON),  # morning
    (NOON, None),  # afternoon
    (17 * 60, None),  # evening
    (NOON, 14 * 60),  # lunchtime
    (None, 10 * 60),  # early
    (NOON, 15 * 60),  # early afternoon
    (15 * 60, 18 * 60),  # late afternoon
    (10 * 60, NOON),  # late morning
)
MORNING, AFTERNOON = 0, 1
WIDE = frozenset({"early", "früh", "frueh", "zeitig"})
LONGER = (Role.NEXT, Role.COMING, Role.THIS, Role.IN, Role.WEEK, Role.MONTH, Role.AFTER_NEXT)


def part_at(line: Line, at: int) -> Taken | None:
    """ "afternoon", "nachmittags". A word that also means tomorrow ("morgen") is a part of a day behind a day."""
    one = line[at]
    if not one.has(Role.PART) or (one.has(Role.RELATIVE) and not _behind_a_day(line, at)):
        return None
    if one.key in WIDE and at + 1 < len(line) and line[at + 1].has(*LONGER):  # "early next week" is no time of day
        return None
    return (PartOf(one.roles[Role.PART]), at + 1) if at_end(line, at + 1) else None


def _behind_a_day(line: Line, at: int) -> bool:
    if at == 0 or line[at].after_comma:
        return False
    before = line[at - 1]
    return before.has(Role.WEEKDAY, Role.RELATIVE, Role.EACH_WEEKDAY) or before.key in {"am", "jeden", "nicht am"}
