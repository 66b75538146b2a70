"""Tokens in both directions: the one that proves an activity, and ours for the Connector."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import jwt

from adapters.teams.http import Http
from adapters.teams.keys import SigningKeys
from core.shared.errors import ChatUnavailable, OperatorNeeded

CHANNEL = "msteams"
SKEW_SECONDS = 300
EARLY_SECONDS = 300
SCOPE = "https://api.botframework.com/.default"


class Forged(Exception):
    """The activity is not proved to come from Teams for us; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a good token proves: who may have signed it, and where it came from."""

    service_url: str
    endorsements: frozenset[str]

    def check(self, channel: str, service_url: str) -> None:
        """Raises Forged for an activity that the token does not cover."""
        if channel != CHANNEL or channel not in self.endorsements:
            raise Forged("the key is not endorsed for this channel")
        if not service_url or service_url != self.service_url:
            raise Forged("another service address")


@dataclass(frozen=True, slots=True)
class ActivityTokens:
    """Checks the bearer token of an activity, without blocking."""

    keys: SigningKeys
    app_id: str
    issuer: str

    async def proof(self, authorization: str) -> Proof:
        """Raises Forged; ChatUnavailable when the keys can't be read."""
        kind, _, token = authorization.partition(" ")
        if kind.casefold() != "bearer" or not token:
            raise Forged("no bearer token")
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.get(key_id) if isinstance(key_id, str) else None
            if key is None:
                raise Forged("unknown key")
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self.app_id,
                issuer=self.issuer,
                leeway=SKEW_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise Forged(type(error).__name__) from error
        return Proof(str(claims.get("serviceurl") or ""), key.endorsements)


@dataclass(slots=True)
class BotTokens:
    """Our own token, by client credentials; kept until shortly before its end. In development there is none."""

    http: Http
    url: str
    app_id: str
    app_password: str = field(repr=False)
    seconds: Callable[[], float] = time.monotonic
    _token: str = field(default="", repr=False)
    _ends_at: float = 0.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self) -> str | None:
        """Raises OperatorNeeded when Microsoft refuses id or password, ChatUnavailable when it doesn't answer."""
        if not self.app_id:
            return None
        async with self._asking:
            if self.seconds() >= self._ends_at - EARLY_SECONDS:
                await self._ask()
            return self._token

    def forget(self, token: str | None) -> None:
        """The Connector refused this token: the next call asks for a new one."""
        if token == self._token:
            self._ends_at = 0.0

    async def _ask(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.app_id,
            "client_secret": self.app_password,
            "scope": SCOPE,
        }
        answer = await self.http.ask("POST", self.url, form=form)
        if 400 <= answer.status < 500 and answer.status != 429:
            raise OperatorNeeded(f"teams_{answer.body.get('error', 'sign_in_refused')}")
        token, lives = answer.body.get("access_token"), answer.body.get("expires_in")
        if answer.status != 200 or not isinstance(token, str) or not isinstance(lives, int | float | str):
            raise ChatUnavailable(answer.retry_after)
        try:
            seconds = float(lives)
        except ValueError:
            raise ChatUnavailable from None
        self._token, self._ends_at = token, self.seconds() + seconds
