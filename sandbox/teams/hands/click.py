"""Pressing a button in a message of the bot."""

from __future__ import annotations

from typing import Any

from sandbox.calls import Answer
from sandbox.hands import ImpossibleError
from sandbox.teams import messages
from sandbox.teams.activities import activity
from sandbox.teams.calls import deliver
from sandbox.teams.cards import card_problems
from sandbox.teams.hands import dialog
from sandbox.teams.hands.body import Body
from sandbox.teams.hands.press import data_of, pressed
from sandbox.teams.hands.troubles import NOT_SENT, failed, told
from sandbox.teams.model import Json, Message
from sandbox.teams.names import event_id
from sandbox.teams.state import Teams

CARD = "application/vnd.microsoft.card.adaptive"
TOAST = "application/vnd.microsoft.activity.message"


async def click(teams: Teams, body: Body) -> Json:
    """{"person", "conversation", "activity_id", "action", "inputs"?, "cards"?}: what Teams does for each kind of
    action."""
    message = body.message()
    cards = body.cards(message)
    index, action = pressed(body, cards)
    if action["type"] == "Action.OpenUrl":
        return {**NOT_SENT, "url": action["url"]}
    if action["type"] not in ("Action.Execute", "Action.Submit"):
        return NOT_SENT  # the client does it alone
    data, complaints = data_of(body, cards[index], action)
    if complaints:
        return {**NOT_SENT, "ok": False, "error": "Check the fields.", "errors": complaints}
    if action["type"] == "Action.Execute":
        return await execute(teams, body, message, index, {**_named(action), "data": data})
    special = (action.get("data") or {}).get("msteams") or {}
    if special.get("type") == "task/fetch":
        return await dialog.fetch(teams, body, message, data)
    return await _submit(teams, body, message, data, special)


async def execute(
    teams: Teams, body: Body, message: Message, index: int, action: Json, trigger: str = "manual"
) -> Json:
    """Send adaptiveCard/action; a card in the answer takes the place of the one pressed, for this person only."""
    value = {"action": action, "trigger": trigger}
    sent = about(teams, "invoke", body, message, event_id(), name="adaptiveCard/action", value=value)
    note = f"adaptiveCard/action {action.get('verb', '')}"
    answer = await deliver(teams, sent, person=body.person.key, note=note)
    return told(answer) if not answer.ok else _answered(teams, body, message, index, answer)


def about(teams: Teams, kind: str, body: Body, message: Message, activity_id: str, **more: Any) -> Json:
    """An activity about a message of the bot, in its thread where it is in one."""
    place = teams.conversations[message.conversation]
    thread = (message.thread or message.id) if place.kind == "channel" else None
    return activity(teams, kind, body.person, place, activity_id, thread=thread, replyToId=message.id, **more)


def _answered(teams: Teams, body: Body, message: Message, index: int, answer: Answer) -> Json:
    """What the client does with the body of a 200."""
    content = answer.json()
    if content is None or not isinstance(content.get("type"), str):
        return failed(answer, "the body of an invoke answer is an object with statusCode, type and value")
    if content.get("statusCode", 200) != 200:
        return failed(answer, f"the bot answered {content['type']}")
    value = content.get("value")
    if content["type"] == TOAST and isinstance(value, str):
        return {**answer.report(), "message": value}
    if content["type"] != CARD:
        return failed(answer, f"Teams does not know an answer of type {content['type']}")
    problems = card_problems(value)
    if problems or not isinstance(value, dict):
        return failed(answer, "the card is not valid: " + " ".join(problems))
    if teams.message(message.conversation, message.id) is message:
        cards = list(message.cards_for(body.person.key))
        if index < len(cards):
            cards[index] = value
        messages.show_to(teams, message, body.person.key, cards or [value])
    return answer.report()


async def _submit(teams: Teams, body: Body, message: Message, data: Json, special: Json) -> Json:
    """Send a message that carries the data; imBack and messageBack also say something in the person's name."""
    kind, text = special.get("type"), ""
    if kind not in (None, "imBack", "messageBack"):
        raise ImpossibleError(f"this local Teams does not do {kind}")
    shown = special.get("value") if kind == "imBack" else special.get("displayText")
    if kind is not None:
        text = str(special.get("value") if kind == "imBack" else special.get("text") or "")
    new_id = event_id()
    if isinstance(shown, str) and shown:
        place = teams.conversations[message.conversation]
        thread = (message.thread or message.id) if place.kind == "channel" else None
        said = messages.new_message(
            teams, place.id, person=body.person.key, text=shown, text_format="plain", thread=thread
        )
        new_id = messages.store(teams, said).id
    more: Json = {"text": text, "textFormat": "plain"} if text else {}
    if kind != "imBack":
        more["value"] = {key: value for key, value in data.items() if key != "msteams"}
    sent = about(teams, "message", body, message, new_id, **more)
    return told(await deliver(teams, sent, person=body.person.key, note="Action.Submit"))


def _named(action: Json) -> Json:
    """The parts of an action that travel with an invoke."""
    return {key: action[key] for key in ("type", "id", "title", "verb") if key in action}
