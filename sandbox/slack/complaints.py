"""What Slack's own client refuses before a modal is sent: missing or ill-formed entries, told under the field."""

from __future__ import annotations

import re

from sandbox.slack.inputs import MANY, SINGLE, TYPED
from sandbox.slack.model import Json, Values

REQUIRED = "Please complete this required field."


def client_errors(blocks: list[Json], values: Values) -> dict[str, str]:
    """block_id -> the sentence under it; empty when the client would send the form."""
    found = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        kind = element["type"]
        value = state.get((SINGLE.get(kind) or MANY[kind])[0])
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
        elif kind in TYPED:
            problem = _typed_problem(element, str(value))
            if problem:
                found[block["block_id"]] = problem
    return found


def _typed_problem(element: Json, value: str) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return f"Please use at least {element['min_length']} characters."
        if len(value) > element.get("max_length", 3000):
            return f"Please use {element.get('max_length', 3000)} characters or fewer."
    if kind == "number_input":
        return _number_problem(element, value)
    if kind == "email_text_input" and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) is None:
        return "Please enter a valid email address."
    if kind == "url_text_input" and re.match(r"https?://\S+", value) is None:
        return "Please enter a valid URL."
    return None


def _number_problem(element: Json, value: str) -> str | None:
    if re.fullmatch(r"-?\d+(\.\d+)?", value) is None:
        return "Please enter a valid number."
    if "." in value and not element["is_decimal_allowed"]:
        return "Please enter a whole number."
    if element.get("min_value") is not None and float(value) < float(element["min_value"]):
        return f"Please enter a number no less than {element['min_value']}."
    if element.get("max_value") is not None and float(value) > float(element["max_value"]):
        return f"Please enter a number no more than {element['max_value']}."
    return None
