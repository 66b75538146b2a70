"""The one aiohttp server of the sandbox: Entra, Graph, Slack, Teams, the page and the admin API on one port."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import web

from sandbox import admin, entra, graph, page, people, slack, teams
from sandbox.teams import framework, names
from sandbox.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SAVE_EVERY_SECONDS = 1.0
WORLD = web.AppKey("world", World)


def build_app(world: World) -> web.Application:
    """The application over this world; with a data directory the state is saved every second and at the end."""
    app = web.Application(middlewares=[_record], client_max_size=4 * 2**20)
    app[WORLD] = world
    for routes in (admin.routes, graph.routes, slack.routes, teams.routes, page.routes, entra.routes):
        app.add_routes(routes(world))
    app.cleanup_ctx.append(_saver)
    return app


async def _saver(app: web.Application) -> AsyncIterator[None]:
    async def loop() -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY_SECONDS)
            app[WORLD].save()

    task = asyncio.create_task(loop()) if app[WORLD].data_dir else None
    yield
    if task:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    app[WORLD].save()


def side_of(path: str) -> str | None:
    """Which side of the sandbox a path belongs to, as the request log names it; None for the page and the admin API,
    and for Teams, which keeps a log of its own."""
    if path.startswith("/teams/"):
        return None
    if path.lower().startswith("/v1.0"):
        return "graph"
    if path.startswith("/slack/api"):
        return "slack"
    return "login" if "/oauth2/" in path or "/discovery/" in path or "/.well-known/" in path else None


@web.middleware
async def _record(request: web.Request, handler: Handler) -> web.StreamResponse:
    side = side_of(request.path)
    if side is None:
        return await handler(request)
    began, status = time.monotonic(), 500
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        status = answer.status
        raise
    else:
        status = response.status
        return response
    finally:
        ms = round((time.monotonic() - began) * 1000)
        request.app[WORLD].journal.add(side, request, status, ms)


def addresses(port: int) -> dict[str, Any]:
    """What the program prints when it serves: where everything is, and the settings the bot needs to use it."""
    origin, login = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
    return {
        "login": login,
        "graph": f"{origin}/v1.0",
        "slack": f"{origin}/slack/api/",
        "teams": f"{origin}/teams/",
        "page": f"{origin}/",
        "admin": f"{origin}/admin",
        "settings": {
            "CLEARHOUR_MICROSOFT_CLIENT_ID": people.CLIENT_ID,
            "CLEARHOUR_MICROSOFT_CLIENT_SECRET": people.CLIENT_SECRET,
            "CLEARHOUR_MICROSOFT_TENANT": "common",
            "CLEARHOUR_LOGIN_URL": origin,
            "CLEARHOUR_SIGN_IN_URL": login,
            "CLEARHOUR_GRAPH_URL": f"{origin}/v1.0",
            "CLEARHOUR_SLACK_API_URL": f"{origin}/slack/api/",
            "CLEARHOUR_SLACK_BOT_TOKEN": people.SLACK_BOT_TOKEN,
            "CLEARHOUR_SLACK_SIGNING_SECRET": people.SLACK_SIGNING_SECRET,
            "CLEARHOUR_TEAMS_APP_ID": names.APP_ID,
            "CLEARHOUR_TEAMS_APP_PASSWORD": names.APP_PASSWORD,
            "CLEARHOUR_TEAMS_TENANT": people.CONTOSO_TENANT,
            "CLEARHOUR_TEAMS_OPENID_URL": f"{origin}{framework.METADATA_PATH}",
            "CLEARHOUR_TEAMS_ISSUER": names.ISSUER,
            "CLEARHOUR_TEAMS_LOGIN_URL": f"{origin}{framework.LOGIN_PATH}",
            "CLEARHOUR_TEAMS_SERVICE_URLS": f"{origin}/teams/",
        },
    }


async def start(world: World, host: str = "127.0.0.1", port: int = 0) -> tuple[web.AppRunner, int]:
    """Serve the world; port 0 takes a free one. Also listens on ::1 with the same port where the machine has it,
    because browsers may resolve `localhost` to either."""
    runner = web.AppRunner(build_app(world), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    taken = int(runner.addresses[0][1])
    if host == "127.0.0.1" and socket.has_ipv6:
        with suppress(OSError):
            await web.TCPSite(runner, "::1", taken).start()
    world.port = taken
    return runner, taken
