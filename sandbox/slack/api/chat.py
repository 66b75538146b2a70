"""chat.*: post, post privately, edit, delete."""

from __future__ import annotations

import time
from typing import Any

from sandbox.people import SLACK_BOT_USER
from sandbox.slack import messages
from sandbox.slack.api.call import ApiError, Call, Method, is_member, refused
from sandbox.slack.blocks import message_problems
from sandbox.slack.model import Channel, Json, Message

TEXT_MOST = 40_000


async def _post_message(call: Call) -> Json:
    channel = call.channel()
    _may_post(call, channel)
    text, blocks, attachments = _content(call)
    _within_the_rate(call, channel)
    thread = call.text("thread_ts")
    message = messages.post_by_bot(
        call.slack,
        channel,
        text,
        blocks or [],
        thread_ts=thread if thread and call.slack.message(channel.id, thread) else None,
        metadata=call.json("metadata", "invalid_metadata_format"),
        attachments=attachments,
    )
    return {"channel": channel.id, "ts": message.ts, "message": messages.message_payload(message)}


async def _post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    _may_post(call, channel, code="channel_not_found" if channel.kind == "dm" else "not_in_channel")
    user = call.needed("user", "user_not_found")
    if call.slack.person_by_id(user) is None:
        raise ApiError("user_not_found")
    if not is_member(channel, user):
        raise ApiError("user_not_in_channel")
    text, blocks, attachments = _content(call)
    _within_the_rate(call, channel)
    message = messages.post_by_bot(
        call.slack,
        channel,
        text,
        blocks or [],
        only_for=user,
        thread_ts=call.text("thread_ts"),
        attachments=attachments,
    )
    return {"message_ts": message.ts}


async def _update(call: Call) -> Json:
    channel = call.channel()
    message = _own_message(call, channel, "cant_update_message")
    text, blocks, attachments = _content(call)
    messages.edit(
        call.slack,
        message,
        text if call.text("text") is not None else None,
        blocks,
        attachments=attachments if call.arguments.get("attachments") is not None else None,
    )
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": messages.message_payload(message),
    }


async def _delete(call: Call) -> Json:
    channel = call.channel()
    message = _own_message(call, channel, "cant_delete_message")
    messages.remove(call.slack, message)
    return {"channel": channel.id, "ts": message.ts}


def _own_message(call: Call, channel: Channel, code: str) -> Message:
    """The bot's own message; ephemeral ones do not exist for the API."""
    message = call.slack.message(channel.id, call.needed("ts", "message_not_found"))
    if message is None or message.only_for is not None:
        raise ApiError("message_not_found")
    if message.user != SLACK_BOT_USER:
        raise ApiError(code)
    return message


def _may_post(call: Call, channel: Channel, code: str = "not_in_channel") -> None:
    if is_member(channel):
        return
    app = call.slack.app
    if channel.kind == "channel" and app is not None and "chat:write.public" in app.scopes:
        return
    raise ApiError(code)


def _content(call: Call) -> tuple[str, list[Json] | None, list[Json]]:
    """Text, blocks (None when not given) and attachments of the call, checked."""
    text = call.text("text") or ""
    if len(text) > TEXT_MOST:
        raise ApiError("msg_too_long")
    blocks: Any = call.json("blocks", "invalid_blocks_format")
    if blocks is not None:
        if not isinstance(blocks, list):
            raise ApiError("invalid_blocks_format")
        problems = message_problems(blocks)
        if problems:
            raise refused("invalid_blocks", problems)
    attachments: Any = call.json("attachments", "invalid_attachments") or []
    if not text and not blocks and not attachments:
        raise ApiError("no_text")
    return text, blocks, attachments


def _within_the_rate(call: Call, channel: Channel) -> None:
    """About one message a second and channel, when the switch is on."""
    now = time.monotonic()
    last = call.slack.last_post.get(channel.id)
    if call.slack.settings.rate_limit and last is not None and now - last < 1.0:
        raise ApiError("ratelimited", status=429, headers={"Retry-After": "1"})
    call.slack.last_post[channel.id] = now


METHODS = {
    "chat.postMessage": Method(_post_message, "chat:write"),
    "chat.postEphemeral": Method(_post_ephemeral, "chat:write"),
    "chat.update": Method(_update, "chat:write"),
    "chat.delete": Method(_delete, "chat:write"),
}
