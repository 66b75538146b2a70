"""Filling in a card as Teams' client lets people do it: what is sent, and what the client complains about first."""

from __future__ import annotations

import re
from typing import Any

from sandbox.teams.model import Json

REQUIRED = "This field is required."
INVALID = "The value is not valid."
DATE, CLOCK = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"


class NotOfferedError(ValueError):
    """No client could enter this: no such input, or a choice that is not offered."""


def filled(fields: list[Json], given: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Input id -> what is sent (empty inputs are left out), and input id -> the sentence under the field."""
    inputs = {one["id"]: one for one in fields}
    for name in given:
        if name not in inputs:
            raise NotOfferedError(f"the card has no input {name}")
    values: dict[str, str] = {}
    complaints: dict[str, str] = {}
    for name, one in inputs.items():
        value = _value(one, given.get(name, one.get("value")))
        problem = _problem(one, value)
        if problem:
            complaints[name] = problem
        if value != "":
            values[name] = value
    return values, complaints


def _value(one: Json, given: Any) -> str:
    """The string Teams sends for this input; empty when nothing was entered."""
    kind = one["type"]
    if kind == "Input.Toggle":
        on, off = one.get("valueOn", "true"), one.get("valueOff", "false")
        return str(on) if given is True or given == on else str(off)
    if given is None:
        return ""
    if kind == "Input.ChoiceSet":
        return _chosen(one, given)
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        raise NotOfferedError(f"{one['id']} takes a string or a number")
    return f"{given:g}" if isinstance(given, float) else str(given)


def _chosen(one: Json, given: Any) -> str:
    many = one.get("isMultiSelect") is True
    values = given if isinstance(given, list) else str(given).split(",") if many else [str(given)]
    values = [str(value) for value in values if value != ""]
    if len(values) > 1 and not many:
        raise NotOfferedError(f"{one['id']} takes one choice")
    offered = {choice["value"] for choice in one.get("choices") or []}
    if "choices.data" not in one and not set(values) <= offered:
        raise NotOfferedError(f"{one['id']} does not offer {', '.join(sorted(set(values) - offered))}")
    return ",".join(values)


def _problem(one: Json, value: str) -> str | None:
    said: str = one.get("errorMessage") or ""
    if value == "" or (one["type"] == "Input.Toggle" and value == one.get("valueOff", "false")):
        return (said or REQUIRED) if one.get("isRequired") else None
    return None if _valid(one, value) else said or INVALID


def _valid(one: Json, value: str) -> bool:
    kind = one["type"]
    if kind == "Input.Text":
        return len(value) <= one.get("maxLength", len(value)) and bool(re.search(one.get("regex", ""), value))
    if kind == "Input.Number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            return False
        return bool(one.get("min", float(value)) <= float(value) <= one.get("max", float(value)))
    if kind in ("Input.Date", "Input.Time"):
        form = DATE if kind == "Input.Date" else CLOCK
        return bool(re.fullmatch(form, value)) and one.get("min", value) <= value <= one.get("max", value)
    return True
