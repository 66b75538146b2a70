"""What one person sees in Slack right now."""

from __future__ import annotations

from aiohttp import web

from sandbox.people import SLACK_BOT_USER, Person
from sandbox.slack import modals
from sandbox.slack.inputs import initial_values
from sandbox.slack.model import Channel, Json, Message, View
from sandbox.slack.state import Slack

BOT_TITLE = "Clearhour"


def state(slack: Slack, request: web.Request) -> web.Response:
    """GET /page/api/slack/state?person=ada; with &reload=1 without ephemeral messages, as after a reload in Slack."""
    person = slack.person(request.query.get("person", ""))
    if person is None:
        return web.json_response({"ok": False, "error": "there is no such person"}, status=404)
    channels = [channel for channel in slack.channels.values() if person.slack_id in channel.members]
    channels.sort(key=lambda channel: channel.kind != "dm")
    reload = request.query.get("reload") == "1"
    home = slack.homes.get(person.slack_id)
    return web.json_response(
        {
            "channels": [_channel(channel) for channel in channels],
            "messages": {channel.id: _messages(slack, channel, person, reload=reload) for channel in channels},
            "view": view_shown(modals.top(slack, person.slack_id)),
            "home": view_shown(home),
            "home_tab": slack.app is not None and slack.app.home_tab,
            "shortcuts": list(slack.app.shortcuts) if slack.app else [],
            "commands": [
                {"command": one.name, "description": one.description, "usage_hint": one.usage_hint}
                for one in (slack.app.commands if slack.app else ())
            ],
        }
    )


def message_shown(slack: Slack, message: Message, person: Person) -> Json:
    """A message as this person sees it; `state` holds what they entered in its inputs."""
    author = slack.person_by_id(message.user)
    found: Json = {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "name": author.name if author else BOT_TITLE,
        "bot": message.user == SLACK_BOT_USER,
        "text": message.text,
        "blocks": message.blocks,
        "ephemeral": message.only_for is not None,
        "edited": message.edited is not None,
        "state": {"values": message.inputs.get(person.slack_id) or initial_values(message.blocks)},
    }
    if message.thread_ts:
        found["thread_ts"] = message.thread_ts
    return found


def view_shown(view: View | None) -> Json | None:
    """The view payload plus the sentences under its fields."""
    return None if view is None else {**modals.view_payload(view), "errors": view.errors}


def visible(message: Message, person: Person) -> bool:
    return message.only_for in (None, person.slack_id)


def _channel(channel: Channel) -> Json:
    name = BOT_TITLE if channel.kind == "dm" else channel.name
    return {"id": channel.id, "name": name, "kind": "dm" if channel.kind == "dm" else "channel"}


def _messages(slack: Slack, channel: Channel, person: Person, *, reload: bool) -> list[Json]:
    stored = sorted(slack.messages.get(channel.id, {}).values(), key=lambda one: one.ts)
    return [
        message_shown(slack, one, person)
        for one in stored
        if visible(one, person) and not (reload and one.only_for is not None)
    ]
