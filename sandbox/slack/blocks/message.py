"""The blocks of a message: 50 at most."""

from __future__ import annotations

from typing import Any

from sandbox.slack.blocks.elements import CHECKS
from sandbox.slack.blocks.layout import MESSAGE_BLOCKS, check_block
from sandbox.slack.blocks.node import Node, Problems
from sandbox.slack.blocks.unique import check_unique, elements_of

BLOCKS_MOST = 50


def message_problems(blocks: Any) -> list[str]:
    """Everything Slack would refuse about `blocks`; empty when it would post them."""
    problems = Problems()
    if not isinstance(blocks, list):
        problems.found("must provide an array", "/blocks")
        return problems
    root = Node({"blocks": blocks}, "", problems)
    nodes = root.children("blocks", BLOCKS_MOST, least=0)
    for node in nodes:
        check_block(node, MESSAGE_BLOCKS)
        _belongs_in_a_message(node)
    check_unique(nodes)
    return problems


def _belongs_in_a_message(block: Node) -> None:
    """Files and response URLs of selects are asked for in modals only."""
    for place, element in elements_of(block.value):
        kind = element.get("type")
        if isinstance(kind, str) and kind in CHECKS and kind == "file_input":
            block.found("file_input is only supported in modals", f"{place}/type")
        if element.get("response_url_enabled"):
            block.found("response_url_enabled is only supported in modals", f"{place}/response_url_enabled")
