"""The stack of modals a person has open (three at most), and the Home tab."""

from __future__ import annotations

import secrets
import time

from sandbox.people import SLACK_APP, SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.blocks import completed
from sandbox.slack.ids import BOT_ID, new_id
from sandbox.slack.inputs import initial_values, merged
from sandbox.slack.model import Json, View
from sandbox.slack.state import Slack

STACK_MOST = 3


def opened(slack: Slack, user: str, content: Json) -> View:
    """A new stack with this modal; whatever was open goes."""
    view = _new_view(user, "modal", content)
    view.root_view_id = view.id
    slack.stacks[user] = [view]
    publish(slack, user)
    return view


def pushed(slack: Slack, user: str, content: Json) -> View | None:
    """On top of what is open; None when three are open already or none is."""
    stack = slack.stacks.get(user) or []
    if not stack or len(stack) >= STACK_MOST:
        return None
    view = _new_view(user, "modal", content)
    view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
    stack.append(view)
    publish(slack, user)
    return view


def updated(slack: Slack, view: View, content: Json) -> View:
    """New content in place; entries survive where block_id, action_id and type are the same."""
    view.content = _stored(content)
    view.values = merged(view.content["blocks"], view.values)
    view.hash = _hash()
    view.errors = {}
    publish(slack, view.user)
    return view


def published(slack: Slack, user: str, content: Json) -> View:
    """The person's Home tab."""
    view = slack.homes.get(user)
    if view is not None:
        return updated(slack, view, content)
    view = _new_view(user, "home", content)
    view.root_view_id = view.id
    slack.homes[user] = view
    publish(slack, user)
    return view


def closed(slack: Slack, user: str, *, all_of_them: bool = False) -> list[View]:
    """Close the top modal, or all; returns those closed, the top one first."""
    stack = slack.stacks.get(user) or []
    gone = list(reversed(stack)) if all_of_them else stack[-1:]
    left = [] if all_of_them else stack[:-1]
    if left:
        slack.stacks[user] = left
    else:
        slack.stacks.pop(user, None)
    publish(slack, user)
    return gone


def top(slack: Slack, user: str) -> View | None:
    stack = slack.stacks.get(user)
    return stack[-1] if stack else None


def find(slack: Slack, view_id: str) -> View | None:
    """An open modal or a Home tab by its id."""
    everything = [view for stack in slack.stacks.values() for view in stack] + list(slack.homes.values())
    return next((view for view in everything if view.id == view_id), None)


def find_external(slack: Slack, external_id: str) -> View | None:
    everything = [view for stack in slack.stacks.values() for view in stack] + list(slack.homes.values())
    return next((view for view in everything if view.content.get("external_id") == external_id), None)


def view_payload(view: View) -> Json:
    """The view as Slack's API and interaction payloads show it."""
    content = view.content
    found: Json = {
        "id": view.id,
        "team_id": SLACK_TEAM,
        "type": view.kind,
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "state": {"values": view.values},
        "hash": view.hash,
        "title": content.get("title"),
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": SLACK_APP,
        "external_id": content.get("external_id") or "",
        "app_installed_team_id": SLACK_TEAM,
        "bot_id": BOT_ID,
    }
    if view.kind == "home":
        for key in ("title", "close", "submit"):
            found.pop(key)
    return found


def publish(slack: Slack, user: str) -> None:
    """Tell the page that this person's modals or Home tab changed."""
    slack.world.bus.publish({"type": "view", "only_for": user, "app": SLACK_BOT_USER})


def _new_view(user: str, kind: str, content: Json) -> View:
    stored = _stored(content)
    return View(new_id("V"), user, kind, stored, _hash(), initial_values(stored["blocks"]))


def _stored(content: Json) -> Json:
    return {**content, "blocks": completed(content.get("blocks") or [])}


def _hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"
