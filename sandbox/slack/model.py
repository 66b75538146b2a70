"""What the local Slack remembers: channels, messages, views, triggers, response URLs, and its settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]  # block_id -> action_id -> state as Slack sends it


@dataclass(slots=True)
class Channel:
    """A conversation; `members` are user ids, the bot's among them when it is in it."""

    id: str
    name: str
    kind: str  # "dm", "channel" or "group"
    members: list[str]


@dataclass(slots=True)
class Message:
    """One message; `only_for` is who alone sees an ephemeral one; `inputs` is what each person left in it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    by_bot: bool = False
    only_for: str | None = None
    edited: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    inputs: dict[str, Values] = field(default_factory=dict)


@dataclass(slots=True)
class View:
    """One modal of a person's stack, or their Home tab."""

    id: str
    user: str
    kind: str  # "modal" or "home"
    content: Json
    hash: str
    values: Values = field(default_factory=dict)
    root_view_id: str = ""
    previous_view_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Trigger:
    """Good once, for three real seconds; `view_id` is the modal it came from, if any."""

    id: str
    user: str
    issued: float  # seconds of the monotonic clock
    view_id: str | None = None
    exchanged: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Good for 30 minutes of the sandbox clock and 5 uses; `ts` is the message it stands for, if any."""

    path: str
    channel: str
    user: str
    issued: float  # sandbox epoch seconds
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class Settings:
    """Switches a test may turn; the defaults are Slack's own figures."""

    rate_limit: bool = False
    trigger_seconds: float = 3.0
    answer_seconds: float = 3.0
    retry_delays_seconds: tuple[float, ...] = (1.0, 60.0, 300.0)
    own_messages_as_events: bool = True
