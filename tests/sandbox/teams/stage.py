"""The stage of these tests: a real sandbox, and a tiny bot of the tests' own that judges what Teams sends it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp
import jwt
from aiohttp import web

from sandbox.entra.keys import SigningKey
from sandbox.people import CONTOSO_TENANT
from sandbox.server import addresses, start
from sandbox.teams.names import APP_ID, APP_PASSWORD
from sandbox.teams.state import Teams
from sandbox.world import World

Json = dict[str, Any]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
KEY = SigningKey()  # made once: a key takes a quarter of a second


@dataclass(frozen=True, slots=True)
class Received:
    """One activity Teams sent, with its token."""

    activity: Json
    authorization: str


@dataclass(slots=True)
class TinyBot:
    """Answers every activity with `answers` in turn (then 200 and nothing), and keeps what it got."""

    received: list[Received] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    delay_seconds: float = 0.0
    origin: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.received.append(Received(json.loads(await request.read()), request.headers["Authorization"]))
        await asyncio.sleep(self.delay_seconds)
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def last(self) -> Json:
        return self.received[-1].activity


@dataclass(slots=True)
class Stage:
    """Sandbox, bot, hands, and the bot's own calls."""

    world: World
    bot: TinyBot
    http: aiohttp.ClientSession
    origin: str
    settings: dict[str, str]
    token: str = ""

    async def post(self, path: str, /, **content: Any) -> Json:
        """POST JSON to the sandbox and read the JSON answer, whatever its status."""
        async with self.http.post(f"{self.origin}{path}", json=content) as response:
            found: Json = await response.json()
            return found

    async def get(self, path: str, **query: str) -> Json:
        async with self.http.get(f"{self.origin}{path}", params=query) as response:
            found: Json = await response.json()
            return found

    async def hand(self, path: str, /, **content: Any) -> Json:
        """Something Ada does, unless `person` says otherwise."""
        return await self.post(f"/page/api/teams/{path}", **{"person": "ada", **content})

    async def state(self, person: str = "ada", **query: str) -> Json:
        return await self.get("/page/api/teams/state", person=person, **query)

    async def place(self, kind: str, person: str = "ada") -> str:
        """The id of this person's conversation of a kind: personal, channel, groupChat."""
        found: str = next(one["id"] for one in (await self.state(person))["conversations"] if one["kind"] == kind)
        return found

    async def sees(self, kind: str = "personal", person: str = "ada", **query: str) -> list[Json]:
        """The messages this person sees there."""
        found: list[Json] = (await self.state(person, **query))["messages"][await self.place(kind, person)]
        return found

    async def sign_in(self, **changes: str) -> tuple[int, Json]:
        """The bot's client credentials grant."""
        form = {
            "grant_type": "client_credentials",
            "client_id": APP_ID,
            "client_secret": APP_PASSWORD,
            "scope": "https://api.botframework.com/.default",
        } | changes
        url = f"{self.settings['CLEARHOUR_TEAMS_LOGIN_URL']}/{CONTOSO_TENANT}/oauth2/v2.0/token"
        async with self.http.post(url, data=form) as response:
            return response.status, await response.json()

    async def call(self, method: str, *parts: str, query: str = "", **content: Any) -> tuple[int, Json]:
        """A call of the bot to the Connector under v3/, signed in on first use."""
        if not self.token:
            self.token = (await self.sign_in())[1]["access_token"]
        path = "/".join(quote(part, safe="") for part in parts)
        async with self.http.request(
            method,
            f"{self.origin}/teams/v3/{path}{query}",
            json=content or None,
            headers={"Authorization": f"Bearer {self.token}"},
        ) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else {}

    async def say(self, conversation: str, **activity: Any) -> tuple[int, Json]:
        """The bot posts a message."""
        return await self.call("POST", "conversations", conversation, "activities", type="message", **activity)

    async def show(self, card: Json, kind: str = "personal") -> str:
        """The bot posts a card; its message id."""
        status, answer = await self.say(await self.place(kind), attachments=[attached(card)])
        assert status == 201, answer
        found: str = answer["id"]
        return found

    async def claims(self, authorization: str, endorsement: str = "msteams") -> Json:
        """What the token says, checked as a bot must: key from the set, its endorsement, issuer, audience, expiry."""
        token = authorization.removeprefix("Bearer ")
        async with self.http.get(self.settings["CLEARHOUR_TEAMS_OPENID_URL"]) as response:
            metadata = await response.json()
        async with self.http.get(metadata["jwks_uri"]) as response:
            keys = {one["kid"]: one for one in (await response.json())["keys"]}
        key = keys[jwt.get_unverified_header(token)["kid"]]
        assert endorsement in key["endorsements"]
        found: Json = jwt.decode(
            token,
            jwt.PyJWK(key, "RS256").key,
            algorithms=metadata["id_token_signing_alg_values_supported"],
            audience=APP_ID,
            issuer=self.settings["CLEARHOUR_TEAMS_ISSUER"],
            options={"require": ["exp", "iss", "aud", "nbf"]},
        )
        return found


@asynccontextmanager
async def stage(world: World, *, installed: bool = True) -> AsyncIterator[Stage]:
    """Everything started on free ports, the bot registered and in Ada's chat, the team and the group chat."""
    bot = TinyBot()
    app = web.Application()
    app.router.add_post("/api/messages", bot.handle)
    bot_runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await bot_runner.setup()
    await web.TCPSite(bot_runner, "127.0.0.1", 0).start()
    bot.origin = f"http://127.0.0.1:{bot_runner.addresses[0][1]}"
    runner, port = await start(world)
    teams = world.parts["teams"]
    assert isinstance(teams, Teams)
    if world.data_dir is None:
        teams.key = KEY
    teams.endpoint = f"{bot.origin}/api/messages"
    ada = teams.person("ada")
    assert ada is not None
    for place in ("personal", "general", "group") if installed else ():
        conversation = teams.place(ada, place)
        assert conversation is not None
        conversation.installed = True
    async with aiohttp.ClientSession() as http:
        made = Stage(world, bot, http, f"http://127.0.0.1:{port}", addresses(port)["settings"])
        yield made
    await runner.cleanup()
    await bot_runner.cleanup()


def card(*body: Json, actions: list[Json] | None = None, **extra: Any) -> Json:
    """An Adaptive Card of version 1.5."""
    found: Json = {"type": "AdaptiveCard", "version": "1.5", "body": list(body) or [text("Hello")], **extra}
    return {**found, "actions": actions} if actions else found


def text(words: str) -> Json:
    return {"type": "TextBlock", "text": words, "wrap": True}


def execute(verb: str = "go", **data: Any) -> Json:
    return {"type": "Action.Execute", "title": verb.title(), "verb": verb, "data": data}


def submit(**data: Any) -> Json:
    return {"type": "Action.Submit", "title": "Send", "data": data}


def attached(content: Json) -> Json:
    return {"contentType": CARD_TYPE, "content": content}


def card_answer(content: Json) -> web.Response:
    """The bot's answer to a press: this card in the other's place."""
    return web.json_response({"statusCode": 200, "type": CARD_TYPE, "value": content})


def task(kind: str, value: Any) -> web.Response:
    """The bot's answer to task/fetch and task/submit."""
    return web.json_response({"task": {"type": kind, "value": value}})
