"""Modals and the Home tab: their own properties, then up to 100 blocks."""

from __future__ import annotations

import json
from typing import Any

from sandbox.slack.blocks.layout import VIEW_BLOCKS, check_block
from sandbox.slack.blocks.node import Node, Problems
from sandbox.slack.blocks.text import check_text
from sandbox.slack.blocks.unique import check_unique

BLOCKS_MOST = 100
VIEW_BYTES_MOST = 250_000
_SHARED = ("type", "blocks", "private_metadata", "callback_id", "external_id")
_MODAL = ("title", "submit", "close", "clear_on_close", "notify_on_close")


def view_problems(view: Any, kind: str) -> list[str]:
    """Everything Slack would refuse about a view of this kind ("modal" or "home")."""
    problems = Problems()
    if not isinstance(view, dict):
        problems.found("must provide an object", "/view")
        return problems
    node = Node(view, "/view", problems)
    node.require("type", "blocks")
    if view.get("type") not in (None, kind):
        node.found(f"must be one of: {kind}", "type")
    node.only(*_SHARED, *(_MODAL if kind == "modal" else ()))
    node.string("private_metadata", 3000, least=0)
    node.string("callback_id", 255, least=0)
    node.string("external_id", 255, least=0)
    blocks = node.children("blocks", BLOCKS_MOST, least=0)
    for block in blocks:
        check_block(block, VIEW_BLOCKS)
    check_unique(blocks)
    if kind == "modal":
        _check_modal(node, blocks)
    if len(json.dumps(view)) > VIEW_BYTES_MOST:
        node.found("view is larger than 250 kB")
    return problems


def _check_modal(node: Node, blocks: list[Node]) -> None:
    check_text(node, "title", 24, plain=True, required=True)
    check_text(node, "submit", 24, plain=True)
    check_text(node, "close", 24, plain=True)
    node.boolean("clear_on_close", "notify_on_close")
    if node.value.get("submit") is None and any(block.value.get("type") == "input" for block in blocks):
        node.found("missing required field: submit")
