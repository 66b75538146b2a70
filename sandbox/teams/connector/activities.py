"""Posting, answering, editing and deleting what the bot says."""

from __future__ import annotations

from aiohttp import web

from sandbox.teams import messages
from sandbox.teams.connector.errors import ConnectorError, bad_syntax, no_activity
from sandbox.teams.connector.reading import Draft, body, draft, place, writable
from sandbox.teams.model import Conversation, Message
from sandbox.teams.names import EVENT
from sandbox.teams.state import Teams


async def send(teams: Teams, request: web.Request) -> web.Response:
    """POST conversations/{id}/activities: a channel's id starts a new post, its thread id answers one."""
    conversation, thread = place(teams, request)
    writable(teams, conversation)
    return _posted(post(teams, conversation, draft(await body(request)), thread))


async def reply(teams: Teams, request: web.Request) -> web.Response:
    """POST conversations/{id}/activities/{activityId}: in a channel an answer in that activity's thread.

    What answers an event, such as an installation, is a new post.
    """
    conversation, thread = place(teams, request)
    writable(teams, conversation)
    answers = request.match_info["activity"]
    if conversation.kind == "channel" and thread is None and not answers.startswith(EVENT):
        answered = teams.message(conversation.id, answers)
        if answered is None:
            raise no_activity()
        thread = answered.thread or answered.id
    return _posted(post(teams, conversation, draft(await body(request)), thread))


def post(teams: Teams, conversation: Conversation, content: Draft, thread: str | None) -> str | None:
    """Store the message and return its id; None for what has none: typing, and text that was parted from its cards."""
    if content.kind == "typing":
        messages.publish(teams, "typing", conversation.id)
        return None
    common = {"thread": thread if conversation.kind == "channel" else None, "summary": content.summary}
    text = {"text": content.text, "text_format": content.text_format, "entities": content.entities}
    split = content.text and content.cards and teams.settings.split_text_and_card
    if split:
        messages.store(teams, messages.new_message(teams, conversation.id, **common, **text))
        text = {}
    stored = messages.store(teams, messages.new_message(teams, conversation.id, **common, **text, cards=content.cards))
    return None if split else stored.id


def _posted(message_id: str | None) -> web.Response:
    return web.json_response({} if message_id is None else {"id": message_id}, status=201)


async def update(teams: Teams, request: web.Request) -> web.Response:
    """PUT conversations/{id}/activities/{activityId}: the bot's own message gets new contents."""
    conversation, _thread = place(teams, request)
    message = _own(teams, request, conversation)
    writable(teams, conversation)
    content = draft(await body(request))
    if content.kind != "message":
        raise bad_syntax("Only a message can take a message's place.")
    if content.text and content.cards and teams.settings.split_text_and_card:
        raise bad_syntax("Activity resulted into multiple skype activities")
    message.entities = content.entities
    messages.edit(
        teams,
        message,
        text=content.text,
        text_format=content.text_format,
        summary=content.summary,
        cards=content.cards,
    )
    return web.json_response({"id": message.id})


async def delete(teams: Teams, request: web.Request) -> web.Response:
    """DELETE conversations/{id}/activities/{activityId}: the bot's own message goes away."""
    conversation, _thread = place(teams, request)
    message = _own(teams, request, conversation)
    writable(teams, conversation)
    messages.remove(teams, message)
    return web.Response()


def _own(teams: Teams, request: web.Request, conversation: Conversation) -> Message:
    message = teams.message(conversation.id, request.match_info["activity"])
    if message is None:
        raise no_activity()
    if message.person is not None:
        raise ConnectorError(403, "ForbiddenOperation", "A bot changes its own messages only.")
    return message
