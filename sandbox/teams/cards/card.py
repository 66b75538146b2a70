"""A whole card: version, size of its parts, refresh, and what must differ."""

from __future__ import annotations

from typing import Any

from sandbox.teams.cards import actions, elements, inputs  # noqa: F401 - they fill the families
from sandbox.teams.cards.families import ACTIONS, ELEMENTS, VERTICAL
from sandbox.teams.cards.finding import every_object, inputs_of
from sandbox.teams.cards.rules import Rule, Walk, anything, filled, flag, many, mapping, text
from sandbox.teams.cards.shapes import Shape, check

VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")  # Teams draws no later one
MOST_ACTIONS = 6
MOST_VIEWERS = 60

CARD: dict[str, Rule] = {
    "version": text,
    "body": many(ELEMENTS.rule),
    "actions": many(ACTIONS.rule, most=MOST_ACTIONS),
    "refresh": mapping,
    "selectAction": ACTIONS.rule,
    "fallbackText": text,
    "backgroundImage": anything,
    "minHeight": text,
    "rtl": flag,
    "speak": text,
    "lang": text,
    "verticalContentAlignment": VERTICAL,
    "metadata": mapping,
    "authentication": mapping,
    "originator": text,
    "msteams": mapping,  # width "Full", entities for mentions
}
REFRESH = Shape({"action": ACTIONS.rule, "userIds": many(filled, most=MOST_VIEWERS), "expires": text}, ("action",))


def card_problems(card: Any) -> list[str]:
    """Everything wrong with a card, each with its place; empty when Teams draws it as meant."""
    walk = Walk()
    check_inner(card, walk, "card")
    if not isinstance(card, dict):
        return walk.problems
    _check_version(card, walk)
    if isinstance(card.get("refresh"), dict):
        check(card["refresh"], REFRESH, "Refresh", walk, "card.refresh")
        action = card["refresh"].get("action")
        if isinstance(action, dict) and action.get("type") != "Action.Execute":
            walk.found("refresh needs an Action.Execute", "card.refresh.action")
    _check_ids(card, walk)
    return walk.problems


def dialog_problems(card: Any) -> list[str]:
    """Like card_problems, and a dialog sends Action.Submit only."""
    problems = card_problems(card)
    if isinstance(card, dict) and any(one.get("type") == "Action.Execute" for one in every_object(card)):
        problems.append("card: a dialog does not send Action.Execute, use Action.Submit.")
    return problems


def check_inner(card: Any, walk: Walk, at: str) -> None:
    """A card or one that an action shows."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        walk.found("must be an object of type AdaptiveCard", at)
        return
    check(card, Shape(CARD), "AdaptiveCard", walk, at)


def _check_version(card: dict[str, Any], walk: Walk) -> None:
    version = card.get("version")
    if version not in VERSIONS:
        walk.found(f"must be one of {', '.join(VERSIONS)}", "card.version")
        return
    for one in every_object(card):
        kind = str(one.get("type"))
        shape = ELEMENTS.shapes.get(kind) or ACTIONS.shapes.get(kind)
        if shape is not None and shape.since > str(version):
            walk.found(f"{kind} needs version {shape.since}", "card.version")


def _check_ids(card: dict[str, Any], walk: Walk) -> None:
    """Input ids differ; in a multi-select no value holds a comma, since the answer is joined by commas."""
    seen: set[str] = set()
    for one in inputs_of(card):
        name = str(one.get("id"))
        if name in seen:
            walk.found(f"two inputs have the id {name}", "card")
        seen.add(name)
        if one.get("isMultiSelect") is not True or not isinstance(one.get("choices"), list):
            continue
        for choice in one["choices"]:
            if isinstance(choice, dict) and "," in str(choice.get("value")):
                walk.found(
                    f"the value {choice['value']} has a comma, which a multi-select cannot carry", f"input {name}"
                )
