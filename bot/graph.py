"""Where Graph tells us that something changed. Nothing it says is believed but that one should look.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from core.sync.model import Lifecycle, Notification
from core.sync.usecases import Notified

BODY_MOST_BYTES = 256 * 1024
ITEMS_AT_MOST = 1000
TOKEN_AT_MOST = 1024


class GraphCallbacks:
    """/graph/notifications and /graph/lifecycle. 202 means: every genuine item has its durable row."""

    def __init__(self, notified: Notified) -> None:
        self._notified = notified

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/graph/notifications", _validated(self.notifications)),
            web.post("/graph/lifecycle", _validated(self.lifecycle)),
        ]

    async def notifications(self, request: web.Request) -> web.Response:
        return await self._receive(request, lifecycle=False)

    async def lifecycle(self, request: web.Request) -> web.Response:
        return await self._receive(request, lifecycle=True)

    async def _receive(self, request: web.Request, *, lifecycle: bool) -> web.Response:
        """202 whatever the items are: a sender who guesses learns nothing. 400 and 413 for what is no list of items."""
        body = await _capped(request)
        try:
            items = json.loads(body)["value"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise web.HTTPBadRequest from None
        if not isinstance(items, list) or len(items) > ITEMS_AT_MOST:
            raise web.HTTPBadRequest
        await self._notified.receive(tuple(_notification(item, lifecycle=lifecycle) for item in items))
        return web.Response(status=202)


def _validated(handler: Callable[[web.Request], Awaitable[web.Response]]) -> Callable[..., Awaitable[web.Response]]:
    """Answers Graph's question whether this address is ours, which comes while a subscription is being made."""

    async def answer(request: web.Request) -> web.Response:
        token = request.query.get("validationToken") if request.query_string else None
        if token is None:
            return await handler(request)
        if len(token) > TOKEN_AT_MOST:
            raise web.HTTPBadRequest
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return web.Response(text=token, content_type="text/plain", headers=headers)

    return answer


async def _capped(request: web.Request) -> bytes:
    """The body, of which no more is kept than allowed. One that says its length, as Graph's do, is read at once."""
    if request.content_length is not None and request.content_length <= BODY_MOST_BYTES:
        return await request.read()
    body = b""
    async for part in request.content.iter_any():
        body += part
        if len(body) > BODY_MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(BODY_MOST_BYTES, len(body))
    return body


def _notification(item: object, *, lifecycle: bool) -> Notification:
    """Whatever was sent, as an item; what isn't one belongs to no subscription."""
    given = item if isinstance(item, dict) else {}
    subscription, client_state = given.get("subscriptionId"), given.get("clientState")
    try:
        happened = Lifecycle(str(given.get("lifecycleEvent"))) if lifecycle else None
    except ValueError:
        happened = Lifecycle.MISSED  # a word we don't know: look, at least
    return Notification(_plain(subscription), _plain(client_state), happened)


def _plain(given: object) -> str:
    """What Outlook or we make up is plain. Anything else would be refused by a database, with all that came with it."""
    return given if isinstance(given, str) and given.isascii() and given.isprintable() else ""
