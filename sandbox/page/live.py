"""The page's live stream: tells that something happened; what it is the page then reads where a real client would."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.people import Person
from sandbox.world import World

Event = dict[str, Any]
BREATH_SECONDS = 15.0
SLACK = {"message", "message_changed", "message_deleted", "ephemeral", "view"}
TOLD = {"trace", "outlook_changed", "reset", "clock"}


def told(event: Event, people: list[Person]) -> Event | None:
    """The event as the page of these people gets it; None when it is nothing of theirs.

    Chats' events come without contents, with the keys of those `people` who can see what happened.
    """
    kind = event.get("type")
    if kind in SLACK:
        ids = event.get("members", [one.slack_id for one in people])  # a modal's has only_for instead
        found = [one for one in people if one.slack_id in ids and event.get("only_for") in (None, one.slack_id)]
        return _for("slack", found)
    if kind == "teams":
        found = [one for one in people if one.key in event["members"] and event["only_for"] in (None, one.key)]
        return _for("teams", found, what=event["what"], conversation=event["conversation"])
    return event if kind in TOLD else None


def _for(kind: str, people: list[Person], **more: Any) -> Event | None:
    return {"type": kind, "people": [one.key for one in people], **more} if people else None


def live(world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler of GET /page/api/live?person=ada&person=ben: events until the reader leaves; 404 for an unknown
    person, or none."""

    async def stream(request: web.Request) -> web.StreamResponse:
        wanted = request.query.getall("person", [])
        people = [one for one in world.people if one.key in wanted]
        if not people or len(people) != len(set(wanted)):
            return web.json_response({"error": "There is no such person."}, status=404)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        async with world.bus.subscribe() as queue:
            await response.prepare(request)
            try:
                await response.write(b": open\n\n")
                while True:
                    await response.write(await _next(queue, people))
            except ConnectionResetError:
                return response

    return stream


async def _next(queue: asyncio.Queue[Event], people: list[Person]) -> bytes:
    """The next event's bytes, or a comment when nothing happened for a while (it finds out whether the reader left)."""
    try:
        async with asyncio.timeout(BREATH_SECONDS):
            while (event := told(await queue.get(), people)) is None:
                pass
    except TimeoutError:
        return b": here\n\n"
    return f"data: {json.dumps(event)}\n\n".encode()
