"""The live stream of one person: server-sent events, fed by the bus."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from sandbox.people import Person
from sandbox.slack import modals
from sandbox.slack.hands.overview import message_shown, view_shown
from sandbox.slack.model import Json
from sandbox.slack.state import Slack

MESSAGES = {"message", "ephemeral", "message_changed", "message_deleted"}
BREATH_SECONDS = 15.0


async def live(slack: Slack, request: web.Request) -> web.StreamResponse:
    """GET /page/api/slack/stream?person=ada until the reader leaves."""
    person = slack.person(request.query.get("person", ""))
    if person is None:
        return web.json_response({"ok": False, "error": "there is no such person"}, status=404)
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = web.StreamResponse(headers=headers)
    async with slack.world.bus.subscribe() as queue:
        await response.prepare(request)
        await response.write(b": open\n\n")
        try:
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), BREATH_SECONDS)
                except TimeoutError:
                    await response.write(b": here\n\n")
                    continue
                told = _told(slack, event, person)
                if told is not None:
                    await response.write(f"event: {event['type']}\ndata: {json.dumps(told)}\n\n".encode())
        except ConnectionResetError:
            return response


def _told(slack: Slack, event: Json, person: Person) -> Json | None:
    """The event as this person may see it; None when it is not for them."""
    kind = event.get("type")
    if kind in ("trace", "reset"):
        return event if event.get("person") in (None, person.key) else None
    if event.get("only_for") not in (None, person.slack_id):
        return None
    if kind == "view":
        view = view_shown(modals.top(slack, person.slack_id))
        return {"type": kind, "view": view, "home": view_shown(slack.homes.get(person.slack_id))}
    if kind not in MESSAGES or person.slack_id not in event["members"]:
        return None
    if kind == "message_deleted":
        return {"type": kind, "channel": event["channel"], "ts": event["ts"]}
    message = slack.message(event["channel"], event["ts"])
    if message is None:
        return None
    return {"type": kind, "channel": message.channel, "message": message_shown(slack, message, person)}
