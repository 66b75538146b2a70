"""The page where an administrator allows the app for everybody of the organisation, and the tenants' switches for it.

https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from sandbox.entra import pages
from sandbox.entra import scopes as names
from sandbox.journal import ACCOUNT
from sandbox.people import ACCOUNTS, CONTOSO_TENANT, Account, account_of

if TYPE_CHECKING:
    from sandbox.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ADMINISTRATORS = frozenset({"emil@contoso.com"})
"""Who may approve for everybody, and is always asked for their own consent."""
SHARED = frozenset({"common", "organizations"})
DENIED = "AADSTS65004: The resource owner or authorization server denied the request."
NO_ADMIN = (
    "This operation can only be performed by an administrator. Sign out and sign in as an administrator or contact one "
    "of your organization's administrators."
)


async def admin_consent(request: web.Request, world: "World") -> web.StreamResponse:
    """GET shows the account picker; POST to the same address carries the account and the decision."""
    query, entra = request.query, world.entra
    redirect_uri = query.get("redirect_uri", "")
    if query.get("client_id") != entra.client_id:
        words = f"Application with identifier '{query.get('client_id', '')}' was not found in the directory."
        return pages.error_page(700016, words)
    if redirect_uri not in entra.redirect_uris:
        words = f"The redirect URI '{redirect_uri}' specified in the request is none of the configured ones."
        return pages.error_page(50011, words)
    wanted = _wanted(query.get("scope"), by_name="/v2.0/" in request.path)
    if isinstance(wanted, web.Response):
        return wanted
    form = {key: str(value) for key, value in (await request.post()).items()} if request.method == "POST" else {}
    account = account_of(form.get("account", ""))
    if form.get("decision") == "cancel":
        return _back(redirect_uri, {"error": "access_denied", "error_description": DENIED}, query.get("state"))
    if account is None:
        return pages.account_page(_candidates(request.match_info["tenant"]), None)
    request[ACCOUNT] = account.address
    if account not in _candidates(request.match_info["tenant"]):
        words = f"User account '{account.address}' does not exist in this tenant and cannot access the application."
        return pages.error_page(50020, words)
    if account.address not in ADMINISTRATORS:
        return pages.error_page(90093, NO_ADMIN)
    if form.get("decision") != "accept":
        return pages.consent_page(account, wanted, offline=False, for_all=True)
    entra.consent_for_all(account.tid, wanted)
    told = {"admin_consent": "True", "tenant": account.tid, "scope": " ".join(wanted)}
    return _back(redirect_uri, told, query.get("state"))


def needs_approval(world: "World", account: Account, missing: list[str]) -> bool:
    """Whether the account's organisation lets only administrators allow what is missing."""
    closed = account.tid in world.entra.closed_tenants
    return bool(missing) and closed and account.address not in ADMINISTRATORS


class ConsentSwitches:
    """The admin API: whether people may consent for themselves, and what was approved for everybody."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def table(self) -> list[tuple[str, str, Handler]]:
        """Method, path and handler of each."""
        return [("GET", "/admin/entra/consent", self.read), ("POST", "/admin/entra/consent", self.set)]

    async def read(self, _request: web.Request) -> web.StreamResponse:
        entra = self._world.entra
        shown: dict[str, Any] = {"closed_tenants": entra.closed_tenants, "approved": entra.tenant_consents}
        return web.json_response({**shown, "administrators": sorted(ADMINISTRATORS)})

    async def set(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        tenant = str(body.get("tenant", CONTOSO_TENANT)).casefold()
        if tenant not in {account.tid for account in ACCOUNTS if not account.personal}:
            raise ValueError(f"there is no organisation {tenant}")
        self._world.entra.close_tenant(tenant, closed=not body.get("user_consent", True))
        if body.get("withdraw"):
            self._world.entra.withdraw(tenant)
        return await self.read(request)


def _wanted(scope: str | None, *, by_name: bool) -> tuple[str, ...] | web.Response:
    """The scopes asked for, in short names; the first version of the endpoint asks for all that are registered."""
    if not by_name:
        return tuple(names.SCOPES)
    if not scope:
        return pages.error_page(900144, "The request must contain the following parameter: 'scope'.")
    asked = names.short_names(scope)
    if ".default" in asked or any(name.endswith("/.default") for name in asked):
        return tuple(names.SCOPES)
    wanted = names.resource_scopes(asked)
    if unknown := [name for name in wanted if name not in names.SCOPES]:
        return pages.error_page(650053, f"The application asked for scope '{unknown[0]}' that doesn't exist.")
    return wanted


def _candidates(tenant: str) -> list[Account]:
    found = [account for account in ACCOUNTS if not account.personal]
    if tenant.casefold() in SHARED:
        return found
    return [account for account in found if tenant.casefold() in (account.tid, account.address.rpartition("@")[2])]


def _back(redirect_uri: str, values: dict[str, str], state: str | None) -> web.StreamResponse:
    if state is not None:
        values = {**values, "state": state}
    mark = "&" if "?" in redirect_uri else "?"
    headers = {"Location": f"{redirect_uri}{mark}{urlencode(values)}", "Cache-Control": "no-store"}
    return web.Response(status=302, headers=headers)
