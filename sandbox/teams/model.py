"""What the local Teams remembers: conversations, messages, open dialogs, and its settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Conversation:
    """A chat or channel; `kind` is Teams' conversationType, `members` are keys of people, never the bot."""

    id: str
    name: str
    kind: str  # "personal", "channel" or "groupChat"
    members: list[str]
    installed: bool = False


@dataclass(slots=True)
class Message:
    """One message; `person` is the author's key, None for the bot; `views` is what single people see instead."""

    id: str
    conversation: str
    at: str
    person: str | None = None
    text: str = ""
    text_format: str = "markdown"
    summary: str = ""
    cards: list[Json] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    thread: str | None = None  # the message this one answers, in a channel
    edited: bool = False
    views: dict[str, list[Json]] = field(default_factory=dict)

    def cards_for(self, person: str) -> list[Json]:
        """The cards as this person's client shows them now."""
        return self.views.get(person, self.cards)


@dataclass(slots=True)
class Dialog:
    """The open dialog of a person; `command` is the message extension it came from, None for a card's button."""

    conversation: str
    title: str
    card: Json
    message: str | None = None
    thread: str | None = None
    command: str | None = None
    context: str = "compose"  # where the command was chosen: "compose", "commandBox" or "message"
    height: Any = None
    width: Any = None


@dataclass(slots=True)
class Draft:
    """What a message extension put before a person to send: a card in the box where they write, or with `preview` the
    message that the bot would post."""

    conversation: str
    command: str
    card: Json
    preview: bool
    context: str = "compose"
    thread: str | None = None


@dataclass(slots=True)
class Settings:
    """Switches a test may turn; the seconds are what Teams gives a bot before it tells the person of an error."""

    rate_limit: bool = False
    invoke_seconds: float = 3.0
    message_seconds: float = 15.0
    token_seconds: int = 300
    split_text_and_card: bool = True
    mention_gap: str = " "  # "&nbsp;" is seen as well
