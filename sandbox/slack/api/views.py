"""views.*: open, push, update, publish."""

from __future__ import annotations

from typing import Any

from sandbox.slack import modals, triggers
from sandbox.slack.api.call import ApiError, Call, Method, refused
from sandbox.slack.blocks import view_problems
from sandbox.slack.model import Json, Trigger, View


async def _open(call: Call) -> Json:
    content = _checked(call, "modal")
    trigger = _exchanged(call)
    return {"view": modals.view_payload(modals.opened(call.slack, trigger.user, content))}


async def _push(call: Call) -> Json:
    content = _checked(call, "modal")
    trigger = _exchanged(call)
    if trigger.view_id is None:
        raise ApiError("not_found")
    view = modals.pushed(call.slack, trigger.user, content)
    if view is None:
        raise ApiError("push_limit_reached")
    return {"view": modals.view_payload(view)}


async def _update(call: Call) -> Json:
    view = _target(call)
    content = _checked(call, view.kind)
    wanted = call.text("hash")
    if wanted is not None and wanted != view.hash:
        raise ApiError("hash_conflict")
    return {"view": modals.view_payload(modals.updated(call.slack, view, content))}


async def _publish(call: Call) -> Json:
    user = call.needed("user_id")
    if call.slack.person_by_id(user) is None:
        raise ApiError("user_not_found")
    content = _checked(call, "home")
    if call.slack.app is None or not call.slack.app.home_tab:
        raise ApiError("not_enabled")
    known, wanted = call.slack.homes.get(user), call.text("hash")
    if known is not None and wanted is not None and wanted != known.hash:
        raise ApiError("hash_conflict")
    return {"view": modals.view_payload(modals.published(call.slack, user, content))}


def _target(call: Call) -> View:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if view_id is None and external_id is None:
        raise refused("invalid_arguments", ["either view_id or external_id required [json-pointer:/]"])
    found = modals.find(call.slack, view_id) if view_id else modals.find_external(call.slack, external_id or "")
    if found is None:
        raise ApiError("not_found")
    return found


def _checked(call: Call, kind: str) -> Json:
    view: Any = call.json("view", "invalid_arguments")
    if view is None:
        raise refused("invalid_arguments", ["missing required field: view [json-pointer:/]"])
    problems = view_problems(view, kind)
    external = view.get("external_id") if isinstance(view, dict) else None
    if external and call.method != "views.update" and modals.find_external(call.slack, external) is not None:
        raise ApiError("duplicate_external_id")
    if problems:
        raise refused("invalid_arguments", problems)
    checked: Json = view
    return checked


def _exchanged(call: Call) -> Trigger:
    """The trigger, used up."""
    try:
        return triggers.exchange(call.slack, call.needed("trigger_id"))
    except triggers.TriggerError as error:
        raise ApiError(error.code) from None


METHODS = {
    "views.open": Method(_open),
    "views.push": Method(_push),
    "views.update": Method(_update),
    "views.publish": Method(_publish),
}
