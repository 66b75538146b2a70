"""Clicks on cards and in dialogs: the command a button carries, with the card's inputs filled in."""

from adapters.edge.fields import COMMENT
from adapters.teams.parse.ask import Ask, Stale, actor, where
from adapters.teams.parse.payloads import Activity, Json
from core.dialogue.commands import CancelBooking, ChooseCalendars, Command, PreviewCalendars
from core.dialogue.payloads import BadPayload, from_payload

FILLED = (PreviewCalendars, ChooseCalendars)
"""Commands of a card with inputs, which fill them."""

COMMENTED = (CancelBooking,)
"""Commands whose confirmation takes a comment."""

SEARCH_MOST = 60
COMMAND, CARD, FORM, OPENER, WAIT = "command", "card", "form", "opener", "wait"
"""What our buttons carry besides inputs."""


def press(found: Activity) -> Ask | None:
    """A button of a message or dialog. None for people without an account."""
    carried = found.data.get(CARD)
    inside = found.extension or found.name == "task/submit"
    card = found.reply_to_id if not inside else carried if isinstance(carried, str) else None
    who = actor(found, card=card)
    return None if who is None else Ask(who, command(found.data), where(found), found.sender)


def command(data: Json) -> Command | Stale:
    payload = data.get(COMMAND)
    if not isinstance(payload, str):
        return Stale()
    try:
        made = from_payload(payload)
        return from_payload(payload, **_filled(made, data))
    except BadPayload:
        return Stale()


def chosen(data: Json, name: str) -> str | None:
    """The content of a text, date or single choice; None when it is empty or missing."""
    found = data.get(name)
    return found.strip() if isinstance(found, str) and found.strip() else None


def ticked(data: Json, name: str) -> list[str]:
    """The choices of a list with several: Teams joins them by commas."""
    return [one for one in (chosen(data, name) or "").split(",") if one]


def _filled(made: Command, data: Json) -> dict[str, object]:
    """What the card's inputs fill in."""
    if isinstance(made, FILLED):
        return _calendars(made, data)
    typed = chosen(data, COMMENT)
    return {COMMENT: typed} if typed and isinstance(made, COMMENTED) and made.confirmed else {}


def _calendars(made: Command, data: Json) -> dict[str, object]:
    """What is chosen on the picker; what it had no room to list stands in the button."""
    searched = {"search": (chosen(data, "search") or "")[:SEARCH_MOST]} if isinstance(made, PreviewCalendars) else {}
    return {"linked": chosen(data, "linked"), "conflicts": ticked(data, "conflicts"), **searched}
