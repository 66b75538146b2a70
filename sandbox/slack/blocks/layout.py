"""Layout blocks: section, actions, context, header, input, image and the rest."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.slack.blocks.elements import ACCESSORIES, ACTIONS, INPUTS, check_element, check_image_source
from sandbox.slack.blocks.node import Node
from sandbox.slack.blocks.text import check_text, check_text_object

BLOCK_ID_MOST = 255


def _section(node: Node) -> None:
    node.only("type", "block_id", "text", "fields", "accessory", "expand")
    if node.value.get("text") is None and node.value.get("fields") is None:
        node.found("must define either `text` or `fields`")
    check_text(node, "text")
    for field in node.children("fields", 10):
        check_text_object(field, 2000)
    node.boolean("expand")
    accessory = node.child("accessory")
    if accessory is not None:
        check_element(accessory, ACCESSORIES)


def _actions(node: Node) -> None:
    node.only("type", "block_id", "elements")
    node.require("elements")
    for element in node.children("elements", 25):
        check_element(element, ACTIONS)


def _context(node: Node) -> None:
    node.only("type", "block_id", "elements")
    node.require("elements")
    for element in node.children("elements", 10):
        if element.value.get("type") in ("plain_text", "mrkdwn"):
            check_text_object(element)
        else:
            check_element(element, {"image"})


def _header(node: Node) -> None:
    node.only("type", "block_id", "text")
    check_text(node, "text", 150, plain=True, required=True)


def _input(node: Node) -> None:
    node.only("type", "block_id", "label", "element", "hint", "optional", "dispatch_action")
    check_text(node, "label", 2000, plain=True, required=True)
    check_text(node, "hint", 2000, plain=True)
    node.boolean("optional", "dispatch_action")
    node.require("element")
    element = node.child("element")
    if element is not None:
        check_element(element, INPUTS)


def _image(node: Node) -> None:
    node.only("type", "block_id", "image_url", "slack_file", "alt_text", "title")
    check_image_source(node)
    check_text(node, "title", 2000, plain=True)


def _divider(node: Node) -> None:
    node.only("type", "block_id")


def _rich_text(node: Node) -> None:
    node.only("type", "block_id", "elements")
    node.require("elements")
    known = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    for element in node.children("elements", 100, least=0):
        if element.value.get("type") not in known:
            element.found(f"unsupported type: {element.value.get('type')}", "type")


def _markdown(node: Node) -> None:
    node.only("type", "block_id", "text")
    node.require("text")
    node.string("text", 12000)


def _video(node: Node) -> None:
    node.require("alt_text", "title", "thumbnail_url", "video_url")
    check_text(node, "title", 199, plain=True)


CHECKS: dict[str, Callable[[Node], None]] = {
    "section": _section,
    "actions": _actions,
    "context": _context,
    "header": _header,
    "input": _input,
    "image": _image,
    "divider": _divider,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "video": _video,
}
MESSAGE_BLOCKS = frozenset(CHECKS)
VIEW_BLOCKS = frozenset(CHECKS) - {"markdown"}


def check_block(node: Node, allowed: frozenset[str]) -> None:
    kind = node.value.get("type")
    if kind is None:
        node.found("missing required field: type")
        return
    if not isinstance(kind, str) or kind not in allowed:
        node.found(f"unsupported type: {kind}", "type")
        return
    node.string("block_id", BLOCK_ID_MOST)
    CHECKS[kind](node)
