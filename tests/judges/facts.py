"""What a screen says, whatever renders it: its facts, one by one."""

from collections.abc import Iterator
from dataclasses import fields, replace

from core.dialogue.commands import SaveAdvanced
from core.dialogue.screens import Action, Screen, UserText
from core.dialogue.screens.words import Ago, Day, Instant, Names, Text, When, Zone
from core.dialogue.texts import Words

SAID = (UserText, Text, When, Day, Instant, Names, Zone, Ago)


def facts(found: object, words: Words) -> Iterator[str]:
    """The words of every value of a screen but its buttons, in the order of its fields."""
    if isinstance(found, SAID):
        if (said := words.say(found)).strip():
            yield said
    elif isinstance(found, tuple):
        for one in found:
            yield from facts(one, words)
    elif not isinstance(found, Action) and hasattr(type(found), "__dataclass_fields__"):
        for one in fields(found):  # type: ignore[arg-type]
            if (type(found).__name__, one.name) not in CHOICES:
                yield from facts(getattr(found, one.name), words)


CHOICES = {("CalendarPicker", name) for name in ("linkable", "selectable")} | {("CalendarObstacle", "name")}
"""What can be chosen is in a list, not in the text; an obstacle may name its calendar in its reason."""


def unsaid(screen: Screen, text: str, words: Words) -> list[str]:
    """The facts that a fallback text leaves out; one that was cut says so by its last character."""
    if text.endswith("…") and len(text) > 900:
        return []
    flat, zone = text.replace("*", ""), getattr(screen, "zone", None)
    there = replace(words, reader=replace(words.reader, zone=zone.name)) if isinstance(zone, Zone) else words
    each = zip(facts(screen, words), facts(screen, there), strict=True)
    return [one for one, other in each if one.replace("*", "") not in flat and other.replace("*", "") not in flat]


def in_order(lines: list[str], text: str) -> list[str]:
    """The lines that don't follow each other in the text."""
    if text.endswith("…") and len(text) > 900:
        return []
    at, missing, text = 0, [], text.replace("*", "")
    for line in (one for one in lines if one != "–"):
        found = text.find(line.replace("*", ""), at)
        if found < 0:
            missing.append(line)
        else:
            at = found
    return missing


def same(screen: Screen, said: object, meant: object) -> bool:
    """Whether a submitted form says what it showed; lists that are too long for a form stay as they are stored."""
    if isinstance(said, SaveAdvanced) and isinstance(meant, SaveAdvanced) and said.warned is None:
        assert len(getattr(screen, "warnable", ())) not in range(1, 21), "so few fit"
        meant = replace(meant, warned=None)
    return said == meant
