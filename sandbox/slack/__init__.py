"""A local Slack workspace: the Web API, the requests Slack sends to an app, and the hands of five people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.slack import admin, api, hands, hooks, oauth, socket
from sandbox.slack.state import Slack

if TYPE_CHECKING:
    from sandbox.world import World


def routes(world: World) -> list[web.AbstractRouteDef]:
    """Make the workspace a part of the world and serve it."""
    slack = Slack(world)
    world.slack = slack
    world.register("slack", slack)
    parts = (api, hooks, oauth, socket, hands, admin)
    return [route for part in parts for route in part.routes(slack)]
