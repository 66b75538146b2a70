"""The client of Microsoft Graph v1.0: tokens, lanes per mailbox, repetitions, pages."""

import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from core.connection.model import ConnectionId
from core.outlook.answers import Json, TokenRefused
from core.outlook.breaker import Breakers, TenantOf, TenantPaused, each_alone
from core.outlook.retry import Lane, Persistence
from core.outlook.routes import Route
from core.outlook.wire import GraphRequest, GraphWire
from core.shared.clock import Clock
from core.shared.errors import OutlookUnavailable, ReconnectNeeded
from core.shared.transaction import forbid_network_in_transaction

PATIENCE_SECONDS = 10.0
PAGES_AT_MOST = 1000


class Tokens(Protocol):
    """Where access tokens come from."""

    async def token(self, connection: ConnectionId, *, rejected: str | None = None) -> str:
        """An access token; never the one Graph has just `rejected`. Raises NotConnected, ReconnectNeeded,
        OperatorNeeded, OutlookUnavailable."""


@dataclass(frozen=True, slots=True)
class WholePages:
    """The items of all pages, in Graph's order, and the deltaLink at their end."""

    items: list[Json]
    link: str | None


class GraphClient:
    """Requests on behalf of connections. Every method raises the errors of core.shared.errors.

    A request that reads is repeated after 429, 5xx, silence and answers that are not JSON, as long as an attempt can
    begin within `patience_seconds` of the first and the mailbox's budget lasts; a request that writes is sent once.
    While the breaker of the account's tenant is open nothing is sent. A 401 is answered by one new token and one
    repetition, for writes too, because a refused token means that nothing was done.
    """

    def __init__(
        self,
        wire: GraphWire,
        tokens: Tokens,
        clock: Clock,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        jitter: Callable[[], float] = random.random,
        tenant_of: TenantOf = each_alone,
    ) -> None:
        self._wire = wire
        self._tokens = tokens
        self._clock = clock
        self._patience_seconds = patience_seconds
        self._jitter = jitter
        self._lanes: defaultdict[ConnectionId, Lane] = defaultdict(lambda: Lane(clock))
        self.breakers = Breakers(clock, tenant_of)

    async def get(self, connection: ConnectionId, where: Route, params: Mapping[str, str] | None = None) -> Json:
        return await self._call(connection, GraphRequest("GET", where, params or {}, reads=True))

    async def ask(self, connection: ConnectionId, where: Route, body: Mapping[str, object]) -> Json:
        """POSTs a question that changes nothing, so it is repeated like a GET."""
        return await self._call(connection, GraphRequest("POST", where, body=body, reads=True))

    async def post(self, connection: ConnectionId, where: Route, body: Mapping[str, object]) -> Json:
        """Creates; the answer is what was created."""
        return await self._call(connection, GraphRequest("POST", where, body=body))

    async def act(self, connection: ConnectionId, where: Route, body: Mapping[str, object]) -> None:
        """POSTs an action that answers nothing."""
        await self._call(connection, GraphRequest("POST", where, body=body, answers=False))

    async def patch(self, connection: ConnectionId, where: Route, body: Mapping[str, object]) -> Json:
        return await self._call(connection, GraphRequest("PATCH", where, body=body))

    async def pause(self, seconds: float) -> None:
        """For refusals that pass by themselves."""
        await self._clock.sleep(seconds)

    async def delete(self, connection: ConnectionId, where: Route) -> None:
        await self._call(connection, GraphRequest("DELETE", where, answers=False))

    async def pages(self, connection: ConnectionId, where: Route, params: Mapping[str, str]) -> AsyncIterator[Json]:
        """Every item of every page, in Graph's order. Links are opaque and followed as they are.

        Raises OutlookUnavailable when a link leaves Graph's address or comes twice: half a list is no list.
        """
        async for page in self._each_page(connection, GraphRequest("GET", where, params, reads=True)):
            for item in page["value"]:
                yield item

    async def whole(
        self,
        connection: ConnectionId,
        where: Route,
        params: Mapping[str, str],
        *,
        url: str | None = None,
        prefer: tuple[str, ...] = (),
    ) -> WholePages:
        """All pages, from the route or from the link of an earlier round (`url`), and the link that the last page gives
        to go on later. `prefer` goes with every page."""
        if url is not None and not self._wire.is_ours(url):
            raise OutlookUnavailable
        request = GraphRequest("GET", where, params, reads=True, url=url, prefer=prefer)
        items: list[Json] = []
        link: object = None
        async for page in self._each_page(connection, request):
            items += page["value"]
            link = page.get("@odata.deltaLink")
        if link is not None and not self._wire.is_ours(link):
            raise OutlookUnavailable
        return WholePages(items, None if link is None else str(link))

    async def _each_page(self, connection: ConnectionId, request: GraphRequest) -> AsyncIterator[Json]:
        seen: set[str] = set()
        while True:
            page = await self._call(connection, request)
            if not isinstance(page.get("value"), list):
                raise OutlookUnavailable
            yield page
            link = page.get("@odata.nextLink")
            if link is None:
                return
            if not self._wire.is_ours(link) or link in seen or len(seen) >= PAGES_AT_MOST:
                raise OutlookUnavailable
            seen.add(link)
            request = replace(request, params={}, url=link)

    async def aclose(self) -> None:
        await self._wire.aclose()

    async def _call(self, connection: ConnectionId, request: GraphRequest) -> Json:
        forbid_network_in_transaction()
        lane = self._lanes[connection]
        persistence = Persistence(self._clock, self._patience_seconds, self._jitter)
        while True:
            try:
                async with lane.place():
                    await lane.open(persistence.deadline)
                    answer = await self._authorised(connection, request)
            except TenantPaused:
                raise
            except OutlookUnavailable as trouble:
                if trouble.retry_after_seconds is not None:
                    lane.quiet(trouble.retry_after_seconds)
                pause = persistence.pause_after(trouble) if request.reads else None
                if pause is None or not lane.may_repeat():
                    raise
                await self._clock.sleep(pause)
            else:
                lane.answered()
                return answer

    async def _authorised(self, connection: ConnectionId, request: GraphRequest) -> Json:
        token = await self._tokens.token(connection)
        try:
            return await self._sent(connection, token, request)
        except TokenRefused:
            token = await self._tokens.token(connection, rejected=token)
        try:
            return await self._sent(connection, token, request)
        except TokenRefused:
            raise ReconnectNeeded from None

    async def _sent(self, connection: ConnectionId, token: str, request: GraphRequest) -> Json:
        async with (await self.breakers.of(connection)).passing(connection):
            return await self._wire.send(token, request)
