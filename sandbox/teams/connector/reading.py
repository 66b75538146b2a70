"""What the bot sent: the conversation it names, and the activity in the body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.journal import PERSON
from sandbox.teams.cards import card_problems
from sandbox.teams.connector.errors import (
    ConnectorError,
    WritesBlockedError,
    bad_syntax,
    no_conversation,
    not_installed,
    too_big,
)
from sandbox.teams.model import Conversation, Json
from sandbox.teams.names import BOT_ID, base_of
from sandbox.teams.state import Teams

MOST_BYTES = 28 * 1024
CARD = "application/vnd.microsoft.card.adaptive"
FORMATS = ("markdown", "plain", "xml")


@dataclass(frozen=True, slots=True)
class Draft:
    """The checked contents of a message the bot wants to post."""

    kind: str
    text: str
    text_format: str
    summary: str
    cards: list[Json]
    entities: list[Json]


def place(teams: Teams, request: web.Request) -> tuple[Conversation, str | None]:
    """The conversation in the path and the thread its id names; raises 404 for an unknown one."""
    base, thread = base_of(request.match_info["conversation"])
    found = teams.conversations.get(base)
    if found is None or (thread is not None and teams.message(base, thread) is None):
        raise no_conversation()
    if found.kind == "personal":
        request[PERSON] = found.members[0]
    return found, thread


def writable(teams: Teams, conversation: Conversation) -> None:
    """Raises 403 where the app is not installed."""
    if teams.may_write(conversation):
        return
    raise WritesBlockedError if conversation.kind == "personal" else not_installed()


async def body(request: web.Request) -> Json:
    """The JSON object of the request; raises 413 past 28 KB."""
    raw = await request.read()
    if len(raw) > MOST_BYTES:
        raise too_big()
    try:
        content = json.loads(raw)
    except ValueError:
        raise bad_syntax("The body is not JSON.") from None
    if not isinstance(content, dict):
        raise bad_syntax("The body is not a JSON object.")
    return content


def draft(content: Json) -> Draft:
    """The activity as Teams would take it; raises 400 with what is wrong."""
    kind = content.get("type")
    if kind not in ("message", "typing"):
        raise bad_syntax(f"Unknown activity type {kind!r}; a bot sends message or typing.")
    text, text_format = content.get("text") or "", content.get("textFormat") or "markdown"
    if not isinstance(text, str):
        raise bad_syntax("text is not a string.")
    if text_format not in FORMATS:
        raise bad_syntax(f"textFormat is one of {', '.join(FORMATS)}.")
    cards = [_card(one) for one in _list(content, "attachments")]
    if kind == "message" and not text and not cards:
        raise bad_syntax("Activity has neither text nor attachments.")
    if inner(content, "from").get("id") not in (None, "", BOT_ID):
        raise ConnectorError(403, "ForbiddenOperation", "The sender is not this bot.")
    return Draft(kind, text, text_format, str(content.get("summary") or ""), cards, _mentions(content, text))


def inner(content: Json, name: str) -> Json:
    """An object inside the body; empty when absent, 400 for anything else."""
    found = content.get(name) or {}
    if not isinstance(found, dict):
        raise bad_syntax(f"{name} is not an object.")
    return found


def _list(content: Json, name: str) -> list[Any]:
    found = content.get(name) or []
    if not isinstance(found, list):
        raise bad_syntax(f"{name} is not an array.")
    return found


def _card(attachment: Any) -> Json:
    if not isinstance(attachment, dict) or attachment.get("contentType") != CARD:
        raise bad_syntax(f"This local Teams shows attachments of type {CARD} only.")
    problems = card_problems(attachment.get("content"))
    if problems:
        raise bad_syntax("The Adaptive Card is not valid. " + " ".join(problems))
    card: Json = attachment["content"]
    return card


def _mentions(content: Json, text: str) -> list[Json]:
    """The mention entities; each must stand in the text, or Teams refuses the message."""
    found = []
    for entity in _list(content, "entities"):
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_syntax("An entity has no type.")
        if entity["type"] == "mention" and str(entity.get("text") or "<") not in text:
            raise bad_syntax("A mention's text does not stand in the text of the message.")
        if entity["type"] == "mention":
            found.append(entity)
    return found
