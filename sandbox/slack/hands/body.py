"""What a person does, read from JSON: who, where, what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.people import Person
from sandbox.slack.model import Channel, Json, Message, Values
from sandbox.slack.state import Slack


class ImpossibleError(Exception):
    """Nobody could do this in Slack's client: no such person, no such button, a message they can't see."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Body:
    """The request of the page."""

    slack: Slack
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

    def value(self, name: str) -> Any:
        return self.content.get(name)

    def channel(self) -> Channel:
        """The channel, by id or #name, with this person in it."""
        wanted = self.text("channel")
        for channel in self.slack.channels.values():
            if wanted in (channel.id, f"#{channel.name}") and self.person.slack_id in channel.members:
                return channel
        raise ImpossibleError(f"{self.person.name} is not in a channel {wanted}", 404)

    def message(self) -> Message:
        """The message, visible to this person."""
        channel = self.channel()
        message = self.slack.message(channel.id, self.text("ts"))
        if message is None or message.only_for not in (None, self.person.slack_id):
            raise ImpossibleError("that message is not there any more", 404)
        return message


async def read(slack: Slack, request: web.Request) -> Body:
    """The JSON object of the request and the person it names."""
    try:
        content = await request.json()
    except ValueError:
        raise ImpossibleError("the body is not JSON") from None
    if not isinstance(content, dict):
        raise ImpossibleError("the body is not a JSON object")
    person = slack.person(str(content.get("person")))
    if person is None:
        raise ImpossibleError(f"there is no person {content.get('person')!r}", 404)
    return Body(slack, content, person)


def user_ids(slack: Slack, value: Any) -> Any:
    """Keys of people ("ben") turned into user ids, alone or in a list; anything else as it is."""
    if isinstance(value, list):
        return [user_ids(slack, one) for one in value]
    person = slack.person(value) if isinstance(value, str) else None
    return person.slack_id if person else value


def copied(values: Values) -> Values:
    return {block: dict(actions) for block, actions in values.items()}
