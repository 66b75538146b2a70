"""One POST from a stand-in to the bot: real HTTP, a few seconds to answer, no redirects followed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

Json = dict[str, Any]
TIMED_OUT, UNREACHABLE, HTTP_ERROR = "timeout", "connection_failed", "http_error"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered; `status` is None when it did not, and `failure` says how. `no_retry`: Slack shall not
    send this again."""

    status: int | None
    ms: int
    text: str = ""
    content_type: str = ""
    failure: str | None = None
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.failure is None

    def json(self) -> Json | None:
        """The answer as an object; None when it is none."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def report(self) -> Json:
        """What the person's hands tell about it."""
        body: Any = self.json()
        return {"ok": self.ok, "status": self.status, "ms": self.ms, "body": self.text if body is None else body}


async def call(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    """POST to exactly this address; whatever comes of it is an answer."""
    began = time.monotonic()

    def ms() -> int:
        return round((time.monotonic() - began) * 1000)

    try:
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(URL(url, encoded=True), data=body, headers=headers, allow_redirects=False) as response,
        ):
            text = await response.text(errors="replace")
            failure = None if 200 <= response.status < 300 else HTTP_ERROR
            no_retry = response.headers.get("X-Slack-No-Retry") == "1"
            return Answer(response.status, ms(), text, response.content_type, failure, no_retry)
    except TimeoutError:
        return Answer(None, ms(), failure=TIMED_OUT)
    except (aiohttp.ClientError, OSError, ValueError):
        return Answer(None, ms(), failure=UNREACHABLE)
