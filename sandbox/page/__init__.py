"""The page of the sandbox: Slack, Teams and an Outlook week side by side, for whichever two people one wants to be.

The browser does everything through the addresses a real client has: the person endpoints of the local Slack and Teams,
and Graph with a token of its own from the admin API. This package only serves files and tells who there is.
"""

from aiohttp import web

from sandbox.page import assets
from sandbox.page.config import config
from sandbox.page.live import live
from sandbox.world import World


def routes(world: World) -> list[web.AbstractRouteDef]:
    """What the page answers: itself, its files, the listed npm files, and its configuration."""
    return [
        web.get("/", assets.index),
        web.get("/page/static/{path:.+}", assets.static),
        web.get("/page/vendor/{name}", assets.vendor),
        web.get("/page/api/config", config(world)),
        web.get("/page/api/live", live(world)),
    ]
