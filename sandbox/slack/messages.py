"""Posting, editing and deleting messages: state, the live stream, and the events that follow."""

from __future__ import annotations

from typing import Any

from sandbox.people import SLACK_APP, SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.blocks import completed
from sandbox.slack.events import deliver
from sandbox.slack.ids import BOT_ID, BOT_NAME
from sandbox.slack.inputs import merged
from sandbox.slack.model import Channel, Json, Message
from sandbox.slack.state import Slack

CHANNEL_TYPES = {"dm": "im", "channel": "channel", "group": "mpim"}
MESSAGE_EVENTS = {"dm": "message.im", "channel": "message.channels", "group": "message.mpim"}


def post_by_bot(
    slack: Slack,
    channel: Channel,
    text: str,
    blocks: list[Json],
    *,
    only_for: str | None = None,
    thread_ts: str | None = None,
    metadata: Json | None = None,
    attachments: list[Json] | None = None,
) -> Message:
    """Store a message of the bot and tell everybody who sees it."""
    message = Message(
        ts=slack.new_ts(),
        channel=channel.id,
        user=SLACK_BOT_USER,
        text=text,
        blocks=completed(blocks),
        attachments=attachments or [],
        by_bot=True,
        only_for=only_for,
        thread_ts=thread_ts,
        metadata=metadata,
    )
    store(slack, message)
    if only_for is None and slack.settings.own_messages_as_events:
        _echo(slack, channel, message_payload(message) | _event_fields(channel, message.ts))
    return message


def store(slack: Slack, message: Message) -> None:
    slack.messages.setdefault(message.channel, {})[message.ts] = message
    publish(slack, "ephemeral" if message.only_for else "message", message)


def edit(
    slack: Slack,
    message: Message,
    text: str | None,
    blocks: list[Json] | None,
    *,
    attachments: list[Json] | None = None,
) -> None:
    """Change text and blocks in place; None leaves the part as it is. What people filled in survives where it fits."""
    if text is not None:
        message.text = text
    if blocks is not None:
        message.blocks = completed(blocks)
        message.inputs = {user: merged(message.blocks, values) for user, values in message.inputs.items()}
    if attachments is not None:
        message.attachments = attachments
    message.edited = slack.new_ts()
    publish(slack, "message_changed", message)


def remove(slack: Slack, message: Message) -> None:
    """Take the message away for everybody."""
    slack.messages.get(message.channel, {}).pop(message.ts, None)
    publish(slack, "message_deleted", message)


def publish(slack: Slack, kind: str, message: Message) -> None:
    """Tell the page; `only_for` is the user id of the one person it concerns, or None."""
    slack.world.bus.publish(
        {
            "type": kind,
            "channel": message.channel,
            "ts": message.ts,
            "only_for": message.only_for,
            "members": slack.channels[message.channel].members if message.channel in slack.channels else [],
        }
    )


def message_payload(message: Message) -> Json:
    """The message as Slack's API and interaction payloads show it."""
    found: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text, "team": SLACK_TEAM}
    if message.by_bot:
        found |= {
            "bot_id": BOT_ID,
            "app_id": SLACK_APP,
            "bot_profile": {
                "id": BOT_ID,
                "app_id": SLACK_APP,
                "name": BOT_NAME,
                "deleted": False,
                "team_id": SLACK_TEAM,
            },
        }
    if message.blocks:
        found["blocks"] = message.blocks
    if message.attachments:
        found["attachments"] = message.attachments
    if message.thread_ts:
        found["thread_ts"] = message.thread_ts
    if message.edited:
        found["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata:
        found["metadata"] = message.metadata
    return found


def _event_fields(channel: Channel, ts: str) -> Json:
    return {"channel": channel.id, "event_ts": ts, "channel_type": CHANNEL_TYPES[channel.kind]}


def _echo(slack: Slack, channel: Channel, event: Json) -> None:
    """Slack sends an app its own messages too, marked with bot_id."""
    name = MESSAGE_EVENTS[channel.kind]
    work: Any = deliver(slack, name, event, person=None, quiet=True)
    slack.spawn(work)
