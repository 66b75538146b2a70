"""The Connector's REST API under /teams/v3/: token, planted faults, rate limits, then the call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.journal import NOTE
from sandbox.teams.connector import activities, conversations, members, team
from sandbox.teams.connector.errors import ConnectorError, throttled
from sandbox.teams.connector.rates import check_rate
from sandbox.teams.model import Json
from sandbox.teams.state import Teams
from sandbox.teams.tokens import is_the_bot
from sandbox.teams.traced import Handler, traced

Call = Callable[[Teams, web.Request], Awaitable[web.Response]]
ONE, MANY = "/teams/v3/conversations/{conversation}", "/teams/v3/conversations"
TABLE: list[tuple[str, str, str, Call]] = [
    ("POST", MANY, "create", conversations.create),
    ("POST", f"{ONE}/activities", "send", activities.send),
    ("POST", f"{ONE}/activities/{{activity}}", "send", activities.reply),
    ("PUT", f"{ONE}/activities/{{activity}}", "update", activities.update),
    ("DELETE", f"{ONE}/activities/{{activity}}", "delete", activities.delete),
    ("GET", f"{ONE}/members", "members", members.everybody),
    ("GET", f"{ONE}/members/{{member}}", "member", members.one),
    ("GET", f"{ONE}/pagedmembers", "members", members.paged),
    ("GET", "/teams/v3/teams/{team}", "team", team.details),
    ("GET", "/teams/v3/teams/{team}/conversations", "team", team.channels),
]


def routes(teams: Teams) -> list[web.AbstractRouteDef]:
    return [
        web.route(method, path, traced(teams, f"the bot to Teams: {name}", _checked(teams, name, call)))
        for method, path, name, call in TABLE
    ]


def _checked(teams: Teams, name: str, call: Call) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        if not is_the_bot(teams, request.headers.get("Authorization", "")):
            text = "Authorization has been denied for this request."
            return web.json_response({"message": text}, status=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            fault = _planted(teams, name)
            if fault.get("delay_seconds"):
                await asyncio.sleep(float(fault["delay_seconds"]))
            _strike(fault)
            check_rate(teams, name, request.match_info.get("conversation", ""))
            answer = await call(teams, request)
        except ConnectorError as error:
            request[NOTE] = f"the bot to Teams: {name} ({error.code})"
            return error.response()
        if fault.get("answer") == "lose_answer" and request.transport is not None:
            request[NOTE] = f"the bot to Teams: {name} (done, but the answer was lost)"
            request.transport.close()
        return answer

    return handle


def _planted(teams: Teams, name: str) -> Json:
    """The misbehaviour an admin planted for this call, with one of its times used up; empty for none."""
    fault = next((one for one in teams.faults if one.get("call") in (None, name)), None)
    if fault is None:
        return {}
    if fault.get("times") is not None:
        fault["times"] -= 1
        if fault["times"] <= 0:
            teams.faults.remove(fault)
    return fault


def _strike(fault: Json) -> None:
    status = fault.get("status")
    if status == 429:
        raise throttled(int(fault.get("retry_after", 1)))
    if status is not None:
        raise ConnectorError(int(status), str(fault.get("code") or "ServiceError"), "The service is having trouble.")
