"""One HTTP client for everything we ask of Microsoft: timeouts, no redirects, no proxy from the environment."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from core.shared.errors import ChatUnavailable

TIMEOUT_SECONDS = 10.0
ANSWER_MOST_BYTES = 1024 * 1024

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer. `body` is empty when there was no JSON object."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def retry_after(self) -> float | None:
        try:
            return float(self.headers["retry-after"])
        except (KeyError, ValueError):
            return None


class Http:
    """The session is opened by the first call and closed by `close`."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def ask(
        self, method: str, url: str, *, content: Json | None = None, form: Json | None = None, bearer: str | None = None
    ) -> Answer:
        """Raises ChatUnavailable when there is no complete answer."""
        headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
        data: Any = form
        if content is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            data = encoded(content)
        try:
            async with self._open().request(method, url, data=data, headers=headers, allow_redirects=False) as response:
                raw = await response.content.read(ANSWER_MOST_BYTES)
                found = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status, _object(raw), found)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise ChatUnavailable from error

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        return self._session


def encoded(content: Json) -> bytes:
    """JSON as it is sent, and as its size is counted."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def _object(raw: bytes) -> Json:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
