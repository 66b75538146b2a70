"""Activities on their way to the bot: real HTTP, signed, a few seconds to answer, traced."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.teams.model import Json
from sandbox.teams.state import Teams
from sandbox.teams.tokens import activity_token

AGENT = "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"
NO_ENDPOINT = "no_endpoint"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered; `status` is None when it did not, and `failure` says how."""

    status: int | None
    ms: int
    text: str = ""
    failure: str | None = None  # "timeout", "connection_failed", "http_error", "no_endpoint"

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


async def deliver(teams: Teams, activity: Json, *, person: str | None, note: str) -> Answer:
    """Send an activity to the bot's endpoint; `person` is the key of whoever caused it, for the trace."""
    if teams.endpoint is None:
        return Answer(None, 0, failure=NO_ENDPOINT)
    headers = {
        "Authorization": f"Bearer {activity_token(teams)}",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
    }
    if person is not None:
        teams.last_request[person] = {"url": teams.endpoint, "headers": headers, "activity": activity, "note": note}
    seconds = teams.settings.invoke_seconds if activity["type"] == "invoke" else teams.settings.message_seconds
    answer = await _send(teams.endpoint, json.dumps(activity).encode(), headers, seconds)
    teams.record(
        {
            "person": person,
            "method": "POST",
            "path": urlsplit(teams.endpoint).path,
            "status": answer.status,
            "ms": answer.ms,
            "note": f"Teams to the bot: {note}" + (f" ({answer.failure})" if answer.failure else ""),
        }
    )
    return answer


async def _send(url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
    began = time.monotonic()

    def ms() -> int:
        return round((time.monotonic() - began) * 1000)

    try:
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            text = await response.text(errors="replace")
            return Answer(response.status, ms(), text, None if 200 <= response.status < 300 else "http_error")
    except TimeoutError:
        return Answer(None, ms(), failure="timeout")
    except (aiohttp.ClientError, OSError, ValueError):
        return Answer(None, ms(), failure="connection_failed")
