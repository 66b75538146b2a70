"""The message extension: actions beside the box where a person writes, and in the menu of a message.

They work wherever the person writes, also where the app is not installed. Source: Teams docs, message extension action
commands: create and send dialogs, respond to the dialog submit action.
"""

from __future__ import annotations

import uuid

from sandbox.hands import ImpossibleError
from sandbox.people import Person
from sandbox.teams import messages
from sandbox.teams.activities import activity, from_extension
from sandbox.teams.calls import deliver
from sandbox.teams.hands import install
from sandbox.teams.hands.answers import extension_answered
from sandbox.teams.hands.body import Body
from sandbox.teams.hands.dialog import CONTEXT, ask
from sandbox.teams.hands.overview import extension_commands
from sandbox.teams.hands.troubles import NOT_SENT, told
from sandbox.teams.model import Dialog, Draft, Json, Message
from sandbox.teams.names import APP_ID, BOT_NAME, event_id, work_account
from sandbox.teams.state import Teams

CARD = "application/vnd.microsoft.card.adaptive"


async def open_extension(teams: Teams, body: Body) -> Json:
    """{"person", "conversation", "command", "activity_id"?, "context"?}: send composeExtension/fetchTask and show the
    dialog it answers with. With a message's id the command is chosen in that message's menu."""
    command, place = body.text("command"), body.conversation()
    message = body.message() if body.has("activity_id") else None
    context = "message" if message else body.text("context", "compose")
    if context not in _contexts(teams, command):
        raise ImpossibleError(f"the manifest has no command {command} for {context}", 404)
    thread = (message.thread or message.id) if message and place.kind == "channel" else None
    opened = Dialog(place.id, "", {}, thread=thread, command=command, context=context)
    value: Json = {
        "commandId": command,
        "commandContext": context,
        "requestId": uuid.uuid4().hex,
        "context": CONTEXT,
    }
    if message is not None:
        value["messagePayload"] = _payload(teams, message)
    return await ask(teams, body, opened, "composeExtension/fetchTask", value)


async def send(teams: Teams, body: Body) -> Json:
    """{"person"}: the card that lies in the box is sent in the person's name; a preview is posted by the bot, which is
    added to the conversation first where it isn't."""
    draft = _draft(teams, body.person)
    place = teams.conversations[draft.conversation]
    if draft.preview:
        if not place.installed:
            await install.add(teams, body.person, place)
        return await _verdict(teams, body, draft, "send")
    _put_away(teams, body.person)
    message = messages.new_message(
        teams, place.id, person=body.person.key, text_format="plain", cards=[draft.card], thread=draft.thread
    )
    messages.store(teams, message)
    return {**NOT_SENT, "id": message.id}


async def edit(teams: Teams, body: Body) -> Json:
    """{"person"}: the preview's Edit; the bot shows its form again."""
    draft = _draft(teams, body.person)
    if not draft.preview:
        raise ImpossibleError("only a preview can be edited")
    return await _verdict(teams, body, draft, "edit")


async def discard(teams: Teams, body: Body) -> Json:
    """{"person"}: the cross of what lies in the box; the bot is not told."""
    _draft(teams, body.person)
    _put_away(teams, body.person)
    return NOT_SENT


async def _verdict(teams: Teams, body: Body, draft: Draft, chosen: str) -> Json:
    """Send composeExtension/submitAction about a preview and do what the answer says."""
    place = teams.conversations[draft.conversation]
    attachment = {"contentType": CARD, "content": draft.card}
    value: Json = {
        "commandId": draft.command,
        "commandContext": draft.context,
        "botMessagePreviewAction": chosen,
        "botActivityPreview": [{"type": "message/card", "attachments": [attachment], "context": CONTEXT}],
        "context": CONTEXT,
    }
    name = "composeExtension/submitAction"
    sent = activity(teams, "invoke", body.person, place, event_id(), thread=draft.thread, name=name, value=value)
    answer = await deliver(teams, from_extension(sent), person=body.person.key, note=f"{name} ({chosen})")
    if not answer.ok:
        return told(answer)
    _put_away(teams, body.person)
    opened = Dialog(place.id, "", {}, thread=draft.thread, command=draft.command, context=draft.context)
    return extension_answered(teams, body.person.key, opened, answer)


def _contexts(teams: Teams, command: str) -> list[str]:
    """Where the manifest puts this command; everywhere without a manifest."""
    if not teams.manifest:
        return ["compose", "commandBox", "message"]
    found = [one for one in extension_commands(teams) if one["id"] == command]
    return list(found[0]["context"]) if found else []


def _draft(teams: Teams, person: Person) -> Draft:
    found = teams.drafts.get(person.key)
    if found is None:
        raise ImpossibleError("nothing lies in the box", 404)
    return found


def _put_away(teams: Teams, person: Person) -> None:
    draft = teams.drafts.pop(person.key, None)
    if draft is not None:
        messages.publish(teams, "draft", draft.conversation, only_for=person.key)


def _payload(teams: Teams, message: Message) -> Json:
    """The message as Teams shows it to the extension."""
    author = teams.person(message.person) if message.person else None
    mentions = [one for one in message.entities if one.get("type") == "mention"]
    return {
        "linkToMessage": f"https://teams.microsoft.com/l/message/{message.conversation}/{message.id}",
        "id": message.id,
        "replyToId": message.thread,
        "createdDateTime": message.at,
        "lastModifiedDateTime": None,
        "deleted": False,
        "subject": None,
        "summary": message.summary or None,
        "importance": "normal",
        "locale": "en-us",
        "body": {"contentType": "html", "content": f"<div><div>{_html(message)}</div></div>"},
        "from": _identity(author),
        "reactions": [],
        "mentions": [_mention(teams, number, one) for number, one in enumerate(mentions)],
        "attachments": [{"contentType": CARD} for _ in message.cards],
    }


def _html(message: Message) -> str:
    text = message.text
    for number, one in enumerate(one for one in message.entities if one.get("type") == "mention"):
        name = one["mentioned"].get("name", "")
        text = text.replace(str(one.get("text")), f'<at id="{number}">{name}</at>', 1)
    return text


def _mention(teams: Teams, number: int, entity: Json) -> Json:
    mentioned = teams.person_by_id(str(entity["mentioned"]["id"]))
    return {"id": number, "mentionText": entity["mentioned"].get("name", ""), "mentioned": _identity(mentioned)}


def _identity(person: Person | None) -> Json:
    """A person of the organisation, or the bot."""
    empty: Json = {"device": None, "conversation": None, "user": None, "application": None}
    if person is None:
        return {**empty, "application": {"applicationIdentityType": "bot", "id": APP_ID, "displayName": BOT_NAME}}
    user = {"userIdentityType": "aadUser", "id": work_account(person).oid, "displayName": person.name}
    return {**empty, "user": user}
