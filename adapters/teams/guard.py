"""In front of everything: size, token and shape of an activity, before anything else looks at it."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.edge.body import limited
from adapters.edge.log import Log
from adapters.teams.addresses import ServiceAddresses
from adapters.teams.http import Json
from adapters.teams.parse import payloads
from adapters.teams.parse.payloads import Activity, Malformed
from adapters.teams.routes import Routes
from adapters.teams.tenants import Refusing, Tenants
from adapters.teams.tokens import ActivityTokens, Forged, Proof
from core.shared.errors import ChatUnavailable

BODY_MOST_BYTES = 256 * 1024

Run = Callable[[Activity], Awaitable[tuple[int, Json | None]]]


class Guard:
    """Lets only well-formed activities through that Teams signed for us; other tenants' are refused kindly.

    `tokens` None: development, where nobody signs (the settings allow it on loopback only).
    """

    def __init__(
        self,
        *,
        tokens: ActivityTokens | None,
        addresses: ServiceAddresses,
        tenants: Tenants,
        routes: Routes,
        refusing: Refusing,
        run: Run,
        log: Log,
    ) -> None:
        self._tokens = tokens
        self._addresses = addresses
        self._tenants = tenants
        self._routes = routes
        self._refusing = refusing
        self._run = run
        self._log = log

    async def handle(self, request: web.Request) -> web.Response:
        try:
            proof = await self._tokens.proof(request.headers.get("Authorization", "")) if self._tokens else None
            body = await limited(request, BODY_MOST_BYTES)
            if body is None:
                return self._refused(413, "body too large")
            if request.content_type != "application/json":
                return self._refused(415, "expected application/json")
            found = payloads.activity(body)
            self._check(found, proof)
        except Forged as forged:
            return self._refused(401, str(forged))
        except Malformed as wrong:
            return self._refused(400, str(wrong))
        except ChatUnavailable:
            return self._refused(503, "the keys can't be read")
        admitted = await self._tenants.admit(found, self._routes)
        status, answer = await self._run(found) if admitted else (200, self._refusing.answer(found))
        return web.Response(status=status) if answer is None else web.json_response(answer, status=status)

    def _check(self, found: Activity, proof: Proof | None) -> None:
        """Raises Forged."""
        if proof is not None:
            proof.check(found.channel_id, found.service_url)
        if not self._addresses.allows(found.service_url):
            raise Forged("a service address that is not allowed")
        if self._tenants.own and len(found.tenants) != 1:
            raise Forged("no tenant, or several")

    def _refused(self, status: int, reason: str) -> web.Response:
        self._log.warning("teams.request_refused", status=status, reason=reason)
        return web.json_response({"error": reason}, status=status)
