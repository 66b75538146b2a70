"""Elements where a person picks from something: selects, checkboxes, radio buttons, overflow."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.slack.blocks.node import Node
from sandbox.slack.blocks.options import check_grouped_options, check_initial, check_options
from sandbox.slack.blocks.text import check_confirm, check_text

SOURCES = ("static", "external", "users", "conversations", "channels")
SELECTS = {f"{source}_select" for source in SOURCES}
MULTI_SELECTS = {f"multi_{source}_select" for source in SOURCES}
_COMMON = ("type", "action_id", "placeholder", "confirm", "focus_on_load")
_EXTRA = {
    "static": ("options", "option_groups"),
    "external": ("min_query_length",),
    "users": (),
    "conversations": ("default_to_current_conversation", "filter"),
    "channels": (),
}
_INITIAL = {
    "static": ("initial_option", "initial_options"),
    "external": ("initial_option", "initial_options"),
    "users": ("initial_user", "initial_users"),
    "conversations": ("initial_conversation", "initial_conversations"),
    "channels": ("initial_channel", "initial_channels"),
}


def _select(source: str, *, multi: bool) -> Callable[[Node], None]:
    initial = _INITIAL[source][multi]
    extra = _EXTRA[source] + (("max_selected_items",) if multi else ())
    if source in ("conversations", "channels") and not multi:
        extra += ("response_url_enabled",)

    def check(node: Node) -> None:
        node.only(*_COMMON, *extra, initial)
        check_text(node, "placeholder", 150, plain=True)
        check_confirm(node)
        node.boolean("focus_on_load", "default_to_current_conversation", "response_url_enabled")
        node.number("max_selected_items", 1)
        node.number("min_query_length", 0)
        options = check_grouped_options(node) if source == "static" else None
        if source in ("static", "external"):
            check_initial(node, initial, options)
        elif multi:
            _strings(node, initial)
        else:
            node.string(initial, 255)

    return check


def _strings(node: Node, key: str) -> None:
    value = node.value.get(key)
    if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        node.found("must provide an array of strings", key)


def _checkboxes(node: Node) -> None:
    node.only("type", "action_id", "options", "initial_options", "confirm", "focus_on_load")
    options = check_options(node, 10, mrkdwn=True)
    check_initial(node, "initial_options", options, mrkdwn=True)
    check_confirm(node)
    node.boolean("focus_on_load")


def _radio_buttons(node: Node) -> None:
    node.only("type", "action_id", "options", "initial_option", "confirm", "focus_on_load")
    options = check_options(node, 10, mrkdwn=True)
    check_initial(node, "initial_option", options, mrkdwn=True)
    check_confirm(node)
    node.boolean("focus_on_load")


def _overflow(node: Node) -> None:
    node.only("type", "action_id", "options", "confirm")
    check_options(node, 5, url=True)
    check_confirm(node)


CHOICES: dict[str, Callable[[Node], None]] = {
    **{f"{source}_select": _select(source, multi=False) for source in SOURCES},
    **{f"multi_{source}_select": _select(source, multi=True) for source in SOURCES},
    "checkboxes": _checkboxes,
    "radio_buttons": _radio_buttons,
    "overflow": _overflow,
}
