"""One request to Graph from its token to its answer: planted faults, errors, headers, and who watches."""

import asyncio
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.entra.tokens import Bearer, TokenRefusedError, read_access_token
from sandbox.graph.call import Call, origin_of, read_preferences, read_query
from sandbox.graph.errors import GraphError
from sandbox.graph.paths import dispatch
from sandbox.graph.segments import segments
from sandbox.journal import ACCOUNT, GRANT
from sandbox.misbehaving import SPOILING, instead, retry_after, spoilt
from sandbox.witness import Exchange

if TYPE_CHECKING:
    from sandbox.world import World

Rule = Mapping[str, Any]
CODES = {
    401: "InvalidAuthenticationToken",
    403: "ErrorAccessDenied",
    404: "ErrorItemNotFound",
    410: "SyncStateNotFound",
    412: "ErrorIrresolvableConflict",
    429: "ApplicationThrottled",
    500: "ErrorInternalServerTransientError",
    503: "serviceNotAvailable",
}
WHERE = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'


def bearer_of(request: web.Request, world: "World") -> Bearer:
    """Whose token the request carries; raises GraphError 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        bearer = read_access_token(world.entra, token.strip() if scheme.casefold() == "bearer" else "")
    except TokenRefusedError as error:
        more = f', error="insufficient_claims", claims="{error.claims}"' if error.claims else ""
        refused = {"WWW-Authenticate": WHERE + more}
        raise GraphError(401, "InvalidAuthenticationToken", str(error), headers=refused) from error
    request[ACCOUNT] = bearer.account.address
    if bearer.grant:
        request[GRANT] = bearer.grant
    return bearer


async def answer(request: web.Request, world: "World", bearer: Bearer) -> web.StreamResponse:
    """The answer to a request with a good token, or what a fault makes of it."""
    rule: Rule = {}
    try:
        with world.habits.counted(bearer.account.address):
            asked = (bearer.account.address, request.method, request.path, bearer.grant)
            rule = world.faults.take("graph", *asked, request.rel_url.raw_query_string) or {}
            if rule.get("answer") == "slow":
                await asyncio.sleep(float(rule.get("delay_seconds", 1)))
            elif rule and rule.get("answer") not in SPOILING:
                return instead(request, rule) or refusal(request, world, _planted(rule))
            real = await _work(Call(request, world, bearer, read_preferences(request), read_query(request)))
    except GraphError as error:
        return refusal(request, world, error)
    return await spoilt(request, witnessed(request, world, real), rule, origin_of(request, world))


async def _work(call: Call) -> web.Response:
    real = await dispatch(call, segments(call.request.rel_url.raw_path)[1:])
    if call.request.method != "GET":
        await call.world.subscriptions.before_answer()
    if call.prefer.zone:
        applied = real.headers.get("Preference-Applied")
        zone = f'outlook.timezone="{call.prefer.zone}"'
        real.headers["Preference-Applied"] = f"{applied}, {zone}" if applied else zone
    return real


def refusal(request: web.Request, world: "World", error: GraphError) -> web.Response:
    """The refusal as an answer."""
    request_id = str(uuid.uuid4())
    body = error.body(request_id, request.headers.get("client-request-id", request_id))
    refused = web.json_response(body, status=error.status, headers={**error.headers, "request-id": request_id})
    return witnessed(request, world, refused)


def witnessed(request: web.Request, world: "World", real: web.Response) -> web.Response:
    """The answer with the headers that all have, shown to whoever watches."""
    real.headers.setdefault("request-id", str(uuid.uuid4()))
    real.headers["client-request-id"] = request.headers.get("client-request-id", real.headers["request-id"])
    real.headers.setdefault("Cache-Control", "private")
    if world.witnesses:
        headers = {name.lower(): value for name, value in real.headers.items()}
        seen = Exchange("graph", request.method, str(request.rel_url), real.status, headers, real.text or "")
        for witness in world.witnesses:
            witness(seen)
    return real


def _planted(rule: Rule) -> GraphError:
    status = int(rule.get("status", 503))
    code = rule.get("code") or CODES.get(status, "UnknownError")
    return GraphError(status, code, rule.get("message") or "A fault planted in the sandbox.", headers=retry_after(rule))
