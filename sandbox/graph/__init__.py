"""Microsoft Graph v1.0, the calendar part."""

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.graph.answering import answer, bearer_of, refusal
from sandbox.graph.batch import batch, is_batch
from sandbox.graph.errors import GraphError

if TYPE_CHECKING:
    from sandbox.world import World


def routes(world: "World") -> list[web.AbstractRouteDef]:
    """Everything under /v1.0."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            bearer = bearer_of(request, world)
        except GraphError as error:
            return refusal(request, world, error)
        return await (batch if is_batch(request) else answer)(request, world, bearer)

    return [web.route("*", "/v1.0/{tail:.*}", handle)]
