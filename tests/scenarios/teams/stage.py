"""The whole adapter over HTTP, with the sandbox's Teams on the other side and a scripted dialogue behind it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.app import TeamsAdapter, TeamsSettings, TeamsWorkspace
from core.people.model import ChatUser, Platform
from sandbox.entra.keys import SigningKey
from sandbox.people import CONTOSO_TENANT, PEOPLE
from sandbox.server import addresses, start
from sandbox.teams.cards.finding import actions_of
from sandbox.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore, fake_store
from tests.scenarios.slack.stage import KeptLog, ScriptedDialogue
from tests.scenarios.slack.stage import read as read_words

Json = dict[str, Any]
KEYS = (SigningKey(), SigningKey())  # made once: a key takes a quarter of a second


def user(key: str) -> ChatUser:
    """A person of the sandbox as their Teams names them."""
    person = next(one for one in PEOPLE if one.key == key)
    account = next(one for one in person.accounts if one.tid == CONTOSO_TENANT)
    return ChatUser(Platform.TEAMS, CONTOSO_TENANT, account.oid)


def settings(port: int, **changes: Any) -> TeamsSettings:
    """What the sandbox says a bot needs."""
    said = addresses(port)["settings"]
    ours = "CLEARHOUR_TEAMS_"
    found = {name.removeprefix(ours).lower(): value for name, value in said.items() if name.startswith(ours)}
    return TeamsSettings(**{**found, "service_urls": (found["service_urls"].rstrip("/"),), **changes})


@dataclass
class Stage:
    """Sandbox, adapter, and the hands of people."""

    adapter: TeamsAdapter
    dialogue: ScriptedDialogue
    store: FakeStore
    http: aiohttp.ClientSession
    origin: str
    endpoint: str
    log: KeptLog
    world: World

    async def hand(self, doing: str, *, person: str = "ada", settled: bool = True, **content: Any) -> Json:
        url = f"{self.origin}/page/api/teams/{doing}"
        async with self.http.post(url, json={"person": person, **content}) as answer:
            found: Json = await answer.json()
        if settled:
            assert await self.adapter._tasks.drain(5) == 0
        return found

    async def admin(self, path: str, **content: Any) -> Json:
        async with self.http.post(f"{self.origin}/admin/teams/{path}", json=content) as answer:
            found: Json = await answer.json()
            assert found["ok"], found
            return found

    async def state(self, person: str = "ada", reload: int = 0) -> Json:
        url = f"{self.origin}/page/api/teams/state"
        async with self.http.get(url, params={"person": person, "reload": str(reload)}) as answer:
            found: Json = await answer.json()
            return found

    async def said(self, place: str = "personal", person: str = "ada", reload: int = 0) -> list[Json]:
        """The bot's messages in a place, oldest first."""
        state = await self.state(person, reload)
        kinds = {"personal": "personal", "general": "channel", "group": "groupChat"}
        conversation = next(one["id"] for one in state["conversations"] if one["kind"] == kinds[place])
        return [one for one in state["messages"][conversation] if one["bot"]]

    async def install(self, place: str = "personal", person: str = "ada") -> None:
        assert (await self.hand("install", person=person, conversation=place))["ok"]

    async def send(self, text: str, place: str = "personal", **more: Any) -> Json:
        return await self.hand("send", conversation=place, text=text, **more)

    async def click(self, message: Json, title: str, *, person: str = "ada", **more: Any) -> Json:
        """Presses the button of that title."""
        action = next(one for one in actions_of(message["cards"][0]) if one["title"] == title)
        wanted = {name: action[name] for name in ("type", "title", "verb", "data") if name in action}
        place = {"conversation": message["conversation"], "activity_id": message["id"]}
        return await self.hand("click", person=person, action=wanted, **place, **more)

    async def submit(self, title: str, *, person: str = "ada", **inputs: Any) -> Json:
        """Presses the button of that title in the open dialog."""
        dialog = (await self.state(person))["dialog"]
        action = next(one for one in actions_of(dialog["card"]) if one["title"] == title)
        wanted = {name: action[name] for name in ("type", "title", "data") if name in action}
        return await self.hand("dialog/submit", person=person, action=wanted, inputs=inputs)

    async def post(self, activity: Json | bytes, **headers: str) -> int:
        """Straight to the bot's endpoint."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        sent = {"Content-Type": "application/json", **headers}
        async with self.http.post(self.endpoint, data=body, headers=sent) as answer:
            return answer.status

    async def last_request(self, person: str = "ada") -> Json:
        async with self.http.get(f"{self.origin}/admin/teams/last_request", params={"person": person}) as answer:
            found: Json = await answer.json()
            return found

    def routes(self) -> dict[ChatUser, Json]:
        return {one: json.loads(route) for one, route in self.store.transactions.tables.chat_routes.items()}


@asynccontextmanager
async def stage(**changes: Any) -> AsyncIterator[Stage]:
    """A fresh sandbox and adapter, registered with each other; nothing is installed yet."""
    world = World(data_dir=None)
    runner, port = await start(world, "127.0.0.1", 0)
    world.parts["teams"].key, world.entra.key = KEYS  # type: ignore[attr-defined]
    try:
        dialogue, log, store, clock = ScriptedDialogue(), KeptLog(), fake_store(), FakeClock()
        workspace = TeamsWorkspace(settings(port, **changes), store.chat_routes, store.transactions, clock)
        adapter = TeamsAdapter(workspace, dialogue, clock, log, read_words)
        app = web.Application()
        app.add_routes(adapter.routes())
        async with TestServer(app) as server, aiohttp.ClientSession() as http:
            endpoint = str(server.make_url("/api/messages"))
            found = Stage(adapter, dialogue, store, http, f"http://127.0.0.1:{port}", endpoint, log, world)
            await found.admin("app", endpoint=endpoint)
            try:
                await adapter.start()
                yield found
            finally:
                await adapter.drain(5)
                await adapter.close()
    finally:
        await runner.cleanup()
