"""Issued tokens and what they say, and reading an access token back."""

import json
import random
import time
import uuid
from dataclasses import dataclass
from typing import Any

from sandbox.entra.keys import b64url
from sandbox.entra.state import Entra, Grant
from sandbox.people import APP_NAME, Account, account_by_oid

GRAPH_AUDIENCE = "https://graph.microsoft.com"
ISSUER = "https://login.microsoftonline.com/{tid}/v2.0"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an access token stands for and what it allows."""

    account: Account
    scopes: frozenset[str]
    grant: str | None


class TokenRefusedError(ValueError):
    """An access token that Graph does not take; the text says why."""


def access_token(entra: Entra, account: Account, scopes: tuple[str, ...], grant: str | None, seconds: int) -> str:
    """A signed access token for Graph that really expires."""
    now = int(time.time())
    return entra.key.sign(
        {
            "aud": GRAPH_AUDIENCE,
            "iss": f"https://sts.windows.net/{account.tid}/",
            "iat": now,
            "nbf": now,
            "exp": now + seconds,
            "app_displayname": APP_NAME,
            "appid": entra.client_id,
            "oid": account.oid,
            "tid": account.tid,
            "scp": " ".join(scopes),
            "sid": grant,
            "upn": account.address,
            "uti": uuid.uuid4().hex[:22],
            "ver": "1.0",
        }
    )


def read_access_token(entra: Entra, token: str) -> Bearer:
    """Whose token it is; raises TokenRefusedError with the service's words for a malformed, foreign or expired one."""
    if not token:
        raise TokenRefusedError("Access token is empty.")
    if token.count(".") != 2:
        raise TokenRefusedError(
            "IDX14100: JWT is not well formed, there are no dots (.)."
            if "." not in token
            else "CompactToken parsing failed with error code: 80049217"
        )
    try:
        claims = entra.key.claims(token)
    except ValueError as error:
        raise TokenRefusedError("Access token validation failure. Invalid signature.") from error
    account = account_by_oid(str(claims.get("oid")))
    if claims.get("aud") != GRAPH_AUDIENCE or account is None:
        raise TokenRefusedError("Access token validation failure. Invalid audience.")
    if claims["exp"] <= time.time():
        raise TokenRefusedError("Lifetime validation failed, the token is expired.")
    return Bearer(account, frozenset(claims["scp"].split()), claims.get("sid"))


def id_token(entra: Entra, account: Account, nonce: str | None) -> str:
    """The signed proof of who signed in; the nonce of the request comes back verbatim."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "ver": "2.0",
        "iss": ISSUER.format(tid=account.tid),
        "aud": entra.client_id,
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
        "sub": b64url(f"{account.oid}/{entra.client_id}".encode())[:43],
        "oid": account.oid,
        "tid": account.tid,
        "name": account.name,
        "preferred_username": account.address,
        "email": account.address,
    }
    return entra.key.sign(claims | ({"nonce": nonce} if nonce else {}))


def client_info(account: Account) -> str:
    """The account's identity as clients keep it."""
    return b64url(json.dumps({"uid": account.oid, "utid": account.tid}).encode())


def token_answer(entra: Entra, account: Account, grant: Grant, nonce: str | None) -> dict[str, Any]:
    """The body of a successful token request. It carries every scope the account has allowed the app, by short name."""
    scopes = entra.consented(account.oid)
    seconds = random.randint(3600, 5400)
    answer: dict[str, Any] = {
        "token_type": "Bearer",
        "scope": " ".join((*scopes, "profile", "openid", "email")),
        "expires_in": seconds - 1,
        "ext_expires_in": seconds - 1,
        "access_token": access_token(entra, account, scopes, grant.grant, seconds),
        "id_token": id_token(entra, account, nonce),
        "client_info": client_info(account),
    }
    if "offline_access" in grant.scopes:
        answer["refresh_token"] = entra.issue_refresh_token(grant)
    return answer
