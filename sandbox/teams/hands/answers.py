"""What the client does with the answer to an invoke of a dialog or message extension; what it can't use is told."""

from __future__ import annotations

from typing import Any

from sandbox.calls import Answer
from sandbox.teams import messages
from sandbox.teams.cards import card_problems, dialog_problems
from sandbox.teams.hands.overview import dialog_shown, draft_shown
from sandbox.teams.hands.troubles import failed
from sandbox.teams.model import Dialog, Draft, Json
from sandbox.teams.state import Teams

CARD = "application/vnd.microsoft.card.adaptive"
PREVIEWS = ("application/vnd.microsoft.card.hero", "application/vnd.microsoft.card.thumbnail", CARD)
SIZES = ("small", "medium", "large")


def dialog_answered(teams: Teams, person: str, dialog: Dialog, answer: Answer) -> Json:
    """Continue, say something, or close; nothing at all closes too."""
    content = answer.json()
    if content is None and answer.text.strip():
        return failed(answer, "the body of an invoke answer is an object")
    task = (content or {}).get("task")
    if task is not None and (not isinstance(task, dict) or task.get("type") not in ("continue", "message")):
        return failed(answer, "a task is of type continue or message")
    if task is not None and task["type"] == "continue":
        return _continued(teams, person, dialog, answer, task.get("value"))
    if task is not None and not isinstance(task.get("value"), str):
        return failed(answer, "a task of type message needs a string as its value")
    show(teams, person, None)
    return {**answer.report(), "message": task["value"]} if task is not None else answer.report()


def extension_answered(teams: Teams, person: str, dialog: Dialog, answer: Answer) -> Json:
    """Like a dialog's, or a card to send. Source: Teams docs, "Respond to the dialog submit action"."""
    found = (answer.json() or {}).get("composeExtension")
    if found is None:
        return dialog_answered(teams, person, dialog, answer)
    if not isinstance(found, dict) or found.get("type") not in ("result", "botMessagePreview"):
        return failed(answer, "this local Teams knows composeExtension answers of type result and botMessagePreview")
    preview = found["type"] == "botMessagePreview"
    if preview and dialog.context == "commandBox":
        return failed(answer, "from the command box no message of the bot can be posted")
    card, why = _previewed(found) if preview else _result(found)
    if card is None:
        return failed(answer, why)
    show(teams, person, None)
    draft = Draft(dialog.conversation, dialog.command or "", card, preview, dialog.context, dialog.thread)
    teams.drafts[person] = draft
    messages.publish(teams, "draft", draft.conversation, only_for=person)
    return {**answer.report(), "draft": draft_shown(draft)}


def _result(found: Json) -> tuple[Json | None, str]:
    attachments = found.get("attachments")
    if found.get("attachmentLayout") not in ("list", "grid"):
        return None, "attachmentLayout is list or grid"
    if not isinstance(attachments, list) or len(attachments) != 1 or not isinstance(attachments[0], dict):
        return None, "an action's result has one attachment"
    shown = attachments[0].get("preview")
    if shown is not None and (not isinstance(shown, dict) or shown.get("contentType") not in PREVIEWS):
        return None, "the preview of a result is a hero, thumbnail or Adaptive Card"
    return _card(attachments[0])


def _previewed(found: Json) -> tuple[Json | None, str]:
    activity = found.get("activityPreview")
    if not isinstance(activity, dict) or activity.get("type") != "message":
        return None, "activityPreview is a message activity"
    attachments = activity.get("attachments")
    if not isinstance(attachments, list) or len(attachments) != 1 or not isinstance(attachments[0], dict):
        return None, "activityPreview has exactly one attachment"
    return _card(attachments[0])


def _card(attachment: Json) -> tuple[Json | None, str]:
    if attachment.get("contentType") != CARD:
        return None, f"this local Teams shows attachments of type {CARD} only"
    problems = card_problems(attachment.get("content"))
    return (None, "the card is not valid: " + " ".join(problems)) if problems else (attachment["content"], "")


def _continued(teams: Teams, person: str, old: Dialog, answer: Answer, info: Any) -> Json:
    """Show the card of a "continue"."""
    if not isinstance(info, dict):
        return failed(answer, "a task of type continue needs a value")
    attachment = info.get("card")
    if not isinstance(attachment, dict) or attachment.get("contentType") != CARD:
        return failed(answer, f"this local Teams shows dialogs with a card of type {CARD}")
    sizes = [info[name] for name in ("height", "width") if info.get(name) is not None]
    if any(not isinstance(one, int) and one not in SIZES for one in sizes):
        return failed(answer, f"height and width are pixels or one of {', '.join(SIZES)}")
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
        context=old.context,
        height=info.get("height"),
        width=info.get("width"),
    )
    show(teams, person, shown)
    return {**answer.report(), "dialog": dialog_shown(shown)}


def show(teams: Teams, person: str, dialog: Dialog | None) -> None:
    """Put the dialog in front of the person; None closes the one that is open."""
    old = teams.dialogs.pop(person, None)
    if dialog is not None:
        teams.dialogs[person] = dialog
    changed = dialog or old
    if changed is not None:
        messages.publish(teams, "dialog", changed.conversation, only_for=person)
