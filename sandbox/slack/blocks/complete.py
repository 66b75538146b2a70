"""What Slack adds to blocks it stores: an id for every block and every element that has none."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from sandbox.slack.blocks.unique import elements_of

NOT_INTERACTIVE = {"image"}


def completed(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy with generated block_id and action_id where they were missing."""
    found = copy.deepcopy(blocks)
    for block in found:
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)[:5]
        for _place, element in elements_of(block):
            if element.get("type") not in NOT_INTERACTIVE and not element.get("action_id"):
                element["action_id"] = secrets.token_urlsafe(4)[:5]
    return found
