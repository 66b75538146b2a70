"""Typing a message."""

from __future__ import annotations

from sandbox.hands import ImpossibleError
from sandbox.teams import messages
from sandbox.teams.activities import activity
from sandbox.teams.calls import deliver
from sandbox.teams.hands.body import Body
from sandbox.teams.hands.troubles import NOT_SENT, told
from sandbox.teams.model import Json
from sandbox.teams.state import Teams
from sandbox.teams.text import composed, mentionable, mentions_bot

NOT_HERE = "Clearhour is not installed here. Add it first."


async def send(teams: Teams, body: Body) -> Json:
    """{"person", "conversation", "text", "thread"?}: the bot hears everything in its own chat, else mentions only."""
    place, typed = body.conversation(), body.text("text")
    if not typed.strip():
        raise ImpossibleError("there is nothing to send")
    if place.kind == "personal" and not teams.may_write(place):
        return {**NOT_SENT, "ok": False, "error": NOT_HERE}
    gap = teams.settings.mention_gap
    text, entities, html = composed(typed, mentionable(teams, place, body.person), gap)
    thread = _thread(teams, body) if place.kind == "channel" else None
    message = messages.new_message(
        teams,
        place.id,
        person=body.person.key,
        text=text,
        text_format="plain",
        entities=entities,
        thread=thread,
    )
    messages.store(teams, message)
    if place.kind != "personal" and not mentions_bot(entities):
        return {**NOT_SENT, "id": message.id}
    sent = activity(
        teams,
        "message",
        body.person,
        place,
        message.id,
        thread=(thread or message.id) if place.kind == "channel" else None,
        text=text if place.kind == "personal" else f"{text}\n",
        textFormat="plain",
        attachments=[{"contentType": "text/html", "content": html}],
        entities=entities,
    )
    answer = await deliver(teams, sent, person=body.person.key, note=f"message in {place.name}")
    return {**told(answer), "id": message.id}


def _thread(teams: Teams, body: Body) -> str | None:
    """The first message of the thread that is answered; None for a new post."""
    if not body.has("thread"):
        return None
    found = teams.message(body.conversation().id, body.text("thread"))
    if found is None:
        raise ImpossibleError("that message is not there any more", 404)
    return found.thread or found.id
