"""apps.connections.open: where the next connection of Socket Mode goes."""

from __future__ import annotations

from sandbox.slack.api.call import Call, Method
from sandbox.slack.model import Json


async def _open(call: Call) -> Json:
    return {"url": call.slack.sockets.ticket(call.slack.origin())}


METHODS = {"apps.connections.open": Method(_open, needs_token=False, app_level=True)}
