"""Interactive sign-in at Microsoft Entra: authorization code with PKCE. Implements core.connection.ports.SignIn."""

import json
import warnings
from collections.abc import Mapping
from typing import Any

import msal

from core.connection.health import Way, Why
from core.connection.model import Access, MicrosoftAccount
from core.connection.ports import SignedIn, SignInFlow, SignInRefused
from core.outlook.answers import TokenRefused
from core.outlook.entra import Entra
from core.outlook.me import read_me
from core.outlook.refusals import refusal_of
from core.outlook.settings import ENTRA_URL, OutlookSettings
from core.outlook.wire import GraphWire
from core.shared.errors import OutlookRejected, OutlookUnavailable, PermissionMissing

SIGN_IN_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
INTERACTION_SUBERRORS = frozenset({"basic_action", "additional_action", "message_only", "consent_required"})


class EntraSignIn:
    """Begins and finishes sign-ins."""

    def __init__(self, settings: OutlookSettings, entra: Entra, wire: GraphWire) -> None:
        self._settings = settings
        self._entra = entra
        self._wire = wire

    async def begin(
        self, access: Access, login_hint: str | None, claims: str | None = None, *, shared: bool = False
    ) -> SignInFlow:
        """Asks for the rights of `access`, but never for more than the settings allow."""
        client = await self._entra.client()
        flow = _authorize(
            client,
            scopes=self._settings.scopes(access, shared=shared),
            redirect_uri=self._settings.redirect_uri,
            login_hint=login_hint,
            prompt=None if login_hint else "select_account",
            claims_challenge=claims,
        )
        url = self._settings.sign_in_url.rstrip("/") + flow["auth_uri"].removeprefix(ENTRA_URL)
        return SignInFlow(url=url, state=flow["state"], flow=json.dumps(flow))

    async def finish(self, flow: str, answer: Mapping[str, str]) -> SignedIn:
        """Redeems the code and reads who signed in; nothing else is done with the tokens."""
        if "error" in answer:
            raise _refusal_of_callback(answer)
        cache = msal.SerializableTokenCache()
        client = await self._entra.client(cache)
        try:
            result = await self._entra.run(
                lambda: client.acquire_token_by_auth_code_flow(json.loads(flow), dict(answer))
            )
        except (ValueError, RuntimeError) as error:  # MSAL: the state, the nonce or the audience is not ours
            raise SignInRefused("failed") from error
        if "error" in result:
            raise self._refusal_of_token(result)
        self._entra.alarm.silence()
        account = await self._account(result)
        scopes = frozenset(result.get("scope", "").split()) - SIGN_IN_SCOPES
        return SignedIn(account=account, scopes=scopes, cache=cache.serialize())

    async def _account(self, result: Mapping[str, Any]) -> MicrosoftAccount:
        claims = result.get("id_token_claims") or {}
        if not claims.get("tid") or not claims.get("oid"):
            raise SignInRefused("failed")
        if not self._settings.tenants.allow(claims["tid"]):
            raise SignInRefused("tenant_refused")
        try:
            me = await read_me(self._wire, result["access_token"], claims["tid"])
        except (TokenRefused, PermissionMissing, OutlookRejected) as error:
            raise SignInRefused("failed") from error
        return MicrosoftAccount(
            tid=claims["tid"], oid=claims["oid"], address=me.address, name=me.name, addresses=me.addresses
        )

    def _refusal_of_token(self, result: Mapping[str, Any]) -> Exception:
        refusal = refusal_of(result)
        match refusal.way:
            case Way.ASK_ADMIN:
                return SignInRefused("admin_needed")
            case Way.RETRY:
                return OutlookUnavailable()
            case Way.OPERATOR:
                return self._entra.refused(result)
        if result["error"] == "access_denied":
            return SignInRefused("declined")
        if result["error"] == "invalid_grant" and result.get("suberror") not in INTERACTION_SUBERRORS:
            return SignInRefused("expired")  # the code is used up (54005) or too old (70008)
        return SignInRefused("failed")


def _authorize(client: msal.ConfidentialClientApplication, **asked: Any) -> dict[str, Any]:
    """MSAL's flow with the answer in the callback's query. No network: the client is built. Runs in the event loop's
    thread, because warning filters belong to the whole process.

    MSAL warns that form_post would be safer (RFC 9700 4.3.1: codes in addresses leak by Referer and history). A
    cross-site POST would come without our SameSite=Lax cookie, which is what binds the callback to this browser; the
    code is of no use without the PKCE verifier, and our pages send no Referer and no links. So the warning is filtered.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="response_mode='form_post' is recommended", category=UserWarning)
        flow: dict[str, Any] = client.initiate_auth_code_flow(response_mode="query", **asked)
    return flow


def _refusal_of_callback(answer: Mapping[str, str]) -> Exception:
    refusal = refusal_of(answer)
    if refusal.way is Way.ASK_ADMIN:
        return SignInRefused("admin_needed")
    if answer["error"] == "access_denied":
        return SignInRefused("declined")
    if refusal.why is Why.CONSENT or answer["error"] == "consent_required":
        return SignInRefused("consent_needed")
    if refusal.way is Way.RETRY:
        return OutlookUnavailable()
    return SignInRefused("failed")
