"""Clicking in, submitting and closing a modal (or clicking in the Home tab)."""

from __future__ import annotations

from typing import Any

from sandbox.calls import Answer
from sandbox.hands import ImpossibleError
from sandbox.slack import modals, triggers
from sandbox.slack.blocks import view_problems
from sandbox.slack.calls import post_payload
from sandbox.slack.complaints import client_errors
from sandbox.slack.hands.body import Body, copied
from sandbox.slack.hands.click import KEPT, dispatched, dispatches, entered, touched
from sandbox.slack.inputs import element_at
from sandbox.slack.model import Json, View
from sandbox.slack.payloads import MODAL_TROUBLE, NO_INTERACTIVITY, action, interaction
from sandbox.slack.state import Slack


async def click(slack: Slack, body: Body) -> Json:
    """A click or an entry inside a view."""
    view = _view(slack, body)
    values = copied(view.values)
    block, element, state = touched(slack, body, view.content["blocks"], values)
    view.values = values
    if not dispatches(block):
        return KEPT
    payload = {
        **interaction("block_actions", body.person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": triggers.issue(slack, body.person.slack_id, view.id if view.kind == "modal" else None),
        "view": modals.view_payload(view),
        "actions": [action(slack, block, element, state)],
    }
    return await dispatched(slack, body, payload, element)


async def submit(slack: Slack, body: Body) -> Json:
    """The submit button: entries checked as Slack's client does, then view_submission and what the app wants next."""
    view = _view(slack, body)
    if view.kind != "modal" or view.content.get("submit") is None:
        raise ImpossibleError("this view has no submit button")
    _enter(slack, body, view)
    view.errors = client_errors(view.content["blocks"], view.values)
    if view.errors:
        modals.publish(slack, view.user)
        return {**KEPT, "ok": False, "errors": view.errors}
    url = slack.app.interactivity_url if slack.app else None
    if url is None:
        return {**KEPT, "ok": False, "error": NO_INTERACTIVITY}
    payload = {
        **interaction("view_submission", body.person),
        "trigger_id": triggers.issue(slack, body.person.slack_id, view.id),
        "view": modals.view_payload(view),
        "response_urls": [],
    }
    note = f"view_submission {view.content.get('callback_id') or view.id}"
    answer = await post_payload(slack, url, payload, person=body.person.key, note=note)
    return {**answer.report(), **_follow(slack, view, answer)}


async def close(slack: Slack, body: Body) -> Json:
    """The close button (the top modal) or, with "all": true, the cross (the whole stack)."""
    view = modals.top(slack, body.person.slack_id)
    if view is None or body.value("view_id") not in (None, view.id):
        raise ImpossibleError("that modal is not open on top", 404)
    everything = body.value("all") is True or bool(view.content.get("clear_on_close"))
    reports = []
    for gone in modals.closed(slack, body.person.slack_id, all_of_them=everything):
        url = slack.app.interactivity_url if slack.app else None
        if url is None or not gone.content.get("notify_on_close"):
            continue
        payload = {
            **interaction("view_closed", body.person),
            "view": modals.view_payload(gone),
            "is_cleared": everything,
        }
        note = f"view_closed {gone.content.get('callback_id') or gone.id}"
        answer = await post_payload(slack, url, payload, person=body.person.key, note=note)
        reports.append(answer.report())
    return reports[0] if reports else KEPT


def _view(slack: Slack, body: Body) -> View:
    """The view, if it is this person's Home tab or the modal on top of their stack."""
    found = modals.find(slack, body.text("view_id"))
    if found is None or found.user != body.person.slack_id:
        raise ImpossibleError("that view is not open", 404)
    if found.kind == "modal" and modals.top(slack, found.user) is not found:
        raise ImpossibleError("another modal is on top of that one", 409)
    return found


def _enter(slack: Slack, body: Body, view: View) -> None:
    """Take over the entries of the submit call; what it leaves out stays as it was."""
    given = body.content.get("values") or {}
    values = copied(view.values)
    for block_id, actions in given.items():
        for action_id, value in actions.items():
            found = element_at(view.content["blocks"], block_id, action_id)
            if found is None:
                raise ImpossibleError(f"there is no input with block_id {block_id} and action_id {action_id}")
            values.setdefault(block_id, {})[action_id] = entered(slack, body, block_id, found[1], value)
    view.values = values


def _follow(slack: Slack, view: View, answer: Answer) -> Json:
    """Do what the acknowledgement says: nothing = close, or response_action errors, update, push, clear."""
    trouble = {"ok": False, "error": MODAL_TROUBLE}
    content = answer.json() if answer.text.strip() else {}
    if not answer.ok or content is None:
        return trouble
    wanted: Any = content.get("response_action")
    if wanted == "errors":
        return _errors(slack, view, content.get("errors")) or trouble
    return {"ok": True} if _next(slack, view, wanted, content) else trouble


def _next(slack: Slack, view: View, wanted: Any, content: Json) -> bool:
    """Whether what comes after the modal could be done."""
    if wanted == "clear":
        modals.closed(slack, view.user, all_of_them=True)
        return True
    if not content:
        if modals.top(slack, view.user) is view:  # the app may have opened another meanwhile
            modals.closed(slack, view.user)
        return True
    if wanted not in ("update", "push") or view_problems(content.get("view"), "modal"):
        return False
    if wanted == "update":
        modals.updated(slack, view, content["view"])
        return True
    return modals.pushed(slack, view.user, content["view"]) is not None


def _errors(slack: Slack, view: View, errors: Any) -> Json | None:
    """Sentences under input blocks; None when they name anything else, which Slack refuses."""
    inputs = {block["block_id"] for block in view.content["blocks"] if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return None
    view.errors = {block: str(text) for block, text in errors.items()}
    modals.publish(slack, view.user)
    return {"ok": False, "errors": view.errors}
