"""response_url: a late answer to a command or click; 30 minutes by the sandbox clock, 5 uses."""

from __future__ import annotations

import json
import secrets
from typing import Any

from aiohttp import web

from sandbox.people import SLACK_TEAM
from sandbox.slack import messages
from sandbox.slack.blocks import message_problems
from sandbox.slack.model import Json, Message, ResponseUrl
from sandbox.slack.state import Slack

LIFETIME_SECONDS = 30 * 60
USES_MOST = 5


def issue(
    slack: Slack, kind: str, channel: str, user: str, *, ts: str | None = None, thread_ts: str | None = None
) -> str:
    """A new URL for this user in this channel; kind is "commands" or "actions", `ts` the message it may replace."""
    path = f"{kind}/{SLACK_TEAM}/{secrets.randbelow(10**13):013d}/{secrets.token_urlsafe(18)}"
    slack.response_urls[path] = ResponseUrl(path, channel, user, slack.now(), ts, thread_ts)
    return f"{slack.origin()}/slack/hooks/{path}"


def routes(slack: Slack) -> list[web.AbstractRouteDef]:
    async def used(request: web.Request) -> web.Response:
        return await _use(slack, request)

    return [web.post("/slack/hooks/{path:.+}", used)]


async def _use(slack: Slack, request: web.Request) -> web.Response:
    url = slack.response_urls.get(request.match_info["path"])
    code, status = _closed(slack, url) or await _answered(slack, url, request)
    _trace(slack, request, url, status, code)
    if status == 200:
        return web.Response(text="ok")
    return web.json_response({"ok": False, "error": code}, status=status)


def _closed(slack: Slack, url: ResponseUrl | None) -> tuple[str, int] | None:
    """Why this URL takes nothing any more; None while it does."""
    if url is None:
        return "no_service", 404
    if slack.now() - url.issued > LIFETIME_SECONDS:
        return "expired_url", 404
    return ("used_url", 404) if url.uses >= USES_MOST else None


async def _answered(slack: Slack, url: ResponseUrl | None, request: web.Request) -> tuple[str, int]:
    """Do what was posted; only what could be shown counts as a use."""
    content = await _content(request)
    if url is None or content is None:
        return "invalid_payload", 400
    problem = refusal(content)
    if problem:
        return problem, 400
    url.uses += 1
    return apply(slack, url, content)


async def _content(request: web.Request) -> Json | None:
    """The posted object, from JSON or from a form's `payload`; None when it is neither."""
    raw: Any = await request.text()
    if request.content_type == "application/x-www-form-urlencoded":
        raw = (await request.post()).get("payload", "")
    try:
        found = json.loads(raw)
    except (ValueError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def refusal(content: Json) -> str | None:
    """Why this is no message; None when it can be shown. Deleting needs no text."""
    if is_true(content.get("delete_original")):
        return None
    if content.get("blocks") and message_problems(content["blocks"]):
        return "invalid_blocks"
    if not content.get("text") and not content.get("blocks") and not content.get("attachments"):
        return "no_text"
    return None


def is_true(value: Any) -> bool:
    """Slack takes true and "true"."""
    return value is True or value == "true"


def apply(slack: Slack, url: ResponseUrl, content: Json) -> tuple[str, int]:
    """Replace, delete or post; what cannot be replaced any more is posted instead."""
    original = slack.message(url.channel, url.ts) if url.ts else None
    if is_true(content.get("delete_original")):
        if original is None:
            return "message_not_found", 404
        messages.remove(slack, original)
        return "ok", 200
    if is_true(content.get("replace_original")) and original is not None:
        messages.edit(slack, original, content.get("text") or "", content.get("blocks") or [])
        return "ok", 200
    message = post_answer(slack, url, content)
    if url.ts is None:
        url.ts = message.ts
    return "ok", 200


def post_answer(slack: Slack, url: ResponseUrl, content: Json) -> Message:
    """Show an answer where the command or click was; ephemeral unless it says in_channel."""
    return messages.post_by_bot(
        slack,
        slack.channels[url.channel],
        content.get("text") or "",
        content.get("blocks") or [],
        attachments=content.get("attachments") or [],
        only_for=None if content.get("response_type") == "in_channel" else url.user,
        thread_ts=content.get("thread_ts") or url.thread_ts,
    )


def _trace(slack: Slack, request: web.Request, url: ResponseUrl | None, status: int, code: str) -> None:
    person = slack.person_by_id(url.user) if url else None
    slack.world.bus.publish(
        {
            "type": "trace",
            "pane": "slack",
            "person": person.key if person else None,
            "method": request.method,
            "path": "/slack/hooks/…",
            "status": status,
            "ms": 0,
            "note": f"the bot to Slack: response_url ({code if url is None else f'use {url.uses} of 5, {code}'})",
        }
    )
