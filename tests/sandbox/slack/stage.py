"""The stage of these tests: a real sandbox, and a tiny bot of the tests' own that records what Slack sends it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.people import SLACK_BOT_TOKEN
from sandbox.server import start
from sandbox.world import World

ALL_SCOPES = [
    "app_mentions:read",
    "chat:write",
    "commands",
    "channels:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:write",
    "users:read",
    "users:read.email",
]


@dataclass(frozen=True, slots=True)
class Received:
    """One request Slack sent: raw, and read."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw.decode(), keep_blank_values=True))

    @property
    def payload(self) -> dict[str, Any]:
        """The interaction, or the event."""
        found: dict[str, Any] = json.loads(self.form["payload"] if "payload=" in self.raw.decode() else self.raw)
        return found


@dataclass(slots=True)
class TinyBot:
    """Answers everything with `answers` in turn (then 200 and nothing), and keeps what it got."""

    received: list[Received] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    delay_seconds: float = 0.0
    echoes_challenge: bool = True
    origin: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        got = Received(request.path, dict(request.headers), await request.read())
        self.received.append(got)
        if request.path == "/events" and got.payload["type"] == "url_verification" and self.echoes_challenge:
            return web.json_response({"challenge": got.payload["challenge"]})
        await asyncio.sleep(self.delay_seconds)
        return self.answers.pop(0) if self.answers else web.Response()

    def manifest(self, **changes: Any) -> dict[str, Any]:
        """A Slack manifest that points here; `scopes`, `should_escape` may be changed."""
        return {
            "display_information": {"name": "Tiny"},
            "features": {
                "app_home": {"home_tab_enabled": True},
                "bot_user": {"display_name": "tiny"},
                "shortcuts": [
                    {"name": "Find", "type": "global", "callback_id": "find"},
                    {"name": "This", "type": "message", "callback_id": "this"},
                ],
                "slash_commands": [
                    {
                        "command": "/schedule",
                        "url": f"{self.origin}/commands",
                        "description": "Plan",
                        "should_escape": changes.get("should_escape", True),
                    }
                ],
            },
            "oauth_config": {"scopes": {"bot": list(changes.get("scopes", ALL_SCOPES))}},
            "settings": {
                "event_subscriptions": {
                    "request_url": f"{self.origin}/events",
                    "bot_events": ["app_mention", "message.im", "app_home_opened", "user_change"],
                },
                "interactivity": {
                    "is_enabled": True,
                    "request_url": f"{self.origin}/actions",
                    "message_menu_options_url": f"{self.origin}/options",
                },
            },
        }


@dataclass(frozen=True, slots=True)
class Stage:
    """Sandbox, bot, and hands."""

    world: World
    bot: TinyBot
    http: aiohttp.ClientSession
    origin: str
    client: AsyncWebClient

    async def post(self, path: str, **content: Any) -> dict[str, Any]:
        """POST JSON to the sandbox and read the JSON answer, whatever its status."""
        async with self.http.post(f"{self.origin}{path}", json=content) as response:
            found: dict[str, Any] = await response.json()
            return found

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        async with self.http.get(f"{self.origin}{path}", params=query) as response:
            found: dict[str, Any] = await response.json()
            return found

    async def hand(self, action: str, **content: Any) -> dict[str, Any]:
        """Something Ada does, unless `person` says otherwise."""
        return await self.post(f"/page/api/slack/{action}", **{"person": "ada", **content})

    async def sees(self, channel: str, person: str = "ada") -> list[dict[str, Any]]:
        """The messages this person sees in a channel."""
        state = await self.get("/page/api/slack/state", person=person)
        found: list[dict[str, Any]] = state["messages"][channel]
        return found

    async def view(self, person: str = "ada") -> dict[str, Any] | None:
        found: dict[str, Any] | None = (await self.get("/page/api/slack/state", person=person))["view"]
        return found

    async def answer_url(self, url: str, **content: Any) -> tuple[int, str]:
        """Post to a response URL."""
        async with self.http.post(url, json=content) as response:
            return response.status, await response.text()

    async def command(self, text: str = "/schedule", channel: str = "D0ADA0001", person: str = "ada") -> Received:
        """Ada types a command; what the bot got."""
        await self.hand("send", channel=channel, text=text, person=person)
        return self.bot.received[-1]


@asynccontextmanager
async def stage(world: World) -> AsyncIterator[Stage]:
    """Everything started on free ports, the app installed."""
    bot = TinyBot()
    app = web.Application()
    app.router.add_post("/{path:.*}", bot.handle)
    bot_runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await bot_runner.setup()
    await web.TCPSite(bot_runner, "127.0.0.1", 0).start()
    bot.origin = f"http://127.0.0.1:{bot_runner.addresses[0][1]}"
    runner, port = await start(world)
    origin = f"http://127.0.0.1:{port}"
    client = AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=f"{origin}/slack/api/")
    async with aiohttp.ClientSession() as http:
        made = Stage(world, bot, http, origin, client)
        await made.post("/admin/slack/settings", retry_delays_seconds=[0.01, 0.01, 0.01], own_messages_as_events=False)
        installed = await made.post("/admin/slack/app", manifest=bot.manifest())
        assert installed["ok"], installed
        bot.received.clear()
        yield made
    world.slack.reset()
    await runner.cleanup()
    await bot_runner.cleanup()


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str = "go", **extra: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **extra}


def option(value: str, text: str | None = None) -> dict[str, Any]:
    return {"text": plain(text or value), "value": value}


def text_input(block_id: str = "title", **extra: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Title"),
        "element": {"type": "plain_text_input", "action_id": "text", **extra},
    }


def modal(*blocks: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Book"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [text_input()],
        **extra,
    }
