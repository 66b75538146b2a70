"""Reading what is posted to us."""

from aiohttp import web


async def limited(request: web.Request, most_bytes: int) -> bytes | None:
    """The body; None when it is larger, and then the rest is not read."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > most_bytes:
            return None
    return bytes(body)
