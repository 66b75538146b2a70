"""What a person does, read from JSON: who, where, what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.people import Person
from sandbox.teams.model import Conversation, Json, Message
from sandbox.teams.state import Teams


class ImpossibleError(Exception):
    """Nobody could do this in Teams' client: no such person, no such button, a message that is gone."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Body:
    """The request of the page."""

    teams: Teams
    content: Json
    person: Person

    def text(self, name: str, default: str | None = None) -> str:
        """A string; raises ImpossibleError when it is absent and has no default."""
        value = self.content.get(name, default)
        if not isinstance(value, str):
            raise ImpossibleError(f"{name} must be a string")
        return value

    def has(self, name: str) -> bool:
        return self.content.get(name) is not None

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
    """The JSON object of the request and the person it names."""
    try:
        content = await request.json()
    except ValueError:
        raise ImpossibleError("the body is not JSON") from None
    if not isinstance(content, dict):
        raise ImpossibleError("the body is not a JSON object")
    person = teams.person(str(content.get("person")))
    if person is None:
        raise ImpossibleError(f"there is no person {content.get('person')!r}", 404)
    return Body(teams, content, person)
