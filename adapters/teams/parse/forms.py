"""Submitted forms: the command of the form with its fields filled in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from adapters.edge.fields import kept_fields, part_fields, people_field, repeats_fields, time_field
from adapters.edge.settings import SETTINGS_FIELDS, Kind
from adapters.teams.parse.ask import Ask, Stale, actor, where
from adapters.teams.parse.payloads import Activity, Json
from adapters.teams.parse.press import CARD, COMMAND, FORM, OPENER, chosen, ticked
from core.dialogue.commands import Book, Command, Find, SaveAdvanced, Why
from core.dialogue.payloads import BadPayload, from_payload
from core.shared.errors import InvalidChoice

_OBJECT_ID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form. `wrong`: a field that can't be read; `opener` opens the form again to correct it."""

    ask: Ask
    data: Json
    opener: Command | None
    wrong: InvalidChoice | None = None


def submission(found: Activity) -> Submission | None:
    """None for people without an account. The form's own id stands for the request: submitted twice, it counts once."""
    data = found.data
    card = data.get(CARD)
    who = actor(found, form_request(found, data), card if isinstance(card, str) else None)
    if who is None:
        return None
    wrong: InvalidChoice | None = None
    said: Command | Stale = Stale()
    try:
        said = _command(data)
    except InvalidChoice as error:
        wrong = error
    return Submission(Ask(who, said, where(found), found.sender), data, _opener(data), wrong)


def form_request(found: Activity, data: Json) -> str | None:
    """What stands for everything that is sent from one opened form."""
    form = data.get(FORM)
    return f"form:{found.sender.aad_object_id}:{form}" if isinstance(form, str) and len(form) <= 40 else None


def _opener(data: Json) -> Command | None:
    try:
        return from_payload(str(data.get(OPENER, "")))
    except BadPayload:
        return None


def _command(data: Json) -> Command | Stale:
    payload = data.get(COMMAND)
    try:
        made = from_payload(payload) if isinstance(payload, str) else None
        fields = FIELDS.get(type(made))
        filled = {} if fields is None else fields(data)
        if isinstance(made, SaveAdvanced):  # where the form has the list, nothing ticked is none
            lists = {"warned": made.warned, "hidden_titles": made.hidden_titles}
            filled |= {name: ticked(data, name) for name, listed in lists.items() if listed is not None}
        return Stale() if fields is None else from_payload(str(payload), **filled)
    except BadPayload:
        return Stale()


def _find(data: Json) -> dict[str, object]:
    return {
        **_duration(data),
        "people": _people(data),
        "since": chosen(data, "since"),
        "until": chosen(data, "until"),
        **part_fields(chosen(data, "part")),
        **kept_fields(ticked(data, "kept")),
    }


def _book(data: Json) -> dict[str, object]:
    return {
        **_duration(data),
        "people": _people(data),
        "title": chosen(data, "title") or "",
        "online": data.get("online") == "true",
        "note": chosen(data, "note") or "",
        **repeats_fields(chosen(data, "repeats"), chosen(data, "until"), chosen(data, "number")),
    }


def _why(data: Json) -> dict[str, object]:
    on = chosen(data, "on")
    if on is None:
        raise InvalidChoice("on", "form.bad_field")
    return {**_duration(data), "people": _people(data), "on": on, "minute": time_field(chosen(data, "time"))}


def _advanced(data: Json) -> dict[str, object]:
    blocking = chosen(data, "blocking")
    if blocking is None:
        raise InvalidChoice("blocking", "form.bad_field")
    return {
        "blocking": blocking,
        "states": ticked(data, "states"),
        "linked_blocks": data.get("linked_blocks") == "true",
    }


def _settings(command: type[Command], data: Json) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, kind in SETTINGS_FIELDS[command].items():
        value = chosen(data, name)
        if kind is Kind.TEXT:
            found[name] = value or ""
        elif kind is Kind.DAY:
            found[name] = value
        elif kind is Kind.SWITCH:
            found[name] = value == "true"
        elif kind is Kind.MANY:
            found[name] = ticked(data, name)
        elif kind is Kind.PEOPLE:
            found[name] = _people(data)
        elif value is not None:
            found[name] = value
    return found


FIELDS: dict[type[Command] | type[None], Callable[[Json], dict[str, object]]] = {
    Find: _find,
    Book: _book,
    SaveAdvanced: _advanced,
    Why: _why,
    **{command: partial(_settings, command) for command in SETTINGS_FIELDS},
}
"""The commands that forms submit, and how their fields are filled."""


def _duration(data: Json) -> dict[str, object]:
    """Nothing when the form has no duration: the command's own stays."""
    found = chosen(data, "duration_minutes")
    return {} if found is None else {"duration_minutes": found}


def _people(data: Json) -> list[dict[str, object]]:
    return people_field(_users(data, "people"), chosen(data, "addresses") or "", _users(data, "optional_people"))


def _users(data: Json, name: str) -> list[str]:
    return [one.casefold() if _OBJECT_ID.fullmatch(one) else one for one in ticked(data, name)]
