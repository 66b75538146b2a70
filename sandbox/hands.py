"""What the hands of people have in common in both chats: a request of the page, read and answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.handling import Handler
from sandbox.people import Person

Json = dict[str, Any]


class ImpossibleError(Exception):
    """Nobody could do this in the chat's client: no such person, no such button, a message that they can't see."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does: the request of the page."""

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


async def read(people: Iterable[Person], request: web.Request) -> tuple[Json, Person]:
    """The JSON object of the request and the person it names. Raises ImpossibleError."""
    try:
        content = await request.json()
    except ValueError:
        raise ImpossibleError("the body is not JSON") from None
    if not isinstance(content, dict):
        raise ImpossibleError("the body is not a JSON object")
    person = next((one for one in people if one.key == content.get("person")), None)
    if person is None:
        raise ImpossibleError(f"there is no person {content.get('person')!r}", 404)
    return content, person


def answering(do: Callable[[web.Request], Awaitable[Json]]) -> Handler:
    """What is done, as a route; what nobody could do is said with its status."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await do(request))
        except ImpossibleError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=error.status)

    return handle
