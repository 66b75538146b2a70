"""Clicks on cards: the command a button carries, or the one a changed input sends."""

from adapters.edge.fields import COMMENT
from adapters.slack.parse.ask import Ask, Here, Route, Stale, place
from adapters.slack.parse.payloads import BlockActions, Input, Pressed, ticked_in_parts
from core.dialogue.commands import CancelBooking, ChooseCalendars, Command, PreviewCalendars
from core.dialogue.model import Actor, MessageRef, Place
from core.dialogue.payloads import BadPayload, from_payload

FILLED = (PreviewCalendars, ChooseCalendars)
"""Commands of a card with inputs, which fill them."""

COMMENTED = (CancelBooking,)
"""Commands whose confirmation takes a comment."""


def press(found: BlockActions, here: Here) -> Ask | None:
    """None for buttons that only open a link."""
    pressed = found.actions[0]
    payload = _payload(pressed)
    channel, ts = found.container.channel_id, found.container.message_ts
    if payload is None:
        return None
    if channel is None:
        return _in_view(found, here, payload)
    direct = place(channel) is Place.DIRECT and not found.container.is_ephemeral
    actor = Actor(
        here.user(found.user.id),
        place(channel),
        channel,
        found.trigger_id,
        MessageRef(channel, ts) if direct and ts else None,
    )
    route = Route(channel, found.container.thread_ts, found.response_url, replaces=found.container.is_ephemeral)
    inputs = found.state.inputs() if found.state else {}
    return Ask(actor, _command(payload, inputs), found.trigger_id, None if direct else route)


def _in_view(found: BlockActions, here: Here, payload: str) -> Ask | None:
    """Pressed in the Home tab, or in a window that says something; inputs of a form say nothing before it is sent."""
    if found.view is None or found.actions[0].type != "button":
        return None
    actor = Actor(here.user(found.user.id), Place.DIRECT, "", found.trigger_id)
    return Ask(actor, _command(payload, {}), found.trigger_id, home=found.view.type == "home")


def _payload(pressed: Pressed) -> str | None:
    """A button carries its command as value; an input carries it in the id of its block, behind two colons."""
    if pressed.type == "button":
        return pressed.value
    return pressed.block_id.split(":", 2)[-1]


def _command(payload: str, inputs: dict[str, Input]) -> Command | Stale:
    try:
        made = from_payload(payload)
        filled = _calendars(inputs) if isinstance(made, FILLED) else _comment(made, inputs)
        return from_payload(payload, **filled)
    except BadPayload:
        return Stale()


def _comment(made: Command, inputs: dict[str, Input]) -> dict[str, object]:
    """What was written beside the button that confirms."""
    typed = inputs[COMMENT].value if COMMENT in inputs else None
    return {COMMENT: typed.strip()} if typed and isinstance(made, COMMENTED) and made.confirmed else {}


def _calendars(inputs: dict[str, Input]) -> dict[str, object]:
    """What is chosen on the picker."""
    linked = inputs["linked"].selected_option if "linked" in inputs else None
    return {"linked": linked.value if linked else None, "conflicts": ticked_in_parts(inputs, "conflicts")}
