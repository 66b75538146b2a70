"""Typing into a select whose options come from the app."""

from __future__ import annotations

from typing import Any

from sandbox.hands import ImpossibleError
from sandbox.slack import messages, modals
from sandbox.slack.blocks.node import Node, Problems
from sandbox.slack.blocks.options import check_option
from sandbox.slack.calls import post_payload
from sandbox.slack.hands.body import Body
from sandbox.slack.inputs import EXTERNAL, element_at
from sandbox.slack.model import Json
from sandbox.slack.payloads import click_trouble, interaction
from sandbox.slack.state import Slack

SHORTEST_QUERY = 3
NO_URL = "This app has no options load URL."


async def suggest(slack: Slack, body: Body) -> Json:
    """block_suggestion with what was typed; the answer carries "options" (groups flattened beside "option_groups")."""
    typed = body.text("value", "")
    block_id, action_id = body.text("block_id"), body.text("action_id")
    place, blocks = _place(slack, body)
    found = element_at(blocks, block_id, action_id)
    if found is None or found[1]["type"] not in EXTERNAL:
        raise ImpossibleError(f"there is no external select with block_id {block_id} and action_id {action_id}", 404)
    if len(typed) < found[1].get("min_query_length", SHORTEST_QUERY):
        return {"ok": True, "status": None, "ms": 0, "body": "", "options": []}
    if slack.app is None or slack.app.options_url is None:
        return {"ok": False, "status": None, "ms": 0, "body": "", "error": NO_URL, "options": []}
    payload = {
        **interaction("block_suggestion", body.person),
        **place,
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
    }
    note = f"block_suggestion {action_id}"
    answer = await post_payload(slack, slack.app.options_url, payload, person=body.person.key, note=note)
    content = answer.json() if answer.ok else None
    trouble = click_trouble(answer) or _problem(content)
    if trouble or content is None:
        return {**answer.report(), "ok": False, "error": trouble, "options": []}
    options = _flat(content)
    known = slack.loaded_options.setdefault((body.person.slack_id, block_id, action_id), [])
    fresh = {option["value"] for option in options}
    known[:] = [option for option in known if option["value"] not in fresh] + options
    return {**answer.report(), "options": options, "option_groups": content.get("option_groups")}


def _place(slack: Slack, body: Body) -> tuple[Json, list[Json]]:
    """The part of the payload that says where the select is, and the blocks it is in."""
    if body.has("view_id"):
        view = modals.find(slack, body.text("view_id"))
        if view is None or view.user != body.person.slack_id:
            raise ImpossibleError("that view is not open", 404)
        container = {"type": "view", "view_id": view.id}
        return {"container": container, "view": modals.view_payload(view)}, view.content["blocks"]
    message = body.message()
    channel = slack.channels[message.channel]
    place: Json = {
        "container": {"type": "message", "message_ts": message.ts, "channel_id": channel.id},
        "channel": {"id": channel.id, "name": channel.name},
    }
    if message.only_for is None:
        place["message"] = messages.message_payload(message)
    return place, message.blocks


def _flat(content: Json) -> list[Json]:
    groups = content.get("option_groups") or []
    return list(content.get("options") or []) + [option for group in groups for option in group.get("options") or []]


def _problem(content: Any) -> str | None:
    """Why Slack would show no results for this answer."""
    if not isinstance(content, dict) or not ({"options", "option_groups"} & set(content)):
        return "The app's answer has neither options nor option_groups."
    problems = Problems()
    options = _flat(content)
    if len(options) > 100:
        problems.found("no more than 100 items allowed", "/options")
    for index, option in enumerate(options):
        check_option(Node(option, f"/options/{index}", problems), mrkdwn=False)
    return problems[0] if problems else None
