"""Walking through a card: its objects, inputs and actions in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.teams.model import Json

CHILDREN = ("body", "items", "columns", "rows", "cells", "images", "inlines", "actions")
SINGLE = ("selectAction", "inlineAction", "card")


def every_object(card: Json, *, shown_cards: bool = True) -> Iterator[Json]:
    """The card's elements and actions, deep; refresh and fallbacks are not shown and not among them.

    Without `shown_cards` not what is inside a card that an action shows.
    """
    for name in CHILDREN:
        for child in card.get(name) if isinstance(card.get(name), list) else ():  # type: ignore[union-attr]
            if isinstance(child, dict):
                yield child
                yield from every_object(child, shown_cards=shown_cards)
    for name in SINGLE:
        inner: Any = card.get(name)
        if isinstance(inner, dict) and (shown_cards or name != "card"):
            yield inner
            yield from every_object(inner, shown_cards=shown_cards)


def inputs_of(card: Json) -> list[Json]:
    """Every input of the card."""
    return [one for one in every_object(card) if str(one.get("type")).startswith("Input.")]


def actions_of(card: Json) -> list[Json]:
    """Every action of the card."""
    return [one for one in every_object(card) if str(one.get("type")).startswith("Action.")]


def sent_with(card: Json, action: Json) -> list[Json]:
    """The inputs that travel with an action: those of its own card and of the cards around it."""
    return next(_around(card, action, []), [])


def _around(card: Json, action: Json, outer: list[Json]) -> Iterator[list[Json]]:
    near = list(every_object(card, shown_cards=False))
    inputs = [*outer, *(one for one in near if str(one.get("type")).startswith("Input."))]
    for one in near:
        if one is action:
            yield inputs
        elif isinstance(one.get("card"), dict):
            yield from _around(one["card"], action, inputs)
