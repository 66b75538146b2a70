"""Who asks, where, and which message shows the answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.people.model import ChatUser, PersonId, Reader

KEEP_COMMAND_FOR = timedelta(minutes=15)


class Place(StrEnum):
    """Where a command was given. Only DIRECT is private by itself."""

    DIRECT = "direct"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message we sent, so that it can be edited: platform conversation and message id."""

    channel: str
    message: str


CARD = "card"
"""The kind of a notice whose message was sent unasked, or isn't sent yet."""


def message_kind(ref: MessageRef) -> str:
    """The kind of the notice about whatever this message shows."""
    return f"{CARD}:{ref.channel}:{ref.message}"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks and where, from the verified platform payload and nowhere else.

    `card` is the message of ours whose button was pressed. `request` is unique per click or typed command and the same
    when the platform delivers it again. `reads` is set where the payload says zone and locale (Teams).
    """

    user: ChatUser
    place: Place
    channel: str
    request: str
    card: MessageRef | None = None
    reads: Reader | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person was shown about one subject ("booking:<id>"), and in which message."""

    person: PersonId
    subject: str
    kind: str
    user: ChatUser
    ref: MessageRef | None


@dataclass(frozen=True, slots=True)
class KeptCommand:
    """A command that waits for its person to connect. `payload` is the command's JSON."""

    person: PersonId
    user: ChatUser
    payload: str
    expires_at: datetime
