"""Asking the dialogue like a chat does, and reading its screens like a person in Berlin."""

from typing import TypeVar

from core.dialogue.commands import Command, Named
from core.dialogue.model import Actor, MessageRef, Place
from core.dialogue.screens import Screen, Value
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.ids import new_id
from tests.unit.world import MONDAY, World, user

S = TypeVar("S", bound=Screen)
CARD = MessageRef("DUADA", "1.0")
BEN = Named("user", "UBEN")


def actor(key: str = "ada", card: MessageRef | None = None, request: str = "") -> Actor:
    return Actor(user(key), Place.DIRECT, f"DU{key.upper()}", request or new_id(), card)


async def ask(world: World, command: Command, kind: type[S], key: str = "ada", card: MessageRef | None = None) -> S:
    found = await world.dialogue.handle(actor(key, card), command)
    assert isinstance(found, kind), found
    return found


def read(*texts: Value | None) -> list[str]:
    """The words, in English."""
    words = Words(Reader("Europe/Berlin", "en-GB"), MONDAY)
    return [words.say(text) for text in texts if text is not None]
