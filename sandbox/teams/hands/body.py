"""What a person does, read from JSON: who, where, what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox import hands
from sandbox.hands import Act, ImpossibleError
from sandbox.teams.model import Conversation, Json, Message
from sandbox.teams.state import Teams


@dataclass(frozen=True, slots=True)
class Body(Act):
    """In this Teams."""

    teams: Teams

    def mapping(self, name: str) -> dict[str, Any]:
        """An object; empty when absent."""
        value = self.content.get(name)
        if value is not None and not isinstance(value, dict):
            raise ImpossibleError(f"{name} must be an object")
        return value or {}

    def conversation(self) -> Conversation:
        """By id, or "personal", "general", "group"; the personal chat when none is named."""
        wanted = self.text("conversation", "personal")
        found = self.teams.place(self.person, wanted)
        if found is None:
            raise ImpossibleError(f"{self.person.name} is not in a conversation {wanted}", 404)
        return found

    def message(self, name: str = "activity_id") -> Message:
        """The message of this conversation."""
        found = self.teams.message(self.conversation().id, self.text(name))
        if found is None:
            raise ImpossibleError("that message is not there any more", 404)
        return found

    def cards(self, message: Message) -> list[Json]:
        """The cards of a message as the client shows them, which may not have heard of the latest edit yet: Teams sends
        on what stood on the button. A body without `cards` means those of now."""
        shown = self.content.get("cards")
        if shown is None:
            return message.cards_for(self.person.key)
        if not isinstance(shown, list) or not all(isinstance(one, dict) for one in shown):
            raise ImpossibleError("cards must be a list of objects")
        return shown


async def read(teams: Teams, request: web.Request) -> Body:
    """Raises ImpossibleError."""
    content, person = await hands.read(teams.world.people, request)
    return Body(content, person, teams)
