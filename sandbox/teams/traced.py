"""Requests from the bot, told to the trace and the log; never their bodies or tokens."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.journal import NOTE, PERSON
from sandbox.teams.state import Teams

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def traced(teams: Teams, note: str, handler: Handler) -> Handler:
    """The handler, with an entry per request; it may leave a better note and a person on the request."""

    async def handle(request: web.Request) -> web.StreamResponse:
        began, status = time.monotonic(), 500
        try:
            response = await handler(request)
            status = response.status
            return response
        finally:
            teams.record(
                {
                    "person": request.get(PERSON),
                    "method": request.method,
                    "path": request.path,
                    "status": status,
                    "ms": round((time.monotonic() - began) * 1000),
                    "note": request.get(NOTE) or note,
                }
            )

    return handle
