"""Dialogs: opened from a button, filled in, sent, continued or closed. Source: Teams docs, dialogs with bots."""

from __future__ import annotations

from typing import Any

from sandbox.hands import ImpossibleError
from sandbox.teams.activities import activity, from_extension
from sandbox.teams.calls import deliver
from sandbox.teams.hands.answers import dialog_answered, extension_answered, show
from sandbox.teams.hands.body import Body
from sandbox.teams.hands.press import data_of, pressed
from sandbox.teams.hands.troubles import NOT_SENT, told
from sandbox.teams.model import Dialog, Json, Message
from sandbox.teams.names import event_id
from sandbox.teams.state import Teams

CONTEXT: Json = {"theme": "default"}


async def open_dialog(teams: Teams, body: Body) -> Json:
    """Like click, for a button that opens a dialog; refuses any other."""
    from sandbox.teams.hands.click import click  # a click may open a dialog

    _index, action = pressed(body, body.cards(body.message()))
    if ((action.get("data") or {}).get("msteams") or {}).get("type") != "task/fetch":
        raise ImpossibleError("that button opens no dialog")
    return await click(teams, body)


async def fetch(teams: Teams, body: Body, message: Message, data: Json) -> Json:
    """Send task/fetch for a button of this message and show what comes back."""
    place = teams.conversations[message.conversation]
    thread = (message.thread or message.id) if place.kind == "channel" else None
    opened = Dialog(place.id, "", {}, message=message.id, thread=thread)
    return await ask(teams, body, opened, "task/fetch", {"data": data, "context": CONTEXT})


async def submit(teams: Teams, body: Body) -> Json:
    """{"person", "action", "inputs"?}: the Action.Submit pressed in the open dialog."""
    dialog = _open(teams, body)
    _index, action = pressed(body, [dialog.card])
    if action["type"] == "Action.OpenUrl":
        return {**NOT_SENT, "url": action["url"]}
    if action["type"] != "Action.Submit":
        return NOT_SENT
    data, complaints = data_of(body, dialog.card, action)
    if complaints:
        return {**NOT_SENT, "ok": False, "error": "Check the fields.", "errors": complaints}
    if dialog.command is not None:
        value: Json = {
            "commandId": dialog.command,
            "commandContext": dialog.context,
            "data": data,
            "context": CONTEXT,
        }
        return await ask(teams, body, dialog, "composeExtension/submitAction", value)
    return await ask(teams, body, dialog, "task/submit", {"data": data, "context": CONTEXT})


async def close(teams: Teams, body: Body) -> Json:
    """{"person"}: the cross of the dialog; the bot is not told."""
    _open(teams, body)
    show(teams, body.person.key, None)
    return NOT_SENT


async def ask(teams: Teams, body: Body, dialog: Dialog, name: str, value: Json) -> Json:
    """Send an invoke of a dialog and do what the answer says."""
    place = teams.conversations[dialog.conversation]
    more: dict[str, Any] = {"replyToId": dialog.message} if dialog.message else {}
    sent = activity(
        teams, "invoke", body.person, place, event_id(), thread=dialog.thread, name=name, value=value, **more
    )
    if dialog.command is not None:
        sent = from_extension(sent)
    answer = await deliver(teams, sent, person=body.person.key, note=name)
    if not answer.ok:
        return told(answer)
    if name == "composeExtension/submitAction":
        return extension_answered(teams, body.person.key, dialog, answer)
    return dialog_answered(teams, body.person.key, dialog, answer)


def _open(teams: Teams, body: Body) -> Dialog:
    found = teams.dialogs.get(body.person.key)
    if found is None:
        raise ImpossibleError("no dialog is open", 404)
    return found
