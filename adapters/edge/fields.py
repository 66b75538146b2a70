"""The fields of forms that look alike in every chat."""

import re
from collections.abc import Iterable

from core.dialogue.commands import Find
from core.dialogue.screens import PersonChoice, Text, clock, say
from core.shared.errors import InvalidChoice

PARTS = ("any", "morning", "afternoon")
AS_ASKED = "as_asked"
"""The choice that keeps the hours that were typed ("14-17")."""

BLOCKING = ("default", "only_busy", "custom")
TITLE_MOST = 200
NOTE_MOST = 2000
REPEATS = ("none", "daily", "workdays", "weekly", "fortnightly", "monthly")
_NUMBER = re.compile(r"[0-9]{1,4}")
COMMENT = "comment"
"""The field of a card that asks for a comment."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?")
_OPTIONAL = re.compile(r"(?:^|(?<=[\s,;]))optional(?=[\s:,;])", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


def part_choices(find: Find) -> tuple[dict[str, Text], str]:
    """The named parts of the day, with the typed hours as one more where there are any; and the chosen one."""
    found = {name: say(f"form.part.{name}") for name in PARTS}
    if find.at_minute is not None:
        return {**found, AS_ASKED: say("form.part.at", start=clock(find.at_minute))}, AS_ASKED
    if find.from_minute is None and find.to_minute is None:
        return found, find.part
    since, until = clock(find.from_minute or 0), clock(find.to_minute or 24 * 60)
    return {**found, AS_ASKED: say("form.part.between", since=since, until=until)}, AS_ASKED


def part_fields(value: str | None) -> dict[str, object]:
    """A named part replaces the hours that were typed; nothing keeps them. Raises InvalidChoice."""
    if value is None or value == AS_ASKED:
        return {}
    if value not in PARTS:
        raise InvalidChoice("part", "form.bad_field")
    return {"part": value, "from_minute": None, "to_minute": None, "at_minute": None}


KEPT: dict[str, object] = {"zone": "", "repeats": "none", "weekdays_off": (), "days_off": (), "hours_off": ()}
"""What a form keeps of typed words unless it is unticked, with what stands there without it."""


def kept_fields(ticked: Iterable[str]) -> dict[str, object]:
    """Empties what isn't ticked; where a form doesn't list it, it is empty anyway."""
    stays = {*ticked}
    return {name: empty for name, empty in KEPT.items() if name not in stays}


OPTIONAL = "optional"
"""Typed before the addresses of people who may miss it."""


def people_field(users: list[str], typed: str, optional: list[str] | None = None) -> list[dict[str, object]]:
    """People of the chat, and mail addresses as somebody typed them: those that must come first, then the others.
    Raises InvalidChoice."""
    needed, others = (*_OPTIONAL.split(typed, maxsplit=1), "")[:2]
    must = [("user", one) for one in users] + [("address", one) for one in _addresses(needed)]
    may = [("user", one) for one in optional or []] + [("address", one) for one in _addresses(others)]
    found: list[dict[str, object]] = [{"kind": kind, "value": value} for kind, value in dict.fromkeys(must)]
    more = (one for one in dict.fromkeys(may) if one not in must)
    return found + [{"kind": kind, "value": value, "optional": True} for kind, value in more]


def addresses_text(chosen: Iterable[PersonChoice]) -> str:
    """The mail addresses among these people, as they are typed."""
    named = [one.named for one in chosen if one.named.kind == "address"]
    needed = ", ".join(one.value for one in named if not one.optional)
    others = ", ".join(one.value for one in named if one.optional)
    return f"{needed}, {OPTIONAL} {others}".removeprefix(", ") if others else needed


def _addresses(typed: str) -> list[str]:
    addresses = [one for one in re.split(r"[\s,;:]+", typed) if one]
    if not all(_ADDRESS.fullmatch(one) for one in addresses):
        raise InvalidChoice("addresses", "form.bad_address")
    return addresses


def time_field(value: str | None) -> int:
    """The minute of the day that a time picker means ("14:00"). Raises InvalidChoice."""
    found = _TIME.fullmatch(value or "")
    if found is None:
        raise InvalidChoice("time", "form.bad_time")
    return int(found[1]) * 60 + int(found[2])


def repeats_fields(repeats: str | None, until: str | None, number: str | None) -> dict[str, object]:
    """How a meeting repeats; nothing when the form doesn't ask. Raises InvalidChoice."""
    if repeats is None:
        return {}
    if number and not _NUMBER.fullmatch(number.strip()):
        raise InvalidChoice("number", "form.bad_field")
    return {"repeats": repeats, "until": until or None, "number": int(number) if number else None}
