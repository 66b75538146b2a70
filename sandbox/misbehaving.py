"""What a planted fault makes of a request: an answer instead of the real one, or the real one spoilt."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from sandbox.journal import DROPPED

Rule = Mapping[str, Any]
SPOILING = frozenset({"lose_answer", "truncated", "cut", "loop"})  # the work is done, the answer suffers
GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
PORTAL = "<html><head><title>Sign in to the network</title></head><body><h1>Welcome</h1></body></html>"


def instead(request: web.Request, rule: Rule) -> web.StreamResponse | None:
    """A page, nothing, or a closed connection, as the rule's `answer` says; None where it says another thing."""
    match rule.get("answer"):
        case "html":
            status = int(rule.get("status", 502))
            page = PORTAL if status < 400 else GATEWAY
            return web.Response(text=page, content_type="text/html", status=status, headers=retry_after(rule))
        case "empty":
            return web.Response(status=int(rule.get("status", 200)), headers=retry_after(rule))
        case "drop":
            return dropped(request)
    return None


def retry_after(rule: Rule) -> dict[str, str]:
    """The header of the same name: `retry_after` as it is said, `retry_after_date` so many seconds ahead as an HTTP
    date."""
    if "retry_after_date" in rule:
        moment = datetime.now(UTC) + timedelta(seconds=float(rule["retry_after_date"]))
        return {"Retry-After": format_datetime(moment, usegmt=True)}
    return {"Retry-After": str(rule["retry_after"])} if "retry_after" in rule else {}


async def spoilt(request: web.Request, answer: web.Response, rule: Rule, origin: str) -> web.StreamResponse:
    """The real answer with what one of SPOILING does to it; anything else leaves it alone."""
    match rule.get("answer"):
        case "lose_answer":
            return dropped(request)
        case "truncated":
            answer.body = _half(answer)
        case "cut" if request.transport is not None:
            return await _cut(request, answer)
        case "loop":
            _point_at_itself(request, answer, origin)
    return answer


def dropped(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    request[DROPPED] = True
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _half(answer: web.Response) -> bytes:
    whole = (answer.text or "").encode()
    return whole[: len(whole) // 2]


async def _cut(request: web.Request, answer: web.Response) -> web.StreamResponse:
    """Half of the announced length, then the end of the connection."""
    torn = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
    torn.content_length = len((answer.text or "").encode())
    await torn.prepare(request)
    await torn.write(_half(answer))
    dropped(request)
    return torn


def _point_at_itself(request: web.Request, answer: web.Response, origin: str) -> None:
    """The next link leads to the page it stands on; an answer without rows stays as it is."""
    body = json.loads(answer.text or "null")
    if isinstance(body, dict) and isinstance(body.get("value"), list):
        body.pop("@odata.deltaLink", None)
        body["@odata.nextLink"] = f"{origin}{request.rel_url.raw_path}?{request.rel_url.raw_query_string}"
        answer.text = json.dumps(body)
