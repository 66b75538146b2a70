"""Clicking, picking and typing in a message of the bot."""

from __future__ import annotations

from sandbox.hands import ImpossibleError
from sandbox.slack import hooks, messages, triggers
from sandbox.slack.calls import post_payload
from sandbox.slack.hands.body import Body, copied, user_ids
from sandbox.slack.inputs import (
    MANY,
    SINGLE,
    ImpossibleInputError,
    element_at,
    entered_state,
    initial_values,
    offered,
)
from sandbox.slack.model import Json, Message, Values
from sandbox.slack.payloads import NO_INTERACTIVITY, action, click_trouble, interaction
from sandbox.slack.state import Slack

KEPT: Json = {"ok": True, "status": None, "ms": 0, "body": "", "sent": False}


async def click(slack: Slack, body: Body) -> Json:
    """A click in a message; an input block that does not dispatch only keeps what was entered."""
    message = body.message()
    values = copied(message.inputs.get(body.person.slack_id) or initial_values(message.blocks))
    block, element, state = touched(slack, body, message.blocks, values)
    message.inputs[body.person.slack_id] = values
    if not dispatches(block):
        return KEPT
    payload = _payload(slack, body, message, values)
    payload["actions"] = [action(slack, block, element, state)]
    return await dispatched(slack, body, payload, element)


def touched(slack: Slack, body: Body, blocks: list[Json], values: Values) -> tuple[Json, Json, Json | None]:
    """The block and element named by the body and its new state, entered into `values`; no state for a button."""
    block_id, action_id = body.text("block_id"), body.text("action_id")
    found = element_at(blocks, block_id, action_id)
    if found is None:
        raise ImpossibleError(f"there is nothing with block_id {block_id} and action_id {action_id}", 404)
    block, element = found
    kind = element["type"]
    if kind == "overflow":
        chosen = next((option for option in offered(element) if option["value"] == body.value("value")), None)
        if chosen is None:
            raise ImpossibleError(f"there is no option {body.value('value')!r}")
        return block, element, {"selected_option": chosen}
    if kind not in SINGLE and kind not in MANY:
        return block, element, None
    state = entered(slack, body, block_id, element, body.value("value"))
    values.setdefault(block_id, {})[action_id] = state
    return block, element, state


def entered(slack: Slack, body: Body, block_id: str, element: Json, value: object) -> Json:
    """The state of an element after this person set it; raises ImpossibleError when the client would not let them."""
    if "users_select" in element["type"] or "conversations_select" in element["type"]:
        value = user_ids(slack, value)
    loaded = slack.loaded_options.get((body.person.slack_id, block_id, element["action_id"]), [])
    already = element.get("initial_options") or [one for one in [element.get("initial_option")] if one]
    try:
        return entered_state(element, value, [*loaded, *already])
    except ImpossibleInputError as error:
        raise ImpossibleError(str(error)) from None


def dispatches(block: Json) -> bool:
    """Whether touching an element of this block tells the app at once."""
    return block.get("type") != "input" or bool(block.get("dispatch_action"))


async def dispatched(slack: Slack, body: Body, payload: Json, element: Json) -> Json:
    """Send block_actions and report; a link button also tells which address the browser opens."""
    url = slack.app.interactivity_url if slack.app else None
    link = {"url": element["url"]} if element.get("url") else {}
    if url is None:
        return {**KEPT, "ok": False, "error": NO_INTERACTIVITY, **link}
    note = f"block_actions {element['action_id']}"
    answer = await post_payload(slack, url, payload, person=body.person.key, note=note)
    trouble = click_trouble(answer)
    return {**answer.report(), **({"error": trouble} if trouble else {}), **link}


def _payload(slack: Slack, body: Body, message: Message, values: Values) -> Json:
    channel = slack.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **interaction("block_actions", body.person),
        "container": container,
        "trigger_id": triggers.issue(slack, body.person.slack_id),
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": values},
        "response_url": hooks.issue(
            slack, "actions", channel.id, body.person.slack_id, ts=message.ts, thread_ts=message.thread_ts
        ),
    }
    if message.only_for is None:  # Slack keeps no ephemeral messages, so their clicks carry none
        payload["message"] = messages.message_payload(message)
    return payload
