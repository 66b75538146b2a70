"""Issued tokens and what they say, and reading an access token back."""

import base64
import json
import random
import time
import uuid
from dataclasses import dataclass
from typing import Any

from sandbox.entra.keys import b64url
from sandbox.entra.state import Entra, Grant
from sandbox.entra.troubles import CHALLENGE, EXPIRED
from sandbox.people import APP_NAME, Account, account_by_oid

GRAPH_AUDIENCE = "https://graph.microsoft.com"
TOO_OLD = "Lifetime validation failed, the token is expired."
CHANGED = (
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
    "TokenIssuedBeforeRevocationTimestamp"
)
ISSUER = "https://login.microsoftonline.com/{tid}/v2.0"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an access token stands for and what it allows; `expires` in epoch seconds of real time."""

    account: Account
    scopes: frozenset[str]
    grant: str | None
    expires: float


class TokenRefusedError(ValueError):
    """An access token that Graph does not take; the text says why. With `claims` the client should ask for another one
    that fulfils them."""

    def __init__(self, words: str, claims: str | None = None) -> None:
        super().__init__(words)
        self.claims = claims


def access_token(
    entra: Entra,
    account: Account,
    scopes: tuple[str, ...],
    grant: str | None,
    seconds: int,
    *,
    takes_challenges: bool = False,
) -> str:
    """A signed access token for Graph that really expires."""
    capabilities = {"xms_cc": ["CP1"]} if takes_challenges else {}
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
            "era": entra.troubles.era(account.oid),
            **capabilities,
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
        raise TokenRefusedError(TOO_OLD)
    if claims.get("sid"):
        _check_not_ended(entra, account, claims)
    return Bearer(account, frozenset(claims["scp"].split()), claims.get("sid"), float(claims["exp"]))


def _check_not_ended(entra: Entra, account: Account, claims: dict[str, Any]) -> None:
    """Raise TokenRefusedError for a token that was ended before its time; who cannot take a challenge goes on."""
    how = entra.troubles.ended(account.oid, int(claims.get("era", 0)))
    if CHALLENGE in how and "CP1" in claims.get("xms_cc", ()):
        wanted = {"access_token": {"nbf": {"essential": True, "value": str(int(time.time()))}}}
        raise TokenRefusedError(CHANGED, base64.b64encode(json.dumps(wanted).encode()).decode())
    if EXPIRED in how:
        raise TokenRefusedError(TOO_OLD)


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


def token_answer(
    entra: Entra, account: Account, grant: Grant, nonce: str | None, *, takes_challenges: bool
) -> dict[str, Any]:
    """The body of a successful token request. It carries every scope the account has allowed the app, by short name."""
    scopes = entra.consented(account.oid)
    seconds = random.randint(3600, 5400)
    answer: dict[str, Any] = {
        "token_type": "Bearer",
        "scope": " ".join((*scopes, "profile", "openid", "email")),
        "expires_in": seconds - 1,
        "ext_expires_in": seconds - 1,
        "access_token": access_token(entra, account, scopes, grant.grant, seconds, takes_challenges=takes_challenges),
        "id_token": id_token(entra, account, nonce),
        "client_info": client_info(account),
    }
    if "offline_access" in grant.scopes:
        answer["refresh_token"] = entra.issue_refresh_token(grant)
    return answer
