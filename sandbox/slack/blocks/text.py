"""Text objects, confirmation dialogs, placeholders."""

from __future__ import annotations

from sandbox.slack.blocks.node import Node

TEXT_MOST = 3000


def check_text_object(node: Node, most: int = TEXT_MOST, *, plain: bool = False) -> None:
    """A plain_text or mrkdwn object; `plain` refuses mrkdwn (labels, titles, buttons)."""
    kind = node.value.get("type")
    allowed = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if kind is None:
        node.found("missing required field: type")
    elif kind not in allowed:
        node.found(f"must be one of: {', '.join(allowed)}", "type")
    if kind == "mrkdwn":
        node.only("type", "text", "verbatim")
        node.boolean("verbatim")
    else:
        node.only("type", "text", "emoji")
        node.boolean("emoji")
    node.require("text")
    node.string("text", most)


def check_text(node: Node, key: str, most: int = TEXT_MOST, *, plain: bool = False, required: bool = False) -> None:
    if required:
        node.require(key)
    child = node.child(key)
    if child is not None:
        check_text_object(child, most, plain=plain)


def check_confirm(node: Node) -> None:
    """A confirmation dialog: title 100, text 300, buttons 30."""
    confirm = node.child("confirm")
    if confirm is None:
        return
    confirm.only("title", "text", "confirm", "deny", "style")
    check_text(confirm, "title", 100, plain=True, required=True)
    check_text(confirm, "text", 300, required=True)
    check_text(confirm, "confirm", 30, plain=True, required=True)
    check_text(confirm, "deny", 30, plain=True, required=True)
    confirm.choice("style", ("primary", "danger"))
