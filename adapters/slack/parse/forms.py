"""Submitted forms: the command of the form with its fields filled in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from adapters.edge.fields import kept_fields, part_fields, people_field, repeats_fields, time_field
from adapters.edge.settings import SETTINGS_FIELDS, Kind
from adapters.slack.parse.ask import Here, Stale, place
from adapters.slack.parse.payloads import Input, ViewSubmission, ticked_in_parts
from adapters.slack.render import Origin
from core.dialogue.commands import Book, Command, Find, SaveAdvanced, Why
from core.dialogue.model import Actor, MessageRef
from core.dialogue.payloads import BadPayload, from_payload
from core.shared.errors import InvalidChoice

Inputs = dict[str, Input]


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form: who, what, where it came from, and the blocks it has (errors are shown at them)."""

    actor: Actor
    said: Command | Stale
    origin: Origin
    blocks: tuple[str, ...]


def submission(found: ViewSubmission, here: Here) -> Submission:
    """Raises InvalidChoice naming the block whose content can't be read."""
    origin, payload = _origin(found.view.private_metadata)
    actor = Actor(
        here.user(found.user.id),
        place(origin.channel),
        origin.channel,
        f"{found.view.id}:{found.view.hash}",
        origin.card,
    )
    blocks = tuple(found.view.state.values)
    return Submission(actor, _command(payload, found.view.state.inputs()), origin, blocks)


def _origin(metadata: str) -> tuple[Origin, str]:
    """Where the form was opened, and the payload of its command ("" when it can't be read)."""
    try:
        found = json.loads(metadata)
        channel = str(found["channel"])
        card = MessageRef(channel, str(found["ts"])) if "ts" in found else None
        return Origin(card, channel, found.get("response_url"), "home" in found), str(found["command"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return Origin(), ""


def _command(payload: str, inputs: Inputs) -> Command | Stale:
    try:
        command = from_payload(payload)
        fields = FIELDS.get(type(command))
        return Stale() if fields is None else from_payload(payload, **fields(inputs))
    except BadPayload:
        return Stale()


def _find(inputs: Inputs) -> dict[str, object]:
    return {
        **_duration(inputs),
        "people": _people(inputs),
        "since": inputs["since"].selected_date if "since" in inputs else None,
        "until": inputs["until"].selected_date if "until" in inputs else None,
        **part_fields(_chosen(inputs, "part")),
        **kept_fields(_ticked(inputs, "kept")),
    }


def _book(inputs: Inputs) -> dict[str, object]:
    return {
        **_duration(inputs),
        "people": _people(inputs),
        "title": _typed(inputs, "title"),
        "online": "online" in _ticked(inputs, "online"),
        "note": _typed(inputs, "note"),
        **repeats_fields(
            _chosen(inputs, "repeats"),
            inputs["until"].selected_date if "until" in inputs else None,
            _typed(inputs, "number"),
        ),
    }


def _why(inputs: Inputs) -> dict[str, object]:
    return {
        **_duration(inputs),
        "people": _people(inputs),
        "on": _day(inputs, "on"),
        "minute": time_field(inputs["time"].selected_time if "time" in inputs else None),
    }


def _advanced(inputs: Inputs) -> dict[str, object]:
    blocking = _chosen(inputs, "blocking")
    if blocking is None:
        raise InvalidChoice("blocking", "form.bad_field")
    return {
        "blocking": blocking,
        "states": _ticked(inputs, "states"),
        "linked_blocks": "linked_blocks" in _ticked(inputs, "linked_blocks"),
        **({"hidden_titles": _ticked(inputs, "hidden_titles")} if "hidden_titles" in inputs else {}),
        **({"warned": ticked_in_parts(inputs, "warned")} if {"warned", "warned:1"} & inputs.keys() else {}),
    }


def _settings(command: type[Command], inputs: Inputs) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, kind in SETTINGS_FIELDS[command].items():
        if kind is Kind.TEXT:
            found[name] = _typed(inputs, name)
        elif kind is Kind.DAY:
            found[name] = inputs[name].selected_date if name in inputs else None
        elif kind is Kind.SWITCH:
            found[name] = bool(_ticked(inputs, name))
        elif kind is Kind.MANY:
            found[name] = _ticked(inputs, name)
        elif kind is Kind.PEOPLE:
            found[name] = _people(inputs)
        elif (chosen := _chosen(inputs, name)) is not None:
            found[name] = chosen
    return found


FIELDS: dict[type[Command], Callable[[Inputs], dict[str, object]]] = {
    Find: _find,
    Book: _book,
    SaveAdvanced: _advanced,
    Why: _why,
    **{command: partial(_settings, command) for command in SETTINGS_FIELDS},
}
"""The commands that forms submit, and how their fields are filled."""


def _typed(inputs: Inputs, name: str) -> str:
    found = inputs.get(name)
    return (found.value or "").strip() if found else ""


def _chosen(inputs: Inputs, name: str) -> str | None:
    found = inputs.get(name)
    return found.selected_option.value if found and found.selected_option else None


def _ticked(inputs: Inputs, name: str) -> list[str]:
    found = inputs.get(name)
    return [one.value for one in found.selected_options] if found else []


def _day(inputs: Inputs, name: str) -> str:
    """A day that must be chosen. Raises InvalidChoice."""
    found = inputs[name].selected_date if name in inputs else None
    if found is None:
        raise InvalidChoice(name, "form.bad_field")
    return found


def _duration(inputs: Inputs) -> dict[str, object]:
    """Nothing when the form has no duration: the command's own stays."""
    found = _chosen(inputs, "duration_minutes")
    return {} if found is None else {"duration_minutes": found}


def _people(inputs: Inputs) -> list[dict[str, object]]:
    picked = [inputs[name].selected_users if name in inputs else [] for name in ("people", "optional_people")]
    return people_field(picked[0], _typed(inputs, "addresses"), picked[1])
