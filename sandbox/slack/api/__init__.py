"""The Web API under /slack/api/: token, scope, method, answer; always HTTP 200 except for rate limits."""

from __future__ import annotations

import asyncio

from aiohttp import web

from sandbox.journal import ACCOUNT, NOTE, PERSON
from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.api import apps, auth, chat, conversations, oauth, users, views
from sandbox.slack.api.call import ApiError, Call, Method
from sandbox.slack.model import Json
from sandbox.slack.state import Slack

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **views.METHODS,
    **oauth.METHODS,
}


def routes(slack: Slack) -> list[web.AbstractRouteDef]:
    async def called(request: web.Request) -> web.Response:
        return await _answer(slack, request)

    return [web.post("/slack/api/{method}", called), web.get("/slack/api/{method}", called)]


async def _answer(slack: Slack, request: web.Request) -> web.Response:
    name = request.match_info["method"]
    headers = {"X-OAuth-Scopes": ",".join(slack.app.scopes if slack.app else ())}
    request[NOTE] = f"the bot to Slack: {name}"
    try:
        arguments = await _arguments(request)
        planted = await _planted(slack, name)
        if planted is not None:
            return planted
        answer: Json = {"ok": True, **await _run(slack, request, name, arguments)}
    except ApiError as error:
        request[NOTE] = f"{request[NOTE]} ({error.code})"
        headers |= error.headers
        return web.json_response(
            {"ok": False, "error": error.code, **error.extra}, status=error.status, headers=headers
        )
    return web.json_response(answer, headers=headers)


async def _run(slack: Slack, request: web.Request, name: str, arguments: Json) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise ApiError("unknown_method", req_method=name)
    team = SLACK_TEAM
    if method.app_level:
        _authenticate_app(request)
    elif method.needs_token:
        team = _authenticate(slack, request, arguments, method)
        request[ACCOUNT] = SLACK_BOT_USER
    call = Call(slack, name, arguments, request.headers.get("Authorization", ""), team)
    if team != SLACK_TEAM and name != "auth.test":
        return _elsewhere(call)
    for hint in ("user", "channel", "users"):
        person = slack.person_by_id(call.person_hint(hint))
        if person is not None:
            request[PERSON] = person.key
            break
    return await method.run(call)


def _elsewhere(call: Call) -> Json:
    """A workspace without people or channels: whoever or whatever is asked for isn't there."""
    known = {"users": "user_not_found", "views": "user_not_found"}
    raise ApiError(known.get(call.method.split(".", maxsplit=1)[0], "channel_not_found"))


def _authenticate_app(request: web.Request) -> None:
    """The token of the app itself, in the header."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if token != SLACK_APP_TOKEN:
        raise ApiError("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")


def _authenticate(slack: Slack, request: web.Request, arguments: Json, method: Method) -> str:
    """The workspace whose token this is."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else arguments.get("token")
    if not token:
        raise ApiError("not_authed")
    team = slack.tokens.get(token)
    if team is None:
        raise ApiError("account_inactive" if token in slack.revoked else "invalid_auth")
    granted = slack.app.scopes if slack.app else ()  # the app exists before its manifest's addresses can be verified
    if method.scope is not None and method.scope not in granted:
        raise ApiError("missing_scope", needed=method.scope, provided=",".join(granted))
    return team


async def _arguments(request: web.Request) -> Json:
    """Query, then the form or JSON body."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise ApiError("invalid_json") from None
        if not isinstance(body, dict):
            raise ApiError("json_not_object")
        found |= body
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        found |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return found


async def _planted(slack: Slack, name: str) -> web.Response | None:
    """The misbehaviour an admin planted for this method, if any."""
    fault = next((one for one in slack.faults if one.get("method") in (None, name)), None)
    if fault is None:
        return None
    if fault.get("times") is not None:
        fault["times"] -= 1
        if fault["times"] <= 0:
            slack.faults.remove(fault)
    if fault.get("delay_seconds"):
        await asyncio.sleep(float(fault["delay_seconds"]))
    status = int(fault.get("status") or 200)
    if status == 200 and not fault.get("error"):
        return None
    headers = {"Retry-After": str(fault.get("retry_after", 1))} if status == 429 else {}
    if status >= 500 and not fault.get("error"):
        return web.Response(status=status, text="<html>Slack is having trouble</html>", content_type="text/html")
    error = fault.get("error") or ("ratelimited" if status == 429 else "internal_error")
    return web.json_response({"ok": False, "error": error}, status=status, headers=headers)
