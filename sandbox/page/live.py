"""The page's live stream: tells that something happened; what it is the page then reads where a real client would."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.world import World

BREATH_SECONDS = 15.0
SLACK = {"message", "message_changed", "message_deleted", "ephemeral", "view"}
TOLD = {"trace", "outlook_changed", "reset", "clock"}


def told(event: dict[str, Any], slack_id: str) -> dict[str, Any] | None:
    """The event as this person's page gets it; None when it is nothing of theirs. Slack ones come without contents."""
    kind = event.get("type")
    if kind in SLACK:
        return {"type": "slack"} if event.get("only_for") in (None, slack_id) else None
    return event if kind in TOLD else None


def live(world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler of GET /page/api/live?person=ada: events until the reader leaves; 404 for an unknown person."""

    async def stream(request: web.Request) -> web.StreamResponse:
        person = next((one for one in world.people if one.key == request.query.get("person")), None)
        if person is None:
            return web.json_response({"error": "There is no such person."}, status=404)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        async with world.bus.subscribe() as queue:
            await response.prepare(request)
            try:
                await response.write(b": open\n\n")
                while True:
                    await response.write(await _next(queue, person.slack_id))
            except ConnectionResetError:
                return response

    return stream


async def _next(queue: asyncio.Queue[dict[str, Any]], slack_id: str) -> bytes:
    """The next event's bytes, or a comment when nothing happened for a while (it finds out whether the reader left)."""
    try:
        async with asyncio.timeout(BREATH_SECONDS):
            while (event := told(await queue.get(), slack_id)) is None:
                pass
    except TimeoutError:
        return b": here\n\n"
    return f"data: {json.dumps(event)}\n\n".encode()
