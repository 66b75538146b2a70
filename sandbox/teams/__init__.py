"""A local Microsoft Teams: Bot Framework sign-in, the Connector's REST API, Adaptive Cards, and the hands of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.teams import admin, connector, framework, hands
from sandbox.teams.state import Teams

if TYPE_CHECKING:
    from sandbox.world import World


def routes(world: World) -> list[web.AbstractRouteDef]:
    """Make Teams a part of the world and serve it."""
    teams = Teams(world)
    world.register("teams", teams)
    return [*framework.routes(teams), *connector.routes(teams), *hands.routes(teams), *admin.routes(teams)]
