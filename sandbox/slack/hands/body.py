"""What a person does, read from JSON: who, where, what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox import hands
from sandbox.hands import Act, ImpossibleError
from sandbox.slack.model import Channel, Message, Values
from sandbox.slack.state import Slack


@dataclass(frozen=True, slots=True)
class Body(Act):
    """In this Slack."""

    slack: Slack

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
    """Raises ImpossibleError."""
    content, person = await hands.read(slack.world.people, request)
    return Body(content, person, slack)


def user_ids(slack: Slack, value: Any) -> Any:
    """Keys of people ("ben") turned into user ids, alone or in a list; anything else as it is."""
    if isinstance(value, list):
        return [user_ids(slack, one) for one in value]
    person = slack.person(value) if isinstance(value, str) else None
    return person.slack_id if person else value


def copied(values: Values) -> Values:
    return {block: dict(actions) for block, actions in values.items()}
