"""The sign-in service."""

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from sandbox.world import World


def routes(world: "World") -> list[web.AbstractRouteDef]:
    """Nothing yet."""
    return []
