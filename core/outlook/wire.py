"""One request to Graph and its answer: no repetition, no token search."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from core.outlook.answers import Json, check, json_of
from core.outlook.http import TIMEOUT, is_loopback, tls
from core.outlook.routes import Route
from core.shared.errors import OutlookUnavailable
from core.shared.ids import new_id
from core.shared.transaction import forbid_network_in_transaction

IMMUTABLE_IDS = 'IdType="ImmutableId"'
"""Ids that survive moves inside the mailbox, asked for in every request and so the only ones we ever store.
https://learn.microsoft.com/graph/outlook-immutable-id"""


class Observer(Protocol):
    """Told of every request after its end, for logs and metrics. `template` holds no ids; status None: no answer."""

    def __call__(self, method: str, template: str, status: int | None, milliseconds: int) -> None: ...


def unobserved(method: str, template: str, status: int | None, milliseconds: int) -> None:
    """The observer of nobody."""


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """What to send. `reads`: it changes nothing, so it may be repeated. `answers`: a JSON object must come back.

    `url` is a whole address (a nextLink) and replaces the route's path and `params`.
    """

    method: str
    route: Route
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    prefer: tuple[str, ...] = ()
    reads: bool = False
    answers: bool = True
    url: str | None = None


class GraphWire:
    """The HTTP connection pool to Graph."""

    def __init__(
        self, graph_url: str, *, client: httpx.AsyncClient | None = None, observer: Observer = unobserved
    ) -> None:
        self._base = graph_url.rstrip("/")
        self._client = client or httpx.AsyncClient(timeout=TIMEOUT, verify=tls(), trust_env=not is_loopback(graph_url))
        self._observer = observer

    async def send(self, token: str, request: GraphRequest) -> Json:
        """The answer's object, {} when none is expected. Raises TokenRefused, and what `check` and `json_of` raise."""
        forbid_network_in_transaction()
        response = await self._exchange(token, request)
        check(response, reads=request.reads)
        return json_of(response) if request.answers else {}

    def is_ours(self, link: object) -> bool:
        """True if a link of an answer stays below Graph's base address, so that the token may go there."""
        try:
            target, base = httpx.URL(str(link)), httpx.URL(self._base)
        except httpx.InvalidURL:
            return False
        same_origin = (target.scheme, target.host, target.port) == (base.scheme, base.host, base.port)
        return same_origin and target.path.startswith(base.path.rstrip("/") + "/")

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _exchange(self, token: str, request: GraphRequest) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Prefer": ", ".join((IMMUTABLE_IDS, *request.prefer)),
            "client-request-id": new_id(),
            "return-client-request-id": "true",
        }
        began, status = time.perf_counter(), None
        try:
            response = await self._client.request(
                request.method,
                request.url or self._base + request.route.path,
                params=request.params or None,  # an empty mapping would erase the query of a nextLink
                json=request.body,
                headers=headers,
            )
            status = response.status_code
        except httpx.RequestError as error:
            raise OutlookUnavailable from error
        else:
            return response
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000)
            self._observer(request.method, request.route.template, status, milliseconds)
