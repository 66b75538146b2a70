"""The HTTP application: chat endpoints, connect pages, Graph's notifications, health."""

import secrets
from datetime import timedelta

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot import about
from bot.connect import ConnectPages
from bot.graph import GraphCallbacks
from bot.metrics import Metrics
from bot.mydata import MyDataPages
from bot.pages import Said, page, soft, words
from bot.slack_install import InstallPages
from bot.wiring import Program

log = structlog.get_logger()

BODY_MOST_BYTES = 1024 * 1024
STALLED = timedelta(seconds=30)


def application(program: Program) -> web.Application:
    """All routes of one program."""
    app = web.Application(client_max_size=BODY_MOST_BYTES, middlewares=[_last_resort])
    for chat in program.chats:
        app.add_routes(chat.routes())
    app.add_routes(ConnectPages(program.rooms.connecting, program.settings).routes())
    app.add_routes(MyDataPages(program.rooms.exporting, program.settings).routes())
    app.add_routes(GraphCallbacks(program.rooms.sync.notified).routes())
    if program.installing is not None:
        pages = InstallPages(program.installing, program.settings.public_url, program.settings.slack_authorize_url)
        app.add_routes(pages.routes())
    app.add_routes(about.routes())
    app.add_routes(Health(program).routes())
    app.add_routes(Metrics(program).routes())
    return app


class Health:
    """/healthz: the process lives. /readyz: it can do its work."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/healthz", self.alive), web.get("/readyz", self.ready)]

    async def alive(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def ready(self, _: web.Request) -> web.Response:
        working = self._program.clock.now() - self._program.runner.turned_at < STALLED
        checks = {"database": await self._program.store.ready(), "jobs": working}
        ok = all(checks.values())
        told: dict[str, object] = {"ok": ok, "checks": checks}
        refused = self._program.outlook.entra.alarm.ringing
        if refused is not None:  # only the operator can repair that, and another process would be refused as well
            told["microsoft"] = f"refuses this installation: {refused}"
        return web.json_response(told, status=200 if ok else 503)


@web.middleware
async def _last_resort(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The wrapper of this edge: a fault of ours is logged without contents and answered with its reference."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:  # the wrapper of this edge: logged without contents, answered with its reference
        reference = secrets.token_hex(4)
        log.exception("request_failed", reference=reference, route=_route(request))
        if request.path.startswith(("/connect/", "/mydata/")):
            said = Said.to(request)
            body = words(said("page.failed.ours")) + soft(said("page.reference", reference=reference))
            return page(said, said("page.failed"), body, status=500)
        return web.json_response({"error": "unexpected", "reference": reference}, status=500)


def _route(request: web.Request) -> str:
    """The route's pattern, never its values: a path may hold a link's secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
