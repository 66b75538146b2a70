"""Pressing a button of a card: which one it is, and what is sent with it."""

from __future__ import annotations

from typing import Any

from sandbox.hands import ImpossibleError
from sandbox.teams.cards.filling import NotOfferedError, filled
from sandbox.teams.cards.finding import actions_of, sent_with
from sandbox.teams.hands.body import Body
from sandbox.teams.model import Json

NAMED = ("type", "id", "title", "verb")


def pressed(body: Body, cards: list[Json]) -> tuple[int, Json]:
    """The card (by its place) and its action that the body names by type, id, title, verb and data.

    The data may already hold the inputs, as the client's library merges them.
    """
    wanted = body.mapping("action")
    if not isinstance(wanted.get("data", {}), dict):
        raise ImpossibleError("the data of an action is an object")
    found = [
        (len(action.get("data") or {}), index, action)
        for index, card in enumerate(cards)
        for action in actions_of(card)
        if action.get("isEnabled", True) and _is(action, wanted)
    ]
    if not wanted or not found:
        raise ImpossibleError(f"there is no button {wanted}", 404)
    _most, index, action = max(found, key=lambda one: one[0])
    return index, action


def _is(action: Json, wanted: dict[str, Any]) -> bool:
    if any(name in wanted and action.get(name) != wanted[name] for name in NAMED):
        return False
    data, given = action.get("data") or {}, wanted.get("data")
    return given is None or all(given.get(key) == value for key, value in data.items())


def data_of(body: Body, card: Json, action: Json) -> tuple[Json, dict[str, str]]:
    """The action's data with what was entered, and what the client complains about instead of sending it."""
    own: Json = dict(action.get("data") or {})
    if action.get("associatedInputs", "auto").casefold() == "none":
        return own, {}
    fields = sent_with(card, action)
    names = {one["id"] for one in fields}
    merged = {key: value for key, value in (body.mapping("action").get("data") or {}).items() if key in names}
    try:
        values, complaints = filled(fields, {**merged, **body.mapping("inputs")})
    except NotOfferedError as error:
        raise ImpossibleError(str(error)) from None
    return {**own, **values}, complaints
