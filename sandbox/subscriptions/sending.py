"""One POST to the bot: a notification, or the question whether an address is there."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import aiohttp
from yarl import URL

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 when nothing did within the time, `text` then says why."""

    status: int
    text: str
    content_type: str
    ms: int

    @property
    def accepted(self) -> bool:
        """Whether a notification counts as delivered."""
        return 200 <= self.status < 300


async def send(url: str, seconds: float, *, json: Json | None = None) -> Answer:
    """POST to exactly this address, without following redirects; without `json` the body is empty text."""
    began = time.monotonic()
    headers = {} if json is not None else {"Content-Type": "text/plain; charset=utf-8"}

    def answer(status: int, text: str, content_type: str = "") -> Answer:
        return Answer(status, text, content_type, round((time.monotonic() - began) * 1000))

    try:
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(URL(url, encoded=True), json=json, headers=headers, allow_redirects=False) as response,
        ):
            return answer(response.status, await response.text(errors="replace"), response.content_type)
    except TimeoutError:
        return answer(0, "timed out")
    except (aiohttp.ClientError, OSError, ValueError):
        return answer(0, "could not be reached")


async def validate(url: str, request_id: str, seconds: float) -> str | None:
    """Ask an address to send a token back in plain text; gives the reason when it does not."""
    token = f"Validation: Testing client application reachability for subscription Request-Id: {request_id}+0"
    answer = await send(f"{url}{'&' if '?' in url else '?'}validationToken={quote_plus(token)}", seconds)
    if answer.status == 0 and answer.text == "timed out":
        return "Subscription validation request timed out."
    if answer.status != 200:
        return (
            "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation "
            f"request. It answered {answer.status or 'nothing: it ' + answer.text}."
        )
    if answer.content_type != "text/plain" or answer.text != token:
        return (
            "Subscription validation request failed. Response must exactly match validationToken query parameter, as "
            f"text/plain. It came as {answer.content_type or 'no type'} and "
            f"{'matched' if answer.text == token else 'did not match'}."
        )
    return None
