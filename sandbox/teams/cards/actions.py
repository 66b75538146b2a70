"""What a person presses. Source: the Adaptive Cards schema, version 1.5, and Teams' page on card actions."""

from __future__ import annotations

from typing import Any

from sandbox.teams.cards.families import ACTIONS, EVERY
from sandbox.teams.cards.rules import Rule, Walk, address, either, flag, many, mapping, one_of, text
from sandbox.teams.cards.shapes import Shape, plain

PRESSES = ("task/fetch", "messageBack", "imBack", "invoke", "signin")
TARGET = either(text, plain(Shape({"elementId": text, "isVisible": flag}, ("elementId",)), "TargetElement"))

ACTION: dict[str, Rule] = {
    **EVERY,
    "title": text,
    "iconUrl": address,
    "style": one_of("default", "positive", "destructive"),
    "tooltip": text,
    "isEnabled": flag,
    "mode": one_of("primary", "secondary"),
    "fallback": either(one_of("drop"), ACTIONS.rule),
    "role": text,
}
INPUTS = one_of("auto", "none")


def _data(value: Any, walk: Walk, at: str) -> None:
    """An object; `msteams` in it says what Teams does with the press."""
    mapping(value, walk, at)
    special = value.get("msteams") if isinstance(value, dict) else None
    if special is not None and (not isinstance(special, dict) or special.get("type") not in PRESSES):
        walk.found(f"type must be one of {', '.join(PRESSES)}", f"{at}.msteams")


def _card(value: Any, walk: Walk, at: str) -> None:
    from sandbox.teams.cards.card import check_inner  # a card shows actions, an action may show a card

    check_inner(value, walk, at)


ACTIONS.shapes |= {
    "Action.Execute": Shape({**ACTION, "verb": text, "data": _data, "associatedInputs": INPUTS}, (), "1.4"),
    "Action.Submit": Shape({**ACTION, "data": _data, "associatedInputs": INPUTS}),
    "Action.OpenUrl": Shape({**ACTION, "url": address}, ("url",)),
    "Action.ShowCard": Shape({**ACTION, "card": _card}, ("card",)),
    "Action.ToggleVisibility": Shape({**ACTION, "targetElements": many(TARGET)}, ("targetElements",), "1.2"),
}
