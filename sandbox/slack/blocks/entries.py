"""Elements where a person types or sets something: text, numbers, dates, times, files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.slack.blocks.node import Node
from sandbox.slack.blocks.text import check_confirm, check_text

TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
INPUT_MOST = 3000


def is_date(value: str) -> bool:
    """YYYY-MM-DD and a day that exists."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_time_of_day(value: str) -> bool:
    """HH:mm, 24 hours."""
    return TIME_OF_DAY.fullmatch(value) is not None


def _datepicker(node: Node) -> None:
    node.only("type", "action_id", "initial_date", "placeholder", "confirm", "focus_on_load")
    day = node.string("initial_date", 10)
    if day is not None and not is_date(day):
        node.found("must be a valid date in the format YYYY-MM-DD", "initial_date")
    _picker(node)


def _timepicker(node: Node) -> None:
    node.only("type", "action_id", "initial_time", "placeholder", "confirm", "focus_on_load", "timezone")
    time = node.string("initial_time", 5)
    if time is not None and not is_time_of_day(time):
        node.found("must be a valid time in the format HH:mm", "initial_time")
    zone = node.string("timezone", 255)
    if zone is not None and not _is_zone(zone):
        node.found("must be a valid IANA timezone", "timezone")
    _picker(node)


def _datetimepicker(node: Node) -> None:
    node.only("type", "action_id", "initial_date_time", "confirm", "focus_on_load")
    node.number("initial_date_time", 1_000_000_000, 9_999_999_999)
    check_confirm(node)
    node.boolean("focus_on_load")


def _picker(node: Node) -> None:
    check_text(node, "placeholder", 150, plain=True)
    check_confirm(node)
    node.boolean("focus_on_load")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _typed(*extra: str) -> Callable[[Node], None]:
    """A one-line entry: its own properties, placeholder, dispatch_action_config."""

    def check(node: Node) -> None:
        node.only("type", "action_id", "placeholder", "focus_on_load", "dispatch_action_config", *extra)
        check_text(node, "placeholder", 150, plain=True)
        node.boolean("focus_on_load")
        _dispatch(node)

    return check


def _plain_text_input(node: Node) -> None:
    _typed("initial_value", "multiline", "min_length", "max_length")(node)
    node.boolean("multiline")
    least = node.number("min_length", 0, INPUT_MOST)
    most = node.number("max_length", 1, INPUT_MOST)
    if least is not None and most is not None and least > most:
        node.found("`min_length` must be less than or equal to `max_length`", "min_length")
    initial = node.string("initial_value", INPUT_MOST if most is None else most, least=0)
    if initial and least is not None and len(initial) < least:
        node.found(f"must be more than {least - 1} characters", "initial_value")


def _number_input(node: Node) -> None:
    _typed("initial_value", "is_decimal_allowed", "min_value", "max_value")(node)
    node.require("is_decimal_allowed")
    node.boolean("is_decimal_allowed")
    for key in ("initial_value", "min_value", "max_value"):
        value = node.string(key, 16)
        if value is not None and re.fullmatch(r"-?\d+(\.\d+)?", value) is None:
            node.found("must be a number", key)


def _address(node: Node) -> None:
    _typed("initial_value")(node)
    node.string("initial_value", INPUT_MOST)


def _dispatch(node: Node) -> None:
    config = node.child("dispatch_action_config")
    if config is None:
        return
    config.only("trigger_actions_on")
    triggers = config.value.get("trigger_actions_on")
    known = ("on_enter_pressed", "on_character_entered")
    if not isinstance(triggers, list) or not triggers or any(item not in known for item in triggers):
        config.found("must be an array of on_enter_pressed, on_character_entered", "trigger_actions_on")


def _file_input(node: Node) -> None:
    node.only("type", "action_id", "filetypes", "max_files")
    node.number("max_files", 1, 10)


ENTRIES: dict[str, Callable[[Node], None]] = {
    "datepicker": _datepicker,
    "timepicker": _timepicker,
    "datetimepicker": _datetimepicker,
    "plain_text_input": _plain_text_input,
    "number_input": _number_input,
    "email_text_input": _address,
    "url_text_input": _address,
    "rich_text_input": _typed("initial_value"),
    "file_input": _file_input,
}
