"""Requests from Slack to the app: real HTTP, signed, three seconds to answer, traced."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp

from sandbox.slack import socket
from sandbox.slack.model import Json
from sandbox.slack.signing import signed_headers
from sandbox.slack.sockets import ADDRESS
from sandbox.slack.state import Slack

FORM = "application/x-www-form-urlencoded"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered; `status` is None when it did not, and `failure` says how."""

    status: int | None
    ms: int
    text: str = ""
    content_type: str = ""
    failure: str | None = None  # "http_timeout", "connection_failed", "http_error"
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


async def post_form(slack: Slack, url: str, form: dict[str, str], *, person: str | None, note: str) -> Answer:
    """Send a slash command."""
    if url.startswith(ADDRESS):
        return await _over_socket(slack, url, {**form}, person=person, note=note)
    return await post(slack, url, urlencode(form).encode(), FORM, person=person, note=note)


async def post_payload(slack: Slack, url: str, payload: Json, *, person: str | None, note: str) -> Answer:
    """Send an interaction: a form with the one field `payload`."""
    if url.startswith(ADDRESS):
        return await _over_socket(slack, url, payload, person=person, note=note)
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return await post(slack, url, body, FORM, person=person, note=note)


async def post_json(
    slack: Slack,
    url: str,
    content: Json,
    *,
    person: str | None,
    note: str,
    extra: dict[str, str] | None = None,
    quiet: bool = False,
) -> Answer:
    """Send an event."""
    if url.startswith(ADDRESS):
        return await _over_socket(slack, url, content, person=person, note=note, extra=extra, quiet=quiet)
    body = json.dumps(content).encode()
    return await post(slack, url, body, "application/json", person=person, note=note, extra=extra, quiet=quiet)


async def _over_socket(
    slack: Slack,
    url: str,
    payload: Json,
    *,
    person: str | None,
    note: str,
    extra: dict[str, str] | None = None,
    quiet: bool = False,
) -> Answer:
    """The same as an envelope; what the acknowledgement carries is the answer."""
    began, kind = time.monotonic(), url.removeprefix(ADDRESS)
    retry = {}
    if extra:
        retry = {"retry_attempt": int(extra["X-Slack-Retry-Num"]), "retry_reason": extra["X-Slack-Retry-Reason"]}
    try:
        found = await socket.ask(slack, kind, payload, slack.settings.answer_seconds, **retry)
        failure = None if found is not None else "http_timeout"
    except (ConnectionError, OSError):
        found, failure = None, "connection_failed"
    carried = (found or {}).get("payload")
    status = None if found is None else 200
    ms = round((time.monotonic() - began) * 1000)
    answer = Answer(status, ms, json.dumps(carried) if carried else "", "application/json", failure)
    if not quiet or not answer.ok:
        told = f"Slack to the bot: {note}" + (f" ({failure})" if failure else "")
        trace = {"type": "trace", "pane": "slack", "person": person, "method": "SOCKET", "path": kind}
        slack.world.bus.publish({**trace, "status": status, "ms": ms, "note": told})
    return answer


async def post(
    slack: Slack,
    url: str,
    body: bytes,
    content_type: str,
    *,
    person: str | None,
    note: str,
    extra: dict[str, str] | None = None,
    quiet: bool = False,
) -> Answer:
    """Send these bytes signed; `person` is the key of whoever caused it, for the trace and for /last_request.

    A quiet request is traced only when it fails.
    """
    headers = {
        "Content-Type": content_type,
        "User-Agent": AGENT,
        "Accept": "*/*",
        **signed_headers(body),
        **(extra or {}),
    }
    if person is not None:
        slack.last_request[person] = {"url": url, "headers": headers, "body": body.decode(), "note": note}
    began = time.monotonic()
    answer = await _send(url, body, headers, slack.settings.answer_seconds, began)
    if quiet and answer.ok:
        return answer
    slack.world.bus.publish(
        {
            "type": "trace",
            "pane": "slack",
            "person": person,
            "method": "POST",
            "path": urlsplit(url).path,
            "status": answer.status,
            "ms": answer.ms,
            "note": f"Slack to the bot: {note}" + (f" ({answer.failure})" if answer.failure else ""),
        }
    )
    return answer


async def _send(url: str, body: bytes, headers: dict[str, str], seconds: float, began: float) -> Answer:
    def ms() -> int:
        return round((time.monotonic() - began) * 1000)

    try:
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            text = await response.text(errors="replace")
            return Answer(
                response.status,
                ms(),
                text,
                response.content_type,
                None if 200 <= response.status < 300 else "http_error",
                response.headers.get("X-Slack-No-Retry") == "1",
            )
    except TimeoutError:
        return Answer(None, ms(), failure="http_timeout")
    except (aiohttp.ClientError, OSError, ValueError):
        return Answer(None, ms(), failure="connection_failed")
