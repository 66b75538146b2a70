"""Requests from Slack to the app: real HTTP, signed, three seconds to answer, traced."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from sandbox.calls import TIMED_OUT, UNREACHABLE, Answer, call
from sandbox.slack import socket
from sandbox.slack.model import Json
from sandbox.slack.signing import signed_headers
from sandbox.slack.sockets import ADDRESS
from sandbox.slack.state import Slack

FORM = "application/x-www-form-urlencoded"
SLOW = "http_timeout"  # as X-Slack-Retry-Reason says it
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


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
        failure = None if found is not None else SLOW
    except (ConnectionError, OSError):
        found, failure = None, UNREACHABLE
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
    answer = await call(url, body, headers, slack.settings.answer_seconds)
    if answer.failure == TIMED_OUT:
        answer = replace(answer, failure=SLOW)
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
