"""The authorize endpoint: checks the app's request, shows the pages, sends the person back with a code or an error."""

import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from sandbox.entra import pages
from sandbox.entra import scopes as names
from sandbox.entra.admin_consent import needs_approval
from sandbox.entra.state import Code, Entra
from sandbox.entra.tokens import client_info
from sandbox.journal import ACCOUNT
from sandbox.people import ACCOUNTS, CONTOSO_TENANT, Account, account_of

if TYPE_CHECKING:
    from sandbox.world import World

CANCELLED = "AADSTS65004: User declined to consent to access the app."


@dataclass(frozen=True, slots=True)
class Asked:
    """An app's request that may be answered to its redirect address."""

    redirect_uri: str
    state: str | None
    nonce: str | None
    scopes: tuple[str, ...]
    challenge: str | None
    prompt: str | None
    hint: Account | None
    response_mode: str
    wants_client_info: bool

    @property
    def resource_scopes(self) -> tuple[str, ...]:
        """The scopes that need consent."""
        return names.resource_scopes(self.scopes)


class RefusedError(Exception):
    """The request cannot go on; `answer` is what the browser gets."""

    def __init__(self, answer: web.StreamResponse) -> None:
        super().__init__("refused")
        self.answer = answer


async def authorize(request: web.Request, world: "World") -> web.StreamResponse:
    """GET shows the account picker; POST to the same address carries the account and the decision."""
    try:
        asked = _check(request, world.entra)
        form = {key: str(value) for key, value in (await request.post()).items()} if request.method == "POST" else {}
        return _answer(request, world, asked, form)
    except RefusedError as refused:
        return refused.answer


def _answer(request: web.Request, world: "World", asked: Asked, form: dict[str, str]) -> web.StreamResponse:
    accounts = [account for account in ACCOUNTS if _may_use(account, request.match_info["tenant"])]
    account = account_of(form.get("account", ""))
    if account:
        request[ACCOUNT] = account.address
    if asked.prompt == "none":
        return _back(
            asked,
            {
                "error": "login_required",
                "error_description": "AADSTS50058: A silent sign-in request was sent but no user is signed in.",
            },
        )
    if form.get("decision") == "cancel":
        return _back(asked, {"error": "access_denied", "error_subcode": "cancel", "error_description": CANCELLED})
    if account is None:
        return pages.account_page(accounts, asked.hint)
    if account not in accounts:
        return pages.error_page(
            50020, f"User account '{account.address}' does not exist in this tenant and cannot access the application."
        )
    if account.personal and (work := names.WORK_ONLY.intersection(asked.scopes)):
        return _back(
            asked,
            {
                "error": "invalid_scope",
                "error_description": f"AADSTS70011: The scope {min(work)} is not valid for personal accounts.",
            },
        )
    planted = world.faults.take("authorize", account.address, request.method, request.path)
    if planted is not None and planted.get("error") == "admin_approval":
        return pages.approval_page(account)
    if planted is not None:
        error = planted.get("error", "access_denied")
        return _back(
            asked,
            {
                "error": error,
                "error_description": planted.get("description") or f"AADSTS{planted.get('code', 65004)}: {error}",
                "error_uri": f"https://login.microsoftonline.com/error?code={planted.get('code', 65004)}",
            },
        )
    allowed = world.entra.consented(account.oid)
    missing = [name for name in asked.resource_scopes if name not in allowed]
    if needs_approval(world, account, missing):
        return pages.approval_page(account)
    if form.get("decision") == "accept":
        world.entra.consent(account.oid, asked.resource_scopes)
    elif missing or asked.prompt == "consent":
        shown = asked.resource_scopes if asked.prompt == "consent" else missing
        return pages.consent_page(account, shown, offline="offline_access" in asked.scopes)
    return _with_code(world.entra, asked, account)


def _with_code(entra: Entra, asked: Asked, account: Account) -> web.StreamResponse:
    code = entra.issue_code(
        Code(account.oid, asked.redirect_uri, asked.scopes, asked.challenge, asked.nonce, time.time())
    )
    values = {"code": code}
    if asked.wants_client_info:
        values["client_info"] = client_info(account)
    return _back(asked, {**values, "session_state": str(uuid.uuid4())})


def _check(request: web.Request, entra: Entra) -> Asked:
    """The request, checked; raises RefusedError: a page when the app cannot be told, else a redirect."""
    query = request.query
    redirect_uri = query.get("redirect_uri", "")
    if query.get("client_id") != entra.client_id:
        raise RefusedError(
            pages.error_page(
                700016, f"Application with identifier '{query.get('client_id', '')}' was not found in the directory."
            )
        )
    if redirect_uri not in entra.redirect_uris:
        raise RefusedError(
            pages.error_page(
                50011,
                f"The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs "
                "configured "
                f"for the application '{entra.client_id}'. Make sure the redirect URI sent in the request "
                "matches one added "
                "to your application in the Azure portal.",
            )
        )
    scopes = names.short_names(query.get("scope", ""))
    asked = Asked(
        redirect_uri=redirect_uri,
        state=query.get("state"),
        nonce=query.get("nonce"),
        scopes=scopes,
        challenge=query.get("code_challenge"),
        prompt=query.get("prompt"),
        hint=account_of(query.get("login_hint", "")),
        response_mode=query.get("response_mode", "query"),
        wants_client_info=query.get("client_info") == "1",
    )
    if problem := _problem(query.get("response_type"), query.get("code_challenge_method"), asked):
        error, words = problem
        raise RefusedError(_back(asked, {"error": error, "error_description": words}))
    return asked


def _problem(response_type: str | None, method: str | None, asked: Asked) -> tuple[str, str] | None:
    if response_type != "code":
        return "unsupported_response_type", "AADSTS700054: response_type must be 'code' for this application."
    if asked.response_mode not in {"query", "form_post", "fragment"}:
        return "invalid_request", f"AADSTS90023: Unsupported response_mode '{asked.response_mode}'."
    if not asked.scopes:
        return "invalid_request", "AADSTS900144: The request must contain the following parameter: 'scope'."
    if unknown := [name for name in asked.resource_scopes if name not in names.SCOPES]:
        return (
            "invalid_client",
            f"AADSTS650053: The application asked for scope '{unknown[0]}' that doesn't exist on the resource.",
        )
    if asked.challenge is not None and method != "S256":
        return "invalid_request", "AADSTS90023: code_challenge_method must be 'S256'."
    return None


def _may_use(account: Account, tenant: str) -> bool:
    match tenant.casefold():
        case "common":
            return True
        case "consumers":
            return account.personal
        case "organizations" | "contoso.com":
            return not account.personal
        case other:
            return account.tid == other


def known_tenant(tenant: str) -> bool:
    """Whether there is such a tenant or shared endpoint."""
    shared = {"common", "organizations", "consumers", "contoso.com", CONTOSO_TENANT}
    return tenant.casefold() in shared | {account.tid for account in ACCOUNTS}


def _back(asked: Asked, values: dict[str, str]) -> web.StreamResponse:
    if asked.state is not None:
        values = {**values, "state": asked.state}
    if asked.response_mode == "form_post":
        return pages.posting_page(asked.redirect_uri, values)
    mark = "#" if asked.response_mode == "fragment" else "&" if "?" in asked.redirect_uri else "?"
    location = f"{asked.redirect_uri}{mark}{urlencode(values)}"
    return web.Response(status=302, headers={"Location": location, "Cache-Control": "no-store"})
