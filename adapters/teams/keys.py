"""The keys that sign activities: read from the OpenID metadata, kept for a day, read again for an unknown one."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import jwt

from adapters.teams.http import Http, Json
from core.shared.errors import ChatUnavailable

KEEP_SECONDS = 24 * 3600
REFRESH_AT_MOST_EVERY_SECONDS = 60.0
"""An unknown key id is anybody's to send: so often it makes us ask."""

PAUSE_SECONDS = 3.0
"""After a failed first read nobody waits for another one so soon: requests would queue up behind it."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`endorsements`: the channels that this key may sign for."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"""

    def __init__(self, http: Http, metadata_url: str, seconds: Callable[[], float] = time.monotonic) -> None:
        self._http = http
        self._metadata_url = metadata_url
        self._seconds = seconds
        self._keys: dict[str, SigningKey] = {}
        self._read_at: float | None = None
        self._tried_at: float | None = None
        self._reading = asyncio.Lock()

    async def get(self, key_id: str) -> SigningKey | None:
        """None when there is no such key. Raises ChatUnavailable when the keys can't be read and none are kept."""
        if self._stale() or key_id not in self._keys:
            async with self._reading:
                if self._stale() or (key_id not in self._keys and self._may_try()):
                    await self._refresh()
        return self._keys.get(key_id)

    def _stale(self) -> bool:
        return self._read_at is None or self._seconds() - self._read_at > KEEP_SECONDS

    def _may_try(self) -> bool:
        return self._tried_at is None or self._seconds() - self._tried_at >= REFRESH_AT_MOST_EVERY_SECONDS

    async def _refresh(self) -> None:
        """Keeps the old keys when the new ones can't be read: they stay right for much longer than a day."""
        if self._keys and not self._may_try():
            return
        if not self._keys and self._tried_at is not None and self._seconds() - self._tried_at < PAUSE_SECONDS:
            raise ChatUnavailable
        self._tried_at = self._seconds()
        try:
            self._keys = await self._read()
        except ChatUnavailable:
            if not self._keys:
                raise
        else:
            self._read_at = self._seconds()

    async def _read(self) -> dict[str, SigningKey]:
        metadata = await self._http.ask("GET", self._metadata_url)
        url = metadata.body.get("jwks_uri")
        if metadata.status != 200 or not isinstance(url, str):
            raise ChatUnavailable
        found = await self._http.ask("GET", url)
        keys = found.body.get("keys")
        if found.status != 200 or not isinstance(keys, list):
            raise ChatUnavailable
        return {str(one["kid"]): key for one in keys if isinstance(one, dict) and (key := _key(one)) is not None}


def _key(found: Json) -> SigningKey | None:
    """None for a key that we can't use."""
    endorsements = found.get("endorsements") or []
    if "kid" not in found or found.get("kty") != "RSA" or not isinstance(endorsements, list):
        return None
    try:
        return SigningKey(jwt.PyJWK(found, algorithm="RS256"), frozenset(map(str, endorsements)))
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
