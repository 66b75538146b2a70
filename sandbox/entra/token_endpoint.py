"""The token endpoint: codes and refresh tokens against access tokens."""

import asyncio
import base64
import binascii
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiohttp import web

from sandbox.entra import scopes as names
from sandbox.entra.errors import refuse
from sandbox.entra.keys import b64url
from sandbox.entra.state import CODE_SECONDS, REFRESH_SECONDS, Code, Entra
from sandbox.entra.tokens import token_answer
from sandbox.journal import ACCOUNT, GRANT, NOTE
from sandbox.misbehaving import instead, retry_after
from sandbox.people import account_by_oid

if TYPE_CHECKING:
    from sandbox.world import World

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


async def post_token(request: web.Request, world: "World") -> web.StreamResponse:
    """POST /{tenant}/oauth2/v2.0/token."""
    form = {key: str(value) for key, value in (await request.post()).items()}
    entra = world.entra
    _mark_whose(request, entra, form)
    rule = world.faults.take("token", request.get(ACCOUNT), "POST", request.path) or {}
    if rule.get("answer") == "slow":
        await asyncio.sleep(float(rule.get("delay_seconds", 1)))
    elif rule:
        return instead(request, rule) or _planted(rule)
    if (refusal := _client_refusal(request, entra, form)) is not None:
        return refusal
    match form.get("grant_type"):
        case "authorization_code":
            return _redeem_code(request, entra, form)
        case "refresh_token":
            return _refresh(entra, form)
        case None:
            return refuse(90014, description="The request body must contain the following parameter: 'grant_type'.")
        case other:
            return refuse(70003, description=f"The app requested an unsupported grant type '{other}'.")


def _planted(rule: Mapping[str, Any]) -> web.Response:
    """The refusal that a rule wants; without a word about it a revoked session, or a service in trouble where the
    status says so."""
    troubled = int(rule.get("status", 400)) in {429, 500, 502, 503, 504}
    return refuse(
        int(rule.get("code", 90033 if troubled else 50173)),
        error=rule.get("error"),
        suberror=rule.get("suberror"),
        description=rule.get("description"),
        status=rule.get("status"),
        headers=retry_after(rule),
    )


def _takes_challenges(form: Mapping[str, str]) -> bool:
    """Whether the client says that it can answer a claims challenge (its capability CP1)."""
    try:
        wanted = json.loads(form.get("claims") or "{}")
        return "CP1" in wanted["access_token"]["xms_cc"]["values"]
    except (ValueError, KeyError, TypeError):
        return False


def _mark_whose(request: web.Request, entra: Entra, form: Mapping[str, str]) -> None:
    """Tell the request log whose code or refresh token this is, before anything can refuse it."""
    code, key = entra.codes.get(form.get("code", "")), entra.refresh_tokens.get(form.get("refresh_token", ""))
    grant = entra.grants.get(key or "")
    account = account_by_oid(code.oid if code else grant.oid if grant else "")
    request[NOTE] = form.get("grant_type") or "token"
    if account:
        request[ACCOUNT] = account.address
    if grant:
        request[GRANT] = grant.grant


def _client_refusal(request: web.Request, entra: Entra, form: Mapping[str, str]) -> web.Response | None:
    client, secret = form.get("client_id"), form.get("client_secret")
    scheme, _, basic = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() == "basic":
        try:
            client, _, secret = (unquote(part) for part in base64.b64decode(basic).decode().partition(":"))
        except (binascii.Error, UnicodeDecodeError):
            return refuse(7000218)
    if client is None:
        return refuse(90014, description="The request body must contain the following parameter: 'client_id'.")
    if entra.troubles.app is not None:
        return refuse(entra.troubles.app)
    if client != entra.client_id:
        return refuse(700016, description=f"Application with identifier '{client}' was not found in the directory.")
    if secret is None:
        return refuse(7000218)
    return None if secrets.compare_digest(secret, entra.client_secret) else refuse(7000215)


def _redeem_code(request: web.Request, entra: Entra, form: Mapping[str, str]) -> web.Response:
    code = entra.codes.get(form.get("code", ""))
    if code is None:
        return refuse(70000, description="The provided value for the input parameter 'code' is not valid.")
    if code.used:
        return refuse(54005)
    if time.time() - code.issued > CODE_SECONDS:
        return refuse(70008)
    if form.get("redirect_uri") != code.redirect_uri:
        return refuse(500112)
    if not _verified(code, form.get("code_verifier")):
        return refuse(501481)
    account = account_by_oid(code.oid)
    if account is None:
        return refuse(70000)
    if (number := entra.troubles.of_sign_in(account.oid)) is not None:
        return refuse(number)
    code.used = True
    grant = entra.open_grant(code.oid, code.scopes)
    request[GRANT] = grant.grant
    answer = token_answer(entra, account, grant, code.nonce, takes_challenges=_takes_challenges(form))
    return web.json_response(answer, headers=NO_STORE)


def _verified(code: Code, verifier: str | None) -> bool:
    if code.challenge is None:
        return verifier is None
    if verifier is None or not 43 <= len(verifier) <= 128:
        return False
    return secrets.compare_digest(b64url(hashlib.sha256(verifier.encode()).digest()), code.challenge)


def _refresh(entra: Entra, form: Mapping[str, str]) -> web.Response:
    grant = entra.grants.get(entra.refresh_tokens.get(form.get("refresh_token", ""), ""))
    account = account_by_oid(grant.oid) if grant else None
    if grant is None or account is None:
        return refuse(70000, description="The provided value for the input parameter 'refresh_token' is not valid.")
    if (number := entra.troubles.of_grant(grant.grant, grant.oid)) is not None:
        return refuse(number)
    if not grant.live:
        return refuse(50173)
    if time.time() - grant.last_used > REFRESH_SECONDS:
        return refuse(700082)
    asked = names.resource_scopes(names.short_names(form.get("scope", "")))
    if unknown := [name for name in asked if name not in names.SCOPES and name != ".default"]:
        return refuse(
            70011, description=f"The provided value for the input parameter 'scope' is not valid: {unknown[0]}."
        )
    allowed = entra.consented(account.oid)
    if not allowed or any(name not in allowed for name in asked if name != ".default"):
        return refuse(65001)
    grant.last_used = time.time()
    answer = token_answer(entra, account, grant, None, takes_challenges=_takes_challenges(form))
    return web.json_response(answer, headers=NO_STORE)
