"""Options and option groups: the limits that no client library checks."""

from __future__ import annotations

from typing import Any

from sandbox.slack.blocks.node import Node
from sandbox.slack.blocks.text import check_text

OPTION_TEXT_MOST = 75
OPTION_VALUE_MOST = 150
OPTION_DESCRIPTION_MOST = 75


def check_option(node: Node, *, mrkdwn: bool, url: bool = False) -> None:
    node.only("text", "value", "description", *(("url",) if url else ()))
    check_text(node, "text", OPTION_TEXT_MOST, plain=not mrkdwn, required=True)
    check_text(node, "description", OPTION_DESCRIPTION_MOST, plain=not mrkdwn)
    node.require("value")
    node.string("value", OPTION_VALUE_MOST)
    if url:
        node.string("url", 3000)


def check_options(node: Node, most: int, *, mrkdwn: bool = False, url: bool = False) -> list[dict[str, Any]]:
    """Check the `options` of an element and return them."""
    node.require("options")
    options = node.children("options", most)
    for option in options:
        check_option(option, mrkdwn=mrkdwn, url=url)
    _values_differ(node, options)
    return [option.value for option in options]


def check_grouped_options(node: Node) -> list[dict[str, Any]]:
    """`options` or `option_groups`, exactly one of them, 100 at most, never none."""
    if ("options" in node.value) == ("option_groups" in node.value):
        node.found("must define exactly one of `options` and `option_groups`")
    if "options" in node.value:
        return check_options(node, 100)
    found: list[dict[str, Any]] = []
    for group in node.children("option_groups", 100):
        group.only("label", "options")
        check_text(group, "label", 75, plain=True, required=True)
        found += check_options(group, 100)
    return found


def check_initial(node: Node, key: str, options: list[dict[str, Any]] | None, *, mrkdwn: bool = False) -> None:
    """`initial_option` or `initial_options`: each one exactly equal to an offered option (None: any is fine)."""
    if key == "initial_option":
        child = node.child(key)
        chosen = [] if child is None else [child]
    else:
        chosen = node.children(key, 100)
    for option in chosen:
        check_option(option, mrkdwn=mrkdwn, url=False)
        if options is not None and option.value not in options:
            option.found(f"`{key}` must match one of the provided options exactly")


def _values_differ(node: Node, options: list[Node]) -> None:
    values = [option.value.get("value") for option in options if isinstance(option.value.get("value"), str)]
    if len(set(values)) != len(values):
        node.found("option values must be unique", "options")
