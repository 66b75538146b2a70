"""Block elements: one short rule per type, and where each may stand."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.slack.blocks.choices import CHOICES, MULTI_SELECTS, SELECTS
from sandbox.slack.blocks.entries import ENTRIES
from sandbox.slack.blocks.node import Node
from sandbox.slack.blocks.text import check_confirm, check_text

ACTION_ID_MOST = 255
URL_MOST = 3000


def _button(node: Node) -> None:
    node.only("type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label")
    check_text(node, "text", 75, plain=True, required=True)
    node.string("url", URL_MOST)
    node.string("value", 2000, least=0)
    node.choice("style", ("primary", "danger"))
    node.string("accessibility_label", 75)
    check_confirm(node)


def _image(node: Node) -> None:
    node.only("type", "image_url", "slack_file", "alt_text")
    check_image_source(node)


def check_image_source(node: Node) -> None:
    """`image_url` or `slack_file`, and an alternative text."""
    if ("image_url" in node.value) == ("slack_file" in node.value):
        node.found("must define exactly one of `image_url` and `slack_file`")
    url = node.string("image_url", URL_MOST)
    if url is not None and not url.startswith(("http://", "https://")):
        node.found("invalid url", "image_url")
    node.require("alt_text")
    node.string("alt_text", 2000, least=0)


CHECKS: dict[str, Callable[[Node], None]] = {"button": _button, "image": _image, **CHOICES, **ENTRIES}

DATES = {"datepicker", "timepicker"}
ACCESSORIES = {"button", "image", "overflow", "checkboxes", "radio_buttons", *DATES, *SELECTS, *MULTI_SELECTS}
ACTIONS = {
    "button",
    "overflow",
    "checkboxes",
    "radio_buttons",
    "datetimepicker",
    "rich_text_input",
    *DATES,
    *SELECTS,
    *MULTI_SELECTS,
}
INPUTS = {
    "checkboxes",
    "radio_buttons",
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
    *DATES,
    *SELECTS,
    *MULTI_SELECTS,
}


def check_element(node: Node, allowed: set[str]) -> None:
    """An element of a known type that may stand where it stands."""
    kind = node.value.get("type")
    if kind is None:
        node.found("missing required field: type")
        return
    if not isinstance(kind, str) or kind not in CHECKS or kind not in allowed:
        node.found(f"unsupported type: {kind}", "type")
        return
    node.string("action_id", ACTION_ID_MOST)
    CHECKS[kind](node)
