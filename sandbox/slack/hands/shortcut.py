"""Running one of the app's shortcuts: from the composer (global) or from a message."""

from __future__ import annotations

from sandbox.hands import ImpossibleError
from sandbox.slack import hooks, messages, triggers
from sandbox.slack.calls import post_payload
from sandbox.slack.hands.body import Body
from sandbox.slack.hands.click import KEPT
from sandbox.slack.model import Json
from sandbox.slack.payloads import NO_INTERACTIVITY, click_trouble, interaction
from sandbox.slack.state import Slack


async def run(slack: Slack, body: Body) -> Json:
    """{"person", "callback_id"} and, for a message shortcut, "channel" and "ts"."""
    wanted = body.text("callback_id")
    shortcuts = slack.app.shortcuts if slack.app else ()
    found = next((one for one in shortcuts if one.get("callback_id") == wanted), None)
    if found is None:
        raise ImpossibleError(f"the app has no shortcut {wanted}", 404)
    if slack.app is None or slack.app.interactivity_url is None:
        return {**KEPT, "ok": False, "error": NO_INTERACTIVITY}
    kind = "message_action" if found.get("type") == "message" else "shortcut"
    payload = {
        **interaction(kind, body.person),
        "callback_id": wanted,
        "action_ts": slack.new_ts(),
        "trigger_id": triggers.issue(slack, body.person.slack_id),
    }
    if kind == "message_action":
        message = body.message()
        channel = slack.channels[message.channel]
        payload |= {
            "channel": {"id": channel.id, "name": channel.name},
            "message_ts": message.ts,
            "message": messages.message_payload(message),
            "response_url": hooks.issue(
                slack, "actions", channel.id, body.person.slack_id, ts=message.ts if message.by_bot else None
            ),
        }
    url = slack.app.interactivity_url
    answer = await post_payload(slack, url, payload, person=body.person.key, note=f"{kind} {wanted}")
    trouble = click_trouble(answer)
    return {**answer.report(), **({"error": trouble} if trouble else {})}
