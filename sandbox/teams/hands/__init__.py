"""The hands of a person in front of Teams: /page/api/teams/*, for the page, the smoke program and tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.handling import Handler
from sandbox.hands import answering
from sandbox.teams.hands import click, dialog, extension, install, overview, refresh, send
from sandbox.teams.hands.body import Body, read
from sandbox.teams.model import Json
from sandbox.teams.state import Teams

Doing = Callable[[Teams, Body], Awaitable[Json]]
DOINGS: dict[str, Doing] = {
    "send": send.send,
    "click": click.click,
    "refresh": refresh.refresh,
    "dialog": dialog.open_dialog,
    "dialog/submit": dialog.submit,
    "dialog/close": dialog.close,
    "extension": extension.open_extension,
    "extension/send": extension.send,
    "extension/edit": extension.edit,
    "extension/discard": extension.discard,
    "install": install.install,
    "uninstall": install.uninstall,
}


def routes(teams: Teams) -> list[web.AbstractRouteDef]:
    async def state(request: web.Request) -> web.Response:
        return overview.state(teams, request)

    found: list[web.AbstractRouteDef] = [web.get("/page/api/teams/state", state)]
    found += [web.post(f"/page/api/teams/{path}", _handler(teams, doing)) for path, doing in DOINGS.items()]
    return found


def _handler(teams: Teams, doing: Doing) -> Handler:
    async def do(request: web.Request) -> Json:
        return await doing(teams, await read(teams, request))

    return answering(do)
