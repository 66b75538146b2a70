"""What a person does, read from JSON: who, where, what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox import hands
from sandbox.hands import Act, ImpossibleError
from sandbox.teams.model import Conversation, Message
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


async def read(teams: Teams, request: web.Request) -> Body:
    """Raises ImpossibleError."""
    content, person = await hands.read(teams.world.people, request)
    return Body(content, person, teams)
