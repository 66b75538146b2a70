"""Identifiers that must differ: a block_id in a message or view, an action_id in a block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks.node import Node


def elements_of(block: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each interactive element of a block with its place inside the block."""
    if isinstance(block.get("accessory"), dict):
        yield "accessory", block["accessory"]
    if isinstance(block.get("element"), dict):
        yield "element", block["element"]
    if block.get("type") == "actions" and isinstance(block.get("elements"), list):
        for index, element in enumerate(block["elements"]):
            if isinstance(element, dict):
                yield f"elements/{index}", element


def check_unique(blocks: list[Node]) -> None:
    """Duplicates are problems; so is a second element that wants the focus."""
    seen: set[str] = set()
    focused = 0
    for block in blocks:
        name = block.value.get("block_id")
        if isinstance(name, str):
            if name in seen:
                block.found(f"`block_id` {name} already exists", "block_id")
            seen.add(name)
        actions: set[str] = set()
        for place, element in elements_of(block.value):
            action = element.get("action_id")
            if isinstance(action, str):
                if action in actions:
                    block.found(f"`action_id` {action} already exists in this block", f"{place}/action_id")
                actions.add(action)
            focused += element.get("focus_on_load") is True
            if focused > 1 and element.get("focus_on_load") is True:
                block.found("only one element may have `focus_on_load`", f"{place}/focus_on_load")
