"""Slack's composition objects and elements as plain dicts, each within its limits."""

from typing import Any

from adapters.edge.words import NOTHING, cut
from adapters.slack.render.limits import (
    BUTTON_MOST,
    CONFIRM_BUTTON_MOST,
    CONFIRM_TEXT_MOST,
    CONFIRM_TITLE_MOST,
    GROUP_LABEL_MOST,
    INPUT_MOST,
    OPTION_MOST,
    OPTION_VALUE_MOST,
    OPTIONS_MOST,
    PLACEHOLDER_MOST,
    URL_MOST,
    VALUE_MOST,
)
from core.dialogue.commands import Command
from core.dialogue.payloads import to_payload
from core.shared.errors import ClearhourError

Json = dict[str, Any]


class TooLarge(ClearhourError):
    """A command does not fit into what Slack lets a button or form carry."""

    code = "too_large"


def payload(command: Command, most: int = VALUE_MOST) -> str:
    """The command's JSON without & < >, which Slack may change on the way. Raises TooLarge."""
    text = to_payload(command)
    for character in "&<>":
        text = text.replace(character, f"\\u{ord(character):04x}")
    if len(text) > most:
        raise TooLarge
    return text


def plain(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": cut(text, most) if text.strip() else NOTHING, "emoji": False}


def mrkdwn(text: str) -> Json:
    """`verbatim`: Slack makes no links, channels or mentions out of words.

    https://docs.slack.dev/reference/block-kit/composition-objects/text-object
    """
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def button(
    label: str,
    action_id: str,
    *,
    name: str,
    value: str | None = None,
    url: str | None = None,
    style: str | None = None,
    confirm: Json | None = None,
) -> Json:
    """`name` is what a screen reader says."""
    if url is not None and len(url) > URL_MOST:
        raise TooLarge
    found: Json = {
        "type": "button",
        "text": plain(label, BUTTON_MOST),
        "action_id": action_id,
        "accessibility_label": cut(name, BUTTON_MOST),
    }
    extra = {"value": value, "url": url, "style": style, "confirm": confirm}
    return found | {key: item for key, item in extra.items() if item is not None}


def confirmation(title: str, text: str, yes: str, no: str) -> Json:
    return {
        "title": plain(title, CONFIRM_TITLE_MOST),
        "text": plain(text, CONFIRM_TEXT_MOST),
        "confirm": plain(yes, CONFIRM_BUTTON_MOST),
        "deny": plain(no, CONFIRM_BUTTON_MOST),
        "style": "danger",
    }


def option(value: str, label: str, hint: str | None = None) -> Json:
    if len(value) > OPTION_VALUE_MOST:
        raise TooLarge
    found: Json = {"text": plain(label, OPTION_MOST), "value": value}
    return found if hint is None else found | {"description": plain(hint, OPTION_MOST)}


def grouped(groups: dict[str, list[Json]]) -> Json:
    """`options`, or `option_groups` when there are several groups or more options than a list takes."""
    single = next(iter(groups.values()), [])
    if len(groups) == 1 and len(single) <= OPTIONS_MOST:
        return {"options": single}
    found = []
    for label, options in groups.items():
        for start in range(0, len(options), OPTIONS_MOST):
            part = f" ({start // OPTIONS_MOST + 1})" if len(options) > OPTIONS_MOST else ""
            shown = cut(label, GROUP_LABEL_MOST - len(part)) + part
            found.append({"label": plain(shown, GROUP_LABEL_MOST), "options": options[start : start + OPTIONS_MOST]})
    return {"option_groups": found}


def select(action_id: str, options: Json, *, placeholder: str, chosen: Json | None) -> Json:
    found: Json = {"type": "static_select", "action_id": action_id, "placeholder": plain(placeholder, PLACEHOLDER_MOST)}
    return found | options | ({"initial_option": chosen} if chosen else {})


def multi_select(action_id: str, options: Json, *, placeholder: str, chosen: list[Json]) -> Json:
    found: Json = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER_MOST),
    }
    return found | options | ({"initial_options": chosen} if chosen else {})


def external_select(action_id: str, *, placeholder: str, chosen: Json | None) -> Json:
    """A list whose options are asked for while somebody types: for more than a list takes."""
    found: Json = {"type": "external_select", "action_id": action_id, "min_query_length": 0}
    found["placeholder"] = plain(placeholder, PLACEHOLDER_MOST)
    return found | ({"initial_option": chosen} if chosen else {})


def multi_external_select(action_id: str, *, placeholder: str, chosen: list[Json]) -> Json:
    found: Json = {"type": "multi_external_select", "action_id": action_id, "min_query_length": 0}
    found["placeholder"] = plain(placeholder, PLACEHOLDER_MOST)
    return found | ({"initial_options": chosen} if chosen else {})


def people_select(action_id: str, *, placeholder: str, chosen: list[str]) -> Json:
    found: Json = {
        "type": "multi_users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER_MOST),
    }
    return found | ({"initial_users": chosen} if chosen else {})


def datepicker(action_id: str, *, placeholder: str, chosen: str | None) -> Json:
    found: Json = {"type": "datepicker", "action_id": action_id, "placeholder": plain(placeholder, PLACEHOLDER_MOST)}
    return found | ({"initial_date": chosen} if chosen else {})


def timepicker(action_id: str, *, placeholder: str, chosen: str) -> Json:
    return {
        "type": "timepicker",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER_MOST),
        "initial_time": chosen,
    }


def text_input(action_id: str, *, initial: str, most: int = INPUT_MOST, multiline: bool = False) -> Json:
    """`initial` is shown as it is: a text field knows no markup. Raises TooLarge rather than losing a part of it."""
    if len(initial) > INPUT_MOST:
        raise TooLarge
    most = max(most, len(initial))
    found: Json = {"type": "plain_text_input", "action_id": action_id, "max_length": most, "multiline": multiline}
    return found | ({"initial_value": initial} if initial else {})


def checkboxes(action_id: str, options: list[Json], chosen: list[Json]) -> Json:
    found: Json = {"type": "checkboxes", "action_id": action_id, "options": options}
    return found | ({"initial_options": chosen} if chosen else {})


def radio_buttons(action_id: str, options: list[Json], chosen: Json | None) -> Json:
    found: Json = {"type": "radio_buttons", "action_id": action_id, "options": options}
    return found | ({"initial_option": chosen} if chosen else {})
