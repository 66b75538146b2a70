"""The one JSON form of every command.

Buttons and forms carry commands as JSON (`to_payload`, `from_payload`): what comes back is checked field by field, so a
payload of another version or a tampered one is refused, never guessed.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.dialogue import (
    admin_commands,
    answer_commands,
    booking_commands,
    commands,
    free_day_commands,
    health_commands,
    home_commands,
    morning_commands,
    mydata_commands,
    offer_commands,
    reading_commands,
    round_commands,
    series_commands,
    settings_commands,
    sync_commands,
    type_commands,
    view_commands,
)
from core.dialogue.commands import Command

FAMILIES = (
    commands,
    settings_commands,
    health_commands,
    sync_commands,
    free_day_commands,
    offer_commands,
    view_commands,
    mydata_commands,
    admin_commands,
    booking_commands,
    answer_commands,
    type_commands,
    series_commands,
    round_commands,
    home_commands,
    morning_commands,
    reading_commands,
)
"""Where commands are: each class there is one."""

COMMANDS: dict[str, type[Command]] = {
    name: kind
    for family in FAMILIES
    for name, kind in vars(family).items()
    if isinstance(kind, type) and issubclass(kind, Command) and kind is not Command
}


class BadPayload(ValueError):
    """The payload is not a command of this version."""


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        defaults = {field.name: field.default for field in fields(value)}
        shown = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _plain(item) for name, item in shown.items() if item != defaults[name]}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(COMMANDS[name])


def to_payload(command: Command) -> str:
    """The command as compact JSON: its name under "do", and the fields that differ from their defaults."""
    shown = _plain(command)
    assert isinstance(shown, dict)
    return json.dumps({"do": type(command).__name__, **shown}, separators=(",", ":"), ensure_ascii=False)


def plain(text: str) -> str:
    """The text without what no database and no mail takes: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _cleaned(value: object) -> object:
    match value:
        case str():
            return plain(value)
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case dict():
            return {name: _cleaned(item) for name, item in value.items()}
        case _:
            return value


def from_payload(text: str, **filled: object) -> Command:
    """The command in `text`, with the fields of a form or card filled in. Raises BadPayload."""
    try:
        data = json.loads(text)
        adapter = _adapter(data.pop("do"))
        command: Command = adapter.validate_python(_cleaned({**data, **filled}))
    except (ValueError, KeyError, AttributeError, TypeError, ValidationError, RecursionError) as error:
        raise BadPayload(type(error).__name__) from error
    return command
