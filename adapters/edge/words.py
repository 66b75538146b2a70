"""Somebody's words on their way to a card: one line, nothing invisible, not too long."""

import re

USER_TEXT_MOST = 200
"""Nobody's words take more than this of a card (our choice)."""
NOTHING = "–"
"""What stands where somebody's words are empty: neither chat takes a label or a message without a character."""

_INVISIBLE = re.compile("[\\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_BROKEN_ENTITY = re.compile(r"&[a-z]*$")


def cut(text: str, most: int) -> str:
    """At most `most` characters, the last one "…" if something was left out; no entity is cut in two."""
    if len(text) <= most:
        return text
    return _BROKEN_ENTITY.sub("", text[: most - 1]).rstrip() + "…"


def clean(text: str) -> str:
    """Somebody's words on one line, without control and direction marks, at most USER_TEXT_MOST characters."""
    return cut(_INVISIBLE.sub(" ", text).strip(), USER_TEXT_MOST)


def unlike(name: str, taken: dict[str, int], most: int) -> str:
    """At most `most` characters, unlike those that are taken: what was called so before gets a number. Takes it."""
    first = shown = cut(name, most) if name.strip() else NOTHING
    while shown in taken:
        taken[first] += 1
        mark = f" ({taken[first]})"
        shown = cut(name, most - len(mark)) + mark
    taken[shown] = 1
    return shown
