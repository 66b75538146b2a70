"""Dialogs: opened from a button, filled in, sent, continued or closed. Source: Teams docs, dialogs with bots."""

from __future__ import annotations

from typing import Any

from sandbox.teams import messages
from sandbox.teams.activities import activity
from sandbox.teams.calls import Answer, deliver
from sandbox.teams.cards import dialog_problems
from sandbox.teams.hands.body import Body, ImpossibleError
from sandbox.teams.hands.overview import dialog_shown
from sandbox.teams.hands.press import data_of, pressed
from sandbox.teams.hands.troubles import NOT_SENT, failed, told
from sandbox.teams.model import Dialog, Json, Message
from sandbox.teams.names import event_id
from sandbox.teams.state import Teams

CARD = "application/vnd.microsoft.card.adaptive"
CONTEXT: Json = {"theme": "default"}


async def open_dialog(teams: Teams, body: Body) -> Json:
    """Like click, for a button that opens a dialog; refuses any other."""
    from sandbox.teams.hands.click import click  # a click may open a dialog

    _index, action = pressed(body, body.message().cards_for(body.person.key))
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
        value: Json = {"commandId": dialog.command, "commandContext": "compose", "data": data, "context": CONTEXT}
        return await ask(teams, body, dialog, "composeExtension/submitAction", value)
    return await ask(teams, body, dialog, "task/submit", {"data": data, "context": CONTEXT})


async def close(teams: Teams, body: Body) -> Json:
    """{"person"}: the cross of the dialog; the bot is not told."""
    _open(teams, body)
    _show(teams, body.person.key, None)
    return NOT_SENT


async def ask(teams: Teams, body: Body, dialog: Dialog, name: str, value: Json) -> Json:
    """Send an invoke of a dialog and do what the answer says: continue, message, or close for anything else."""
    place = teams.conversations[dialog.conversation]
    more: dict[str, Any] = {"replyToId": dialog.message} if dialog.message else {}
    sent = activity(
        teams, "invoke", body.person, place, event_id(), thread=dialog.thread, name=name, value=value, **more
    )
    answer = await deliver(teams, sent, person=body.person.key, note=name)
    if not answer.ok:
        return told(answer)
    task = (answer.json() or {}).get("task")
    if isinstance(task, dict) and task.get("type") == "continue":
        return _continued(teams, body.person.key, dialog, answer, task.get("value"))
    _show(teams, body.person.key, None)
    if isinstance(task, dict) and task.get("type") == "message":
        return {**answer.report(), "message": str(task.get("value") or "")}
    return answer.report()


def _continued(teams: Teams, person: str, old: Dialog, answer: Answer, info: Any) -> Json:
    """Show the card of a "continue"."""
    if not isinstance(info, dict):
        return failed(answer, "a task of type continue needs a value")
    attachment = info.get("card")
    if not isinstance(attachment, dict) or attachment.get("contentType") != CARD:
        return failed(answer, f"this local Teams shows dialogs with a card of type {CARD}")
    problems = dialog_problems(attachment.get("content"))
    if problems:
        return failed(answer, "the card is not valid: " + " ".join(problems))
    shown = Dialog(
        old.conversation,
        str(info.get("title") or ""),
        attachment["content"],
        message=old.message,
        thread=old.thread,
        command=old.command,
        height=info.get("height"),
        width=info.get("width"),
    )
    _show(teams, person, shown)
    return {**answer.report(), "dialog": dialog_shown(shown)}


def _open(teams: Teams, body: Body) -> Dialog:
    found = teams.dialogs.get(body.person.key)
    if found is None:
        raise ImpossibleError("no dialog is open", 404)
    return found


def _show(teams: Teams, person: str, dialog: Dialog | None) -> None:
    old = teams.dialogs.pop(person, None)
    if dialog is not None:
        teams.dialogs[person] = dialog
    changed = dialog or old
    if changed is not None:
        messages.publish(teams, "dialog", changed.conversation, only_for=person)
