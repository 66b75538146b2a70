"""Socket Mode: the app opens a WebSocket, and what Slack would post comes as envelopes that the app acknowledges.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid

from aiohttp import WSMsgType, web

from sandbox.people import SLACK_APP
from sandbox.slack.model import Json
from sandbox.slack.sockets import CONNECTIONS_MOST, TICKET_SECONDS, Connection
from sandbox.slack.state import Slack


def routes(slack: Slack) -> list[web.AbstractRouteDef]:
    async def link(request: web.Request) -> web.StreamResponse:
        return await _link(slack, request)

    return [web.get("/slack/link/", link)]


async def _link(slack: Slack, request: web.Request) -> web.StreamResponse:
    issued = slack.sockets.tickets.pop(request.query.get("ticket", ""), None)
    if issued is None or time.monotonic() - issued > TICKET_SECONDS:
        return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    if slack.app is None or not slack.app.socket:
        await ws.send_json({"type": "disconnect", "reason": "link_disabled", "debug_info": _debug()})
        await ws.close()
        return ws
    connection = Connection(ws)
    slack.sockets.open = [*slack.sockets.open, connection][-CONNECTIONS_MOST:]
    hello = {
        "type": "hello",
        "num_connections": len(slack.sockets.open),
        "debug_info": _debug(),
        "connection_info": {"app_id": SLACK_APP},
    }
    await ws.send_json(hello)
    try:
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                _acknowledged(connection, message.data)
    finally:
        slack.sockets.open = [one for one in slack.sockets.open if one is not connection]
    return ws


def _acknowledged(connection: Connection, text: str) -> None:
    """An acknowledgement names its envelope, and may carry what a request would have been answered with."""
    try:
        found = json.loads(text)
    except ValueError:
        return
    waiting = connection.waiting.pop(str(found.get("envelope_id")), None) if isinstance(found, dict) else None
    if waiting is not None and not waiting.done():
        waiting.set_result(found)


async def ask(slack: Slack, kind: str, payload: Json, seconds: float, **more: object) -> Json | None:
    """Sends one envelope and waits for its acknowledgement; None when none came. Raises ConnectionError when nothing
    is open."""
    connection = slack.sockets.next()
    if connection is None:
        raise ConnectionError
    envelope_id = str(uuid.uuid4())
    waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
    connection.waiting[envelope_id] = waiting
    envelope = {
        "envelope_id": envelope_id,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
        **more,
    }
    try:
        await connection.ws.send_json(envelope)
        return await asyncio.wait_for(waiting, seconds)
    except TimeoutError:
        return None
    finally:
        connection.waiting.pop(envelope_id, None)


async def disconnect(slack: Slack, reason: str) -> int:
    """Slack refreshes its connections: each hears of it, and is closed a moment later. How many there were."""
    leaving = list(slack.sockets.open)
    for one in leaving:
        slack.sockets.open.remove(one)
        await one.ws.send_json({"type": "disconnect", "reason": reason, "debug_info": _debug()})
        slack.spawn(_closed(one))
    return len(leaving)


async def _closed(connection: Connection) -> None:
    await asyncio.sleep(0.1)
    await connection.ws.close()


def _debug() -> Json:
    return {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": 18060}
