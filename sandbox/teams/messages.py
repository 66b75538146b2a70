"""Posting, editing and deleting messages, and telling the page."""

from __future__ import annotations

from typing import Any

from sandbox.teams.activities import stamp
from sandbox.teams.model import Json, Message
from sandbox.teams.state import Teams


def new_message(teams: Teams, conversation: str, **fields: Any) -> Message:
    """A message of this moment, not yet stored."""
    return Message(id=teams.new_id(), conversation=conversation, at=stamp(teams.world.clock.now()), **fields)


def store(teams: Teams, message: Message) -> Message:
    """Keep it and tell everybody who sees it."""
    teams.messages.setdefault(message.conversation, {})[message.id] = message
    publish(teams, "message", message.conversation, message.id)
    return message


def edit(teams: Teams, message: Message, *, text: str, text_format: str, summary: str, cards: list[Json]) -> None:
    """Replace what everybody sees; nobody keeps a view of their own."""
    message.text, message.text_format, message.summary, message.cards = text, text_format, summary, cards
    message.views.clear()
    message.edited = True
    publish(teams, "changed", message.conversation, message.id)


def show_to(teams: Teams, message: Message, person: str, cards: list[Json]) -> None:
    """Put these cards in the place of the message's for one person, as the answer to their click does."""
    message.views[person] = cards
    publish(teams, "changed", message.conversation, message.id, only_for=person)


def remove(teams: Teams, message: Message) -> None:
    """Take the message away for everybody."""
    teams.messages.get(message.conversation, {}).pop(message.id, None)
    publish(teams, "deleted", message.conversation, message.id)


def publish(
    teams: Teams, what: str, conversation: str, message: str | None = None, only_for: str | None = None
) -> None:
    """Tell the page: "message", "changed", "deleted", "typing", "dialog" or "installed"; people are named by key."""
    place = teams.conversations.get(conversation)
    teams.world.bus.publish(
        {
            "type": "teams",
            "what": what,
            "conversation": conversation,
            "id": message,
            "only_for": only_for,
            "members": list(place.members) if place else [],
        }
    )
