"""The whole adapter over HTTP, with a fake Slack on the other side and a scripted dialogue behind it."""

import asyncio
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from adapters.slack.app import SlackAdapter
from core.dialogue.commands import Command, Find, OpenFindForm, ShowAgenda, ShowHelp
from core.dialogue.model import Actor, MessageRef
from core.dialogue.screens import CalendarOption, FindForm, HelpCard, Line, Screen, say
from core.people.model import ChatUser, Platform, Reader
from core.shared.errors import InvalidChoice
from tests.scenarios.slack.fake_slack import FakeSlack, Json

SECRET = "signing-secret"
COMMAND: Json = {
    "command": "/schedule",
    "text": "today",
    "user_id": "U0ADA0001",
    "team_id": "T0CONTOSO",
    "channel_id": "C0GENERAL",
    "api_app_id": "A0CLEARHR",
}
FORM = FindForm((15, 30), 30, (), Find())


@dataclass
class ScriptedDialogue:
    """Answers with what the test says; remembers who asked for what."""

    cards: dict[type[Command], Any] = field(default_factory=dict)
    doors: dict[type[Command], Screen] = field(default_factory=dict)
    asked: list[tuple[Actor, Command]] = field(default_factory=list)
    told: list[tuple[Screen, MessageRef]] = field(default_factory=list)
    looked: list[tuple[Actor, str, str]] = field(default_factory=list)
    offered: tuple[CalendarOption, ...] = ()
    seen: set[str] = field(default_factory=set)
    gone: list[ChatUser] = field(default_factory=list)
    homes: list[ChatUser] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    submitted: Callable[[Command], Screen | InvalidChoice | None] = lambda _: Line(say("calendars.saved"))
    gate: asyncio.Event | None = None

    async def handle(self, actor: Actor, command: Command) -> Screen | None:
        self.asked.append((actor, command))
        if self.gate is not None:
            await self.gate.wait()
        answer = self.cards.get(type(command), HelpCard("/schedule", (), ()))
        if isinstance(answer, Exception):
            raise answer
        found: Screen | None = answer
        return found

    async def form(self, actor: Actor, command: Command) -> Screen:
        self.asked.append((actor, command))
        return self.doors.get(type(command), FORM)

    async def submit(self, actor: Actor, command: Command) -> Screen | InvalidChoice | None:
        self.asked.append((actor, command))
        if self.gate is not None:
            await self.gate.wait()
        return self.submitted(command)

    async def options(self, actor: Actor, which: str, typed: str) -> tuple[CalendarOption, ...]:
        self.looked.append((actor, which, typed))
        return self.offered

    async def first_time(self, actor: Actor) -> bool:
        new = actor.request not in self.seen
        self.seen.add(actor.request)
        return new

    async def reader(self, actor: Actor) -> Reader:
        return Reader("Europe/Berlin", "en-GB")

    async def left(self, user: ChatUser) -> None:
        self.gone.append(user)

    async def home_opened(self, user: ChatUser) -> None:
        self.homes.append(user)

    async def app_removed(self, platform: Platform, workspace: str) -> None:
        self.removed.append(workspace)

    async def delivered(self, actor: Actor, screen: Screen, ref: MessageRef) -> None:
        self.told.append((screen, ref))


def read(text: str, today: date, command_name: str, reader: Reader) -> Command:
    """As much of the reading as the scenarios need."""
    known: dict[str, Command] = {"today": ShowAgenda(), "find": OpenFindForm(), "help": ShowHelp()}
    return known.get(text, ShowHelp(unknown=text))


@dataclass
class KeptLog:
    """Implements Log."""

    lines: list[tuple[str, Json]] = field(default_factory=list)

    def info(self, event: str, **fields: object) -> None:
        self.lines.append((event, fields))

    warning = info
    error = info

    def events(self) -> list[str]:
        return [event for event, _ in self.lines]


@dataclass
class Stage:
    adapter: SlackAdapter
    dialogue: ScriptedDialogue
    slack: FakeSlack
    log: KeptLog
    http: aiohttp.ClientSession
    url: str
    triggers: int = 0

    async def post(self, path: str, body: bytes, content_type: str, **headers: str) -> tuple[int, str]:
        """Signed like Slack's; `headers` replace."""
        now = headers.pop("now", str(int(time.time())))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body)
        assert signature is not None
        sent = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": signature,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        async with self.http.post(f"{self.url}/slack/{path}", data=io.BytesIO(body), headers=sent) as response:
            return response.status, await response.text()

    async def slash(self, **fields: Any) -> tuple[int, str]:
        content = {**COMMAND, "trigger_id": self._trigger(), "response_url": f"{self.slack.origin}/hooks/1", **fields}
        body = urlencode({name: value for name, value in content.items() if value is not None}).encode()
        return await self.settled(self.post("commands", body, "application/x-www-form-urlencoded"))

    async def interaction(self, payload: Json) -> tuple[int, str]:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.post("interactivity", body, "application/x-www-form-urlencoded")

    async def event(self, event: Json, event_id: str = "Ev1", **headers: str) -> tuple[int, str]:
        content = {
            "type": "event_callback",
            "event_id": event_id,
            "team_id": "T0CONTOSO",
            "api_app_id": "A0CLEARHR",
            "event_time": 1,
            "authorizations": [{"team_id": "T0CONTOSO", "user_id": "U0CLEARHR", "is_bot": True}],
            "event": {"ts": "16.1", "event_ts": "16.1", "user": "U0ADA0001", **event},
        }
        return await self.settled(self.post("events", json.dumps(content).encode(), "application/json", **headers))

    async def message(self, text: str, event_id: str = "Ev1", **headers: str) -> tuple[int, str]:
        event = {"type": "message", "channel": "DU0ADA0001", "channel_type": "im", "text": text}
        return await self.event(event, event_id, **headers)

    async def mention(self, text: str, **fields: str) -> tuple[int, str]:
        return await self.event(
            {"type": "app_mention", "channel": "C0GENERAL", "text": f"<@U0CLEARHR> {text}", **fields}
        )

    async def click(self, message: Json, number: int = 0, **container: Any) -> tuple[int, str]:
        """Presses the n-th button of a message."""
        buttons = [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]
        place = {
            "type": "message",
            "message_ts": message.get("ts"),
            "channel_id": message.get("channel"),
            "is_ephemeral": False,
        }
        payload = {
            "type": "block_actions",
            "user": {"id": "U0ADA0001", "team_id": "T0CONTOSO"},
            "team": {"id": "T0CONTOSO"},
            "api_app_id": "A0CLEARHR",
            "trigger_id": self._trigger(),
            "container": {**place, **container},
            "response_url": f"{self.slack.origin}/hooks/2",
            "actions": [{**buttons[number], "block_id": "row", "action_ts": "1.1"}],
            "state": {"values": {}},
        }
        return await self.settled(self.interaction(payload))

    async def submit(self, view: Json, values: Json | None = None, view_hash: str = "h1") -> tuple[int, str]:
        payload = {
            "type": "view_submission",
            "user": {"id": "U0ADA0001", "team_id": "T0CONTOSO"},
            "team": {"id": "T0CONTOSO"},
            "api_app_id": "A0CLEARHR",
            "trigger_id": self._trigger(),
            "view": {**view, "id": "V1", "hash": view_hash, "state": {"values": values or FIND_VALUES}},
        }
        return await self.interaction(payload)

    async def settled(self, posted: Any) -> tuple[int, str]:
        """After everything that this request started has ended."""
        found: tuple[int, str] = await posted
        assert await self.adapter._tasks.drain(5) == 0
        return found

    def _trigger(self) -> str:
        self.triggers += 1
        return f"trigger-{self.triggers}"


FIND_VALUES: Json = {
    "duration_minutes": {"duration_minutes": {"type": "static_select", "selected_option": {"value": "15"}}},
    "people": {"people": {"type": "multi_users_select", "selected_users": []}},
    "addresses": {"addresses": {"type": "plain_text_input", "value": None}},
    "since": {"since": {"type": "datepicker", "selected_date": None}},
    "until": {"until": {"type": "datepicker", "selected_date": None}},
    "part": {"part": {"type": "static_select", "selected_option": {"value": "any"}}},
}
