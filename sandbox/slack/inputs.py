"""state.values: what every input of a message or modal holds, in the shape Slack sends it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks.entries import is_date, is_time_of_day
from sandbox.slack.blocks.unique import elements_of
from sandbox.slack.model import Json, Values


class ImpossibleInputError(ValueError):
    """A person could not have entered this: no such option, not a date, not a number."""


TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
# element type -> (property of the state, property of its initial value)
SINGLE = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    **dict.fromkeys(TYPED, ("value", "initial_value")),
}
MANY = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
EXTERNAL = {"external_select", "multi_external_select"}


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each (block, element) that has a state; buttons, overflow menus and images have none."""
    for block in blocks:
        for _place, element in elements_of(block):
            if element.get("type") in SINGLE or element.get("type") in MANY:
                yield block, element


def element_at(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """The block and element with these ids; None when there is none."""
    for block in blocks:
        if block.get("block_id") == block_id:
            for _place, element in elements_of(block):
                if element.get("action_id") == action_id:
                    return block, element
    return None


def initial_state(element: Json) -> Json:
    kind = element["type"]
    if kind in SINGLE:
        state, initial = SINGLE[kind]
        return {"type": kind, state: copy.deepcopy(element.get(initial))}
    state, initial = MANY[kind]
    return {"type": kind, state: copy.deepcopy(element.get(initial) or [])}


def initial_values(blocks: list[Json]) -> Values:
    """The values before anybody touched anything."""
    values: Values = {}
    for block, element in stateful(blocks):
        values.setdefault(block["block_id"], {})[element["action_id"]] = initial_state(element)
    return values


def merged(blocks: list[Json], entered: Values) -> Values:
    """Values for new blocks: an entry survives an update when ids and type stayed and its option is still offered."""
    values = initial_values(blocks)
    for block, element in stateful(blocks):
        old = entered.get(block["block_id"], {}).get(element["action_id"])
        if old is not None and old.get("type") == element["type"] and _still_offered(element, old):
            values[block["block_id"]][element["action_id"]] = old
    return values


def offered(element: Json) -> list[Json]:
    """The options of an element, groups flattened."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or []) + [option for group in groups for option in group["options"]]


def _still_offered(element: Json, state: Json) -> bool:
    if element["type"] in EXTERNAL or not offered(element):
        return True
    chosen = state.get("selected_options") or [state.get("selected_option")]
    values = {option["value"] for option in offered(element)}
    return all(option is None or option["value"] in values for option in chosen)


def entered_state(element: Json, value: Any, loaded: list[Json]) -> Json:
    """The state after a person entered `value` (None clears); `loaded` are options an external source gave.

    Raises ImpossibleInputError for what the client would not let them do.
    """
    kind = element["type"]
    if kind in MANY:
        if value is None:
            value = []
        if not isinstance(value, list):
            raise ImpossibleInputError(f"{kind} takes a list")
        most = element.get("max_selected_items")
        if most is not None and len(value) > most:
            raise ImpossibleInputError(f"{kind} takes {most} at most")
        return {"type": kind, MANY[kind][0]: [_one(element, item, loaded) for item in value]}
    if kind not in SINGLE:
        raise ImpossibleInputError(f"{kind} takes no value")
    return {"type": kind, SINGLE[kind][0]: None if value is None else _one(element, value, loaded)}


def _one(element: Json, value: Any, loaded: list[Json]) -> Any:
    kind = element["type"]
    if "option" in (SINGLE.get(kind) or MANY[kind])[0]:
        choices = loaded if kind in EXTERNAL else offered(element)
        for option in choices:
            if option["value"] == value:
                return copy.deepcopy(option)
        raise ImpossibleInputError(f"there is no option {value!r}")
    if kind == "datetimepicker":
        if not isinstance(value, int) or isinstance(value, bool):
            raise ImpossibleInputError("a date and time is a number of seconds")
        return value
    if kind == "rich_text_input":
        return value
    if not isinstance(value, str):
        raise ImpossibleInputError(f"{kind} takes a string")
    if (kind == "datepicker" and not is_date(value)) or (kind == "timepicker" and not is_time_of_day(value)):
        raise ImpossibleInputError(f"{value!r} is not possible in a {kind}")
    return value if value or kind not in TYPED else None
