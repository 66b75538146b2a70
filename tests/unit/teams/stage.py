"""The Teams adapter over the whole bot, and a Teams that is nothing but state: who is where, and what is said."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from urllib.parse import unquote

from adapters.teams.app import TeamsAdapter, TeamsSettings, TeamsWorkspace
from adapters.teams.http import Answer, Http, Json
from adapters.teams.parse import payloads
from bot.rooms import build_rooms
from core.connection.model import Access
from core.dialogue.commands import Command
from core.dialogue.payloads import from_payload
from core.people.model import ChatUser, PersonId, Platform
from sandbox.teams.cards import card_problems
from tests.judges import schemas
from tests.unit.world import CONTOSO, World, build, outside_of

SERVICE = "https://smba.trafficmanager.net/emea/"
CHANNEL, GROUP = "19:general@thread.tacv2", "19:group@thread.v2"
APP_ID = "7c1f9be2-4d0a-4b6e-9a53-1e8d2f60c7a4"
BOT = f"28:{APP_ID}"


class SilentLog:
    """Keeps the names of what went wrong."""

    def __init__(self) -> None:
        self.troubles: list[tuple[str, dict[str, object]]] = []

    def info(self, event: str, **fields: object) -> None: ...

    def warning(self, event: str, **fields: object) -> None:
        self.troubles.append((event, fields))

    error = warning


@dataclass
class FakeTeams(Http):
    """Teams as the Connector shows it. `installed`: places where the bot is; `blocked`: people it may not write to."""

    members: dict[str, set[str]] = field(
        default_factory=lambda: {CHANNEL: {"ada", "ben", "carol"}, GROUP: {"ada", "ben"}}
    )
    installed: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    posts: dict[str, tuple[str, Json]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1000))

    async def ask(
        self, method: str, url: str, *, content: Json | None = None, form: Json | None = None, bearer: str | None = None
    ) -> Answer:
        self.calls.append(f"{method} {url}")
        if url.endswith("/token"):
            return Answer(200, {"access_token": "t", "expires_in": 3600})
        assert bearer == "t"
        path = url.removeprefix(SERVICE)
        if path == "v3/conversations":
            return self._opened(str((content or {})["members"][0]["id"]).removeprefix("29:"))
        if "/pagedmembers" in path:
            members = [{"id": f"29:{one}"} for one in sorted(self.members[unquote(path.split("/")[2])])]
            return Answer(200, {"members": members[: int(path.partition("=")[2])]})
        found = re.fullmatch(r"v3/conversations/([^/]+)/(members|activities)(?:/([^/]+))?", path)
        assert found is not None, path
        place, thing, which = unquote(found[1]).partition(";")[0], found[2], unquote(found[3] or "")
        if thing == "members":
            return self._member(place, which)
        return self._activity(method, place, which, content or {})

    def _opened(self, key: str) -> Answer:
        return Answer(403, {"error": {"code": "Blocked"}}) if key in self.blocked else Answer(201, {"id": f"a:{key}"})

    def _member(self, place: str, who: str) -> Answer:
        key = who.removeprefix("29:").removeprefix("oid-").partition("@")[0]
        there = place == f"a:{key}" or (place in self.installed and key in self.members[place])
        if not there:
            return Answer(404, {"error": {"code": "MemberNotFoundInConversation"}})
        known = {"name": key.title(), "aadObjectId": oid(key), "email": f"{key}@contoso.com", "tenantId": CONTOSO}
        return Answer(200, {**known, "id": f"29:{key}", "userRole": "user"})

    def _activity(self, method: str, place: str, which: str, content: Json) -> Answer:
        if place.startswith("19:") and place not in self.installed:
            return Answer(403, {"error": {"code": "BotNotInConversationRoster"}})
        if place.removeprefix("a:") in self.blocked:
            return Answer(403, {"error": {"code": "MessageWritesBlocked"}})
        if method == "DELETE":
            self.posts.pop(which)
            return Answer(200, {})
        if "attachments" in content:
            assert valid(content["attachments"][0]["content"])
        made = which or str(next(self.numbers))
        self.posts[made] = (place, content)
        return Answer(201, {"id": made})

    def cards(self, place: str) -> list[Json]:
        """What stands there now, oldest first."""
        found = [one for where, one in self.posts.values() if where == place and "attachments" in one]
        return [one["attachments"][0]["content"] for one in found]

    def said(self, place: str) -> list[str]:
        """The plain lines there."""
        return [one["text"] for where, one in self.posts.values() if where == place and "text" in one]


@dataclass
class Stage:
    """The world of Outlook, Teams, and the adapter between."""

    world: World
    teams: FakeTeams
    workspace: TeamsWorkspace
    adapter: TeamsAdapter
    log: SilentLog
    numbers: Any = field(default_factory=lambda: count(1))

    async def sends(self, key: str, kind: str, place: str | None, /, **more: Any) -> Json:
        """One activity of this person; what the invoke is answered with, when everything has settled."""
        activity: Json = {
            "type": kind, "id": f"f:{next(self.numbers)}", "channelId": "msteams", "serviceUrl": SERVICE,
            "from": {"id": f"29:{key}", "name": key.title(), "aadObjectId": oid(key)}, "recipient": {"id": BOT},
            "channelData": {"tenant": {"id": CONTOSO}}, "locale": "en-GB", "localTimezone": "Europe/Berlin", **more,
        }  # fmt: skip
        if place is not None:
            kinds = {CHANNEL: "channel", GROUP: "groupChat"}
            named: Json = {"id": place, "conversationType": kinds.get(place, "personal"), "tenantId": CONTOSO}
            activity["conversation"] = {**named, "isGroup": True} if place in kinds else named
        status, body = await self.adapter.run(payloads.activity(json.dumps(activity).encode()))
        assert status == 200, status
        await self.settles()
        return body or {}

    async def settles(self) -> None:
        assert await self.adapter._tasks.drain(5) == 0
        await self.world.work()

    async def types(self, key: str, text: str, place: str | None = None) -> None:
        bot = {"type": "mention", "text": "<at>Clearhour</at>", "mentioned": {"id": BOT}}
        more: Json = {"text": text} if place is None else {"text": f"<at>Clearhour</at> {text}", "entities": [bot]}
        await self.sends(key, "message", place or f"a:{key}", **more)

    async def invokes(self, key: str, name: str, place: str | None = None, /, **value: Any) -> Json:
        return await self.sends(key, "invoke", place, name=name, value=value)

    async def opens(self, key: str, command: str, place: str | None = None, /, **value: Any) -> Json:
        """A command of the message extension; the dialog."""
        asked = {"commandId": command, "commandContext": "compose", **value}
        return shown(await self.invokes(key, "composeExtension/fetchTask", place, **asked))

    async def submits(self, key: str, card: Json, title: str, place: str | None = None, /, **inputs: str) -> Json:
        """A button of the extension's dialog; the whole answer."""
        data = {**filled(card), **inputs, **button(card, title)["data"]}
        asked = {"commandId": "findTime", "commandContext": "compose", "data": data}
        return await self.invokes(key, "composeExtension/submitAction", place, **asked)

    async def presses(self, key: str, message: str, title: str, trigger: str = "manual") -> Json:
        """A button of a message."""
        place, content = self.teams.posts[message]
        action = button(content["attachments"][0]["content"], title)
        asked = {"action": {"type": "Action.Execute", "verb": "do", "data": action["data"]}, "trigger": trigger}
        return await self.sends(key, "invoke", place, name="adaptiveCard/action", value=asked, replyToId=message)

    async def looks(self, key: str, card: Json, place: str = CHANNEL, **more: Any) -> Json:
        """What Teams asks when this person looks at a card; the whole answer."""
        asked = {"action": card["refresh"]["action"], "trigger": "automatic"}
        return await self.sends(key, "invoke", place, name="adaptiveCard/action", value=asked, **more)

    async def connects(self, key: str) -> PersonId:
        address = f"{key}@contoso.com"
        if address not in self.world.sign_in.accounts:
            self.world.mailbox(address)
        person = (await self.world.meeting.person(teams_user(key))).id
        url = await self.world.connecting.offer(person, teams_user(key), Access.READ_WRITE)
        await self.world.follow(url, address)
        await self.settles()
        return person


@asynccontextmanager
async def stage(**settings: Any) -> AsyncIterator[Stage]:
    """Ada has the bot as a personal app; it is in the channel, and not in the group chat."""
    world, teams, log = build(), FakeTeams(installed={CHANNEL}), SilentLog()
    given = TeamsSettings(**{"app_id": APP_ID, "app_password": "secret", "tenant": CONTOSO, **settings})
    workspace = TeamsWorkspace(given, world.store.chat_routes, world.store.transactions, world.clock, teams)
    outside = replace(
        outside_of(world),
        directories={Platform.TEAMS: workspace.directory, Platform.SLACK: world.directory},
        messengers={Platform.TEAMS: workspace.messenger, Platform.SLACK: world.messenger},
    )
    world.rooms = build_rooms(outside)
    adapter = TeamsAdapter(workspace, world.rooms.dialogue, world.clock, log)
    adapter._answers.end()  # lines that go away, go away at once
    made = Stage(world, teams, workspace, adapter, log)
    await made.sends("ben", "installationUpdate", CHANNEL, action="add")
    teams.posts.clear()
    yield made
    await adapter.drain(1)


def oid(key: str) -> str:
    return f"oid-{key}@contoso.com"


def teams_user(key: str) -> ChatUser:
    return ChatUser(Platform.TEAMS, CONTOSO, oid(key))


def shown(answer: Json) -> Json:
    """The card of the dialog that an answer opens."""
    assert answer["task"]["type"] == "continue", answer
    found: Json = answer["task"]["value"]["card"]["content"]
    return found


def valid(card: Json) -> bool:
    """By Microsoft's schema, and by what Teams wants besides."""
    problems = [*schemas.teams_card(card), *card_problems(card)]
    assert not problems, problems
    return True


def actions(found: object) -> list[Json]:
    """Every action of a card, however deep."""
    if isinstance(found, list):
        return [action for one in found for action in actions(one)]
    if not isinstance(found, dict):
        return []
    own = [found] if str(found.get("type", "")).startswith("Action.") else []
    return own + [action for one in found.values() for action in actions(one)]


def button(card: Json, title: str) -> Json:
    """By its title or accessible name."""
    found = [one for one in actions(card) if title in (one.get("title"), one.get("tooltip"))]
    assert found, (title, [one.get("title") for one in actions(card)])
    return found[0]


def command(card: Json, title: str) -> Command:
    return from_payload(button(card, title)["data"]["command"])


def filled(card: Json) -> dict[str, str]:
    """The inputs of a form as it opens."""
    found = [one for one in card["body"] if str(one["type"]).startswith("Input.")]
    return {one["id"]: one["value"] for one in found if one.get("value")}


def words(card: Json) -> list[str]:
    """Everything a card says, in order."""
    return [str(one) for one in card.get("fallbackText", "").split("\n")]
