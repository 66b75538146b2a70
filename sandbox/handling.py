"""What the parts of the admin API share: how a handler looks, and the object that it is sent."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def sent_object(request: web.Request) -> Json:
    """The body; nothing sent is an empty object. Raises ValueError for no JSON, TypeError for another kind of it."""
    text = await request.text()
    body = json.loads(text) if text else {}
    if not isinstance(body, dict):
        raise TypeError("a JSON object was expected")
    return body
