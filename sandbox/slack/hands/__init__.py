"""The hands of a person in front of Slack: /page/api/slack/*, for the page, the smoke program and tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.handling import Handler
from sandbox.hands import answering
from sandbox.slack.hands import click, dismiss, home, modal, options, overview, send, shortcut, stream
from sandbox.slack.hands.body import Body, read
from sandbox.slack.model import Json
from sandbox.slack.state import Slack

Doing = Callable[[Slack, Body], Awaitable[Json]]
DOINGS: dict[str, Doing] = {
    "send": send.send,
    "click": click.click,
    "dismiss": dismiss.dismiss,
    "view/click": modal.click,
    "view/submit": modal.submit,
    "view/close": modal.close,
    "options": options.suggest,
    "home": home.open_home,
    "shortcut": shortcut.run,
}


def routes(slack: Slack) -> list[web.AbstractRouteDef]:
    async def state(request: web.Request) -> web.Response:
        return overview.state(slack, request)

    async def live(request: web.Request) -> web.StreamResponse:
        return await stream.live(slack, request)

    found: list[web.AbstractRouteDef] = [
        web.get("/page/api/slack/state", state),
        web.get("/page/api/slack/stream", live),
    ]
    found += [web.post(f"/page/api/slack/{path}", _handler(slack, doing)) for path, doing in DOINGS.items()]
    return found


def _handler(slack: Slack, doing: Doing) -> Handler:
    async def do(request: web.Request) -> Json:
        return await doing(slack, await read(slack, request))

    return answering(do)
