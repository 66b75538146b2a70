"""Who: everybody mentioned or named by address; "optional" before who may miss it, "for" before whom it is for."""

from dataclasses import replace

from core.dialogue.commands import Named
from core.dialogue.reading.pieces import Boss, Line, People, Taken, Unclear, at_end
from core.dialogue.reading.roles import Role


def people_at(line: Line, at: int) -> Taken | None:
    one = line[at]
    if one.named is not None:
        return (People((one.named,)), at + 1) if _ends(line, at + 1) else None
    if one.has(Role.FOR) and at + 1 < len(line) and (boss := line[at + 1].named) is not None:
        return (Boss(boss), at + 2) if _ends(line, at + 2) else None
    if one.has(Role.OPTIONAL):
        return _optional(line, at + 1)
    return None


def _optional(line: Line, at: int) -> Taken:
    """Everybody who follows; nobody: the word is named."""
    found: list[Named] = []
    end = at
    while at < len(line):
        one = line[at]
        if one.named is not None:
            found.append(replace(one.named, optional=True))
            end = at + 1
        elif not one.has(Role.AND, Role.WITH):
            break
        at += 1
    return (People(tuple(found)), end) if found else (Unclear(), end)


def _ends(line: Line, at: int) -> bool:
    """People may be glued to people, and a sentence's dot to anybody."""
    return at_end(line, at) or line[at].named is not None or line[at].is_sign(".")
