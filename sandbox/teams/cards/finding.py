"""Walking through a card: its objects, inputs and actions in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.teams.model import Json

CHILDREN = ("body", "items", "columns", "rows", "cells", "images", "inlines", "actions")
SINGLE = ("selectAction", "inlineAction", "card")


def every_object(card: Json) -> Iterator[Json]:
    """The card's elements and actions, deep; refresh and fallbacks are not shown and not among them."""
    for name in CHILDREN:
        for child in card.get(name) if isinstance(card.get(name), list) else ():  # type: ignore[union-attr]
            if isinstance(child, dict):
                yield child
                yield from every_object(child)
    for name in SINGLE:
        inner: Any = card.get(name)
        if isinstance(inner, dict):
            yield inner
            yield from every_object(inner)


def inputs_of(card: Json) -> list[Json]:
    """Every input of the card."""
    return [one for one in every_object(card) if str(one.get("type")).startswith("Input.")]


def actions_of(card: Json) -> list[Json]:
    """Every action of the card."""
    return [one for one in every_object(card) if str(one.get("type")).startswith("Action.")]
