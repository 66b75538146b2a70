"""Slack's limits as a checker: slack_sdk's own models, and what they miss."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]


def message_problems(text: str, blocks: list[Json]) -> list[str]:
    """What Slack would refuse about a message of ours."""
    found = [*_common(blocks)]
    if not 0 < len(text) <= 4000:
        found.append(f"fallback text of {len(text)} characters")
    if not 0 < len(blocks) <= 50:
        found.append(f"{len(blocks)} blocks")
    return found


def view_problems(view: Json) -> list[str]:
    found = [*_common(view["blocks"])]
    View(**view).validate_json()
    if any(len(view[part]["text"]) > 24 for part in ("title", "submit", "close")):
        found.append("title, submit or close is too long")
    if len(view["private_metadata"]) > 3000 or len(view["blocks"]) > 100:
        found.append("metadata or blocks are too many")
    return found


def elements(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        yield from block.get("elements", []) if block["type"] == "actions" else []
        yield from [block[key] for key in ("accessory", "element") if key in block]


def texts(found: Any) -> Iterator[Json]:
    """Every text object."""
    if isinstance(found, dict):
        if found.get("type") in ("mrkdwn", "plain_text"):
            yield found
        for value in found.values():
            yield from texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from texts(value)


def options(element: Json) -> list[Json]:
    grouped = [one for group in element.get("option_groups", []) for one in group["options"]]
    return [*element.get("options", []), *grouped]


def _common(blocks: list[Json]) -> Iterator[str]:
    for block in Block.parse_all(blocks):
        block.validate_json()
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)) or any(len(one) > 255 for one in ids):
        yield "block ids repeat or are too long"
    actions = [element["action_id"] for element in elements(blocks)]
    if len(actions) != len(set(actions)) or any(len(one) > 255 for one in actions):
        yield "action ids repeat or are too long"
    for text in texts(blocks):
        if not text["text"].strip():
            yield "an empty text"
        if text["type"] == "mrkdwn" and (not text.get("verbatim") or len(text["text"]) > 3000):
            yield "mrkdwn that Slack would read, or too long"
    for block in blocks:
        if block["type"] == "header" and len(block["text"]["text"]) > 150:
            yield "a header is too long"
        if block["type"] == "actions" and not 0 < len(block["elements"]) <= 25:
            yield "too many or no elements in a row"
    for element in elements(blocks):
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    if element["type"] == "button":
        if (
            len(element["text"]["text"]) > 75
            or len(element.get("value", "")) > 2000
            or len(element.get("url", "")) > 3000
        ):
            yield "a button is too large"
        if not 0 < len(element["accessibility_label"]) <= 75:
            yield "a button without a name"
    if element["type"] in ("static_select", "multi_static_select", "checkboxes", "radio_buttons"):
        yield from _choices(element)
    if element["type"] in ("external_select", "multi_external_select"):
        yield from _asked(element)


def _asked(element: Json) -> Iterator[str]:
    """A list that asks for its options: only what is chosen stands in it."""
    chosen = element.get("initial_options", [])
    if len(chosen) > 100 or ("initial_options" in element and not chosen):
        yield "too many initial options, or none"
    values = [one["value"] for one in chosen]
    if len(values) != len(set(values)) or any(len(one["text"]["text"]) > 75 for one in chosen):
        yield "two options have one value, or one is too long"


def _choices(element: Json) -> Iterator[str]:
    found = options(element)
    values = [one["value"] for one in found]
    most = 10 if element["type"] in ("checkboxes", "radio_buttons") else 100
    lists = [element["options"]] if "options" in element else [group["options"] for group in element["option_groups"]]
    if not all(0 < len(one) <= most for one in lists) or len(lists) > 100:
        yield "a list of options is empty or too long"
    if len(values) != len(set(values)):
        yield "two options have one value"
    for one in found:
        if (
            len(one["text"]["text"]) > 75
            or len(one["value"]) > 150
            or len(one.get("description", {}).get("text", "")) > 75
        ):
            yield "an option is too long"
    chosen = [
        *element.get("initial_options", []),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    if len(chosen) > 100:
        yield "too many initial options"
    if any(one not in found for one in chosen):
        yield "an initial option is not among the options"
    if "initial_options" in element and not element["initial_options"]:
        yield "no initial options, but the list is there"
    for group in element.get("option_groups", []):
        if len(group["label"]["text"]) > 75:
            yield "a group label is too long"
