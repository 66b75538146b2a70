"""Microsoft Graph v1.0, the calendar part: tokens, planted faults and errors are dealt with here."""

import asyncio
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.entra.tokens import Bearer, TokenRefusedError, read_access_token
from sandbox.graph.call import Call, read_preferences, read_query
from sandbox.graph.errors import GraphError
from sandbox.graph.paths import dispatch
from sandbox.graph.segments import segments
from sandbox.journal import ACCOUNT, GRANT
from sandbox.misbehaving import SPOILING, instead, retry_after, spoilt

if TYPE_CHECKING:
    from sandbox.world import World

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


def routes(world: "World") -> list[web.AbstractRouteDef]:
    """Everything under /v1.0."""

    async def handle(request: web.Request) -> web.StreamResponse:
        request_id = str(uuid.uuid4())
        client_id = request.headers.get("client-request-id", request_id)
        try:
            answer = await _answer(request, world)
        except GraphError as error:
            answer = web.json_response(error.body(request_id, client_id), status=error.status, headers=error.headers)
        if not answer.prepared:
            answer.headers["request-id"] = request_id
            answer.headers["client-request-id"] = client_id
            answer.headers.setdefault("Cache-Control", "private")
        return answer

    return [web.route("*", "/v1.0/{tail:.*}", handle)]


async def _answer(request: web.Request, world: "World") -> web.StreamResponse:
    bearer = _bearer(request, world)
    with world.habits.counted(bearer.account.address):
        return await _counted(request, world, bearer)


async def _counted(request: web.Request, world: "World", bearer: Bearer) -> web.StreamResponse:
    asked = (bearer.account.address, request.method, request.path, bearer.grant, request.rel_url.raw_query_string)
    rule = world.faults.take("graph", *asked) or {}
    if rule.get("answer") == "slow":
        await asyncio.sleep(float(rule.get("delay_seconds", 1)))
    elif rule and rule.get("answer") not in SPOILING:
        return _refused(request, rule)
    call = Call(request, world, bearer, read_preferences(request), read_query(request))
    answer = await dispatch(call, segments(request.rel_url.raw_path)[1:])
    if request.method != "GET":
        await world.subscriptions.before_answer()
    if call.prefer.zone:
        applied = answer.headers.get("Preference-Applied")
        zone = f'outlook.timezone="{call.prefer.zone}"'
        answer.headers["Preference-Applied"] = f"{applied}, {zone}" if applied else zone
    return await spoilt(request, answer, rule, call.origin) if isinstance(answer, web.Response) else answer


def _bearer(request: web.Request, world: "World") -> Bearer:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        bearer = read_access_token(world.entra, token.strip() if scheme.casefold() == "bearer" else "")
    except TokenRefusedError as error:
        where = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
        more = f', error="insufficient_claims", claims="{error.claims}"' if error.claims else ""
        refused = {"WWW-Authenticate": where + more}
        raise GraphError(401, "InvalidAuthenticationToken", str(error), headers=refused) from error
    request[ACCOUNT] = bearer.account.address
    if bearer.grant:
        request[GRANT] = bearer.grant
    return bearer


def _refused(request: web.Request, rule: Mapping[str, Any]) -> web.StreamResponse:
    """What the rule wants instead of an answer; raises GraphError where that is a refusal."""
    if (other := instead(request, rule)) is not None:
        return other
    status = int(rule.get("status", 503))
    code = rule.get("code") or CODES.get(status, "UnknownError")
    raise GraphError(status, code, rule.get("message") or "A fault planted in the sandbox.", headers=retry_after(rule))
