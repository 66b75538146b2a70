"""The admin API's part for the sign-in service: the app, sessions, and the ways in which tokens die."""

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.handling import Handler, sent_object
from sandbox.people import ACCOUNTS, Account, account_of

if TYPE_CHECKING:
    from sandbox.world import World


def table(world: "World") -> list[tuple[str, str, Handler]]:
    """Method, path and handler of each."""
    directory = _Directory(world)
    return [
        ("POST", "/admin/entra/app", directory.register_app),
        ("POST", "/admin/entra/revoke", directory.revoke),
        ("GET", "/admin/entra/trouble", directory.read),
        ("POST", "/admin/entra/trouble", directory.plant),
        ("DELETE", "/admin/entra/trouble", directory.repair),
        ("POST", "/admin/entra/access", directory.end_access),
        ("GET", "/admin/grants", directory.grants),
    ]


class _Directory:
    """The handlers over one world."""

    def __init__(self, world: "World") -> None:
        self._entra = world.entra

    async def register_app(self, request: web.Request) -> web.StreamResponse:
        uris = (await sent_object(request))["redirect_uris"]
        if not isinstance(uris, list) or not all(isinstance(uri, str) for uri in uris):
            raise TypeError("redirect_uris is a list of addresses")
        self._entra.redirect_uris = list(uris)
        return web.json_response({"client_id": self._entra.client_id, "redirect_uris": uris})

    async def revoke(self, request: web.Request) -> web.StreamResponse:
        (account,) = _meant((await sent_object(request))["account"])
        return web.json_response({"revoked": self._entra.revoke(account.oid)})

    async def read(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(self._entra.troubles.listing())

    async def plant(self, request: web.Request) -> web.StreamResponse:
        """Refuse the refreshes of an account (or everybody's) with `code`; with `access` its access tokens end too."""
        body = await sent_object(request)
        for account in _meant(body.get("account")):
            self._entra.refuse_from_now(int(body["code"]), account.oid)
            if body.get("access"):
                self._entra.troubles.end_access(account.oid, "expired")
        return await self.read(request)

    async def repair(self, request: web.Request) -> web.StreamResponse:
        for account in _meant(request.query.get("account")):
            self._entra.troubles.repair(account.oid, self._entra.grants_of(account.oid))
        return await self.read(request)

    async def end_access(self, request: web.Request) -> web.StreamResponse:
        """The access tokens given out so far end: `how` is "expired", or "challenge" for those who can answer one."""
        body = await sent_object(request)
        for account in _meant(body.get("account")):
            self._entra.troubles.end_access(account.oid, str(body.get("how", "expired")))
        return await self.read(request)

    async def grants(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"grants": self._entra.live_grants(request.query.get("account"))})


def _meant(address: str | None) -> list[Account]:
    """The account with this address, or all for None; raises ValueError when nobody has it."""
    if address is None:
        return list(ACCOUNTS)
    account = account_of(address)
    if account is None:
        raise ValueError(f"nobody has the account {address}")
    return [account]
