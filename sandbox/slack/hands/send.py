"""Typing: a slash command or a message."""

from __future__ import annotations

from sandbox.calls import Answer
from sandbox.hands import ImpossibleError
from sandbox.people import SLACK_APP, SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack import hooks, messages, triggers
from sandbox.slack.calls import post_form
from sandbox.slack.events import deliver, subscribed
from sandbox.slack.hands.body import Body
from sandbox.slack.ids import TEAM_DOMAIN, VERIFICATION_TOKEN, new_id
from sandbox.slack.model import Channel, Json, Message
from sandbox.slack.payloads import command_trouble
from sandbox.slack.state import Slack
from sandbox.slack.text import command_text, message_text, pieces, rich_text

NOT_SENT: Json = {"ok": True, "status": None, "ms": 0, "body": ""}


async def send(slack: Slack, body: Body) -> Json:
    """What the composer does with a line."""
    text, channel = body.text("text"), body.channel()
    if not text.strip():
        raise ImpossibleError("there is nothing to send")
    if channel.kind == "dm" and slack.app is not None and not slack.app.typing_allowed:
        return {**NOT_SENT, "ok": False, "error": "Sending messages to this app has been turned off."}
    if text.startswith("/"):
        return await _command(slack, body, channel, text)
    return await _message(slack, body, channel, text)


async def _command(slack: Slack, body: Body, channel: Channel, text: str) -> Json:
    name, _space, rest = text.strip().partition(" ")
    command = slack.app.command(name) if slack.app else None
    if command is None:
        return {**NOT_SENT, "ok": False, "error": f"{name} is not a valid command"}
    if body.has("thread_ts"):
        return {**NOT_SENT, "ok": False, "error": f"{name} is not supported in threads. Sorry!"}
    typed = list(pieces(rest.strip(), slack.world.people, list(slack.channels.values())))
    url = hooks.issue(slack, "commands", channel.id, body.person.slack_id)
    form = {
        "token": VERIFICATION_TOKEN,
        "team_id": SLACK_TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": body.person.slack_id,
        "user_name": body.person.key,
        "command": name,
        "text": command_text(typed, should_escape=command.should_escape),
        "api_app_id": SLACK_APP,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": triggers.issue(slack, body.person.slack_id),
    }
    answer = await post_form(slack, command.url, form, person=body.person.key, note=f"command {name}")
    report = answer.report()
    trouble = command_trouble(name, answer) or _show(slack, body, channel, url, text, answer)
    return {**report, "ok": False, "error": trouble} if trouble else report


def _show(slack: Slack, body: Body, channel: Channel, url: str, typed: str, answer: Answer) -> str | None:
    """Show the body of the acknowledgement; returns what is wrong with it, if anything."""
    if not answer.text.strip():
        return None
    found = answer.json() if answer.content_type == "application/json" else None
    content: Json = {"text": answer.text} if found is None else found
    if not content.get("text") and not content.get("blocks") and not content.get("attachments"):
        return None
    problem = hooks.refusal(content)
    if problem:
        return f'{typed.split(maxsplit=1)[0]} failed with the error "{problem}"'
    if content.get("response_type") == "in_channel":
        messages.store(slack, Message(slack.new_ts(), channel.id, body.person.slack_id, typed))
    record = slack.response_urls[url.partition("/slack/hooks/")[2]]
    record.ts = hooks.post_answer(slack, record, content).ts
    return None


async def _message(slack: Slack, body: Body, channel: Channel, text: str) -> Json:
    typed = list(pieces(text, slack.world.people, list(slack.channels.values())))
    thread = body.text("thread_ts", "") or None
    message = Message(
        ts=slack.new_ts(),
        channel=channel.id,
        user=body.person.slack_id,
        text=message_text(typed),
        blocks=[{**rich_text(typed), "block_id": new_id("b")}],
        thread_ts=thread if thread and slack.message(channel.id, thread) else None,
    )
    messages.store(slack, message)
    if SLACK_BOT_USER not in channel.members:
        return {**NOT_SENT, "ts": message.ts}
    event = {
        **messages.message_payload(message),
        "client_msg_id": new_id("m").lower(),
        "channel": channel.id,
        "event_ts": message.ts,
    }
    answer = None
    if channel.kind != "dm" and f"<@{SLACK_BOT_USER}>" in message.text:
        answer = await deliver(slack, "app_mention", {**event, "type": "app_mention"}, person=body.person.key)
    name = messages.MESSAGE_EVENTS[channel.kind]
    if subscribed(slack, name):
        typed_event = {**event, "channel_type": messages.CHANNEL_TYPES[channel.kind]}
        plain = await deliver(slack, name, typed_event, person=body.person.key)
        answer = answer or plain
    return {**(NOT_SENT if answer is None else answer.report()), "ts": message.ts}
