"""Socket Mode against the sandbox's Slack: nothing of ours has an address, and everything arrives."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from adapters.slack.guard import Kind
from adapters.slack.manifest import slack_manifest
from core.dialogue.commands import OpenFindForm, ShowAgenda
from core.dialogue.screens import CalendarOption, HelpCard, Line, UserText, say
from core.shared.errors import ChatUnavailable, InvalidChoice, OperatorNeeded
from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_TOKEN
from sandbox.server import start
from sandbox.slack import socket
from sandbox.world import World
from tests.fakes.clock import FakeClock
from tests.scenarios.slack.stage import FORM, KeptLog, ScriptedDialogue, read

DIRECT, GENERAL = "D0ADA0001", "C0GENERAL"
Json = dict[str, Any]


@dataclass
class Office:
    """The adapter behind a firewall, and Ada's hands in Slack."""

    adapter: SlackAdapter
    dialogue: ScriptedDialogue
    log: KeptLog
    http: aiohttp.ClientSession
    origin: str
    world: World

    async def post(self, path: str, **content: Any) -> Json:
        async with self.http.post(f"{self.origin}{path}", json=content) as response:
            found: Json = await response.json()
            return found

    async def hand(self, action: str, **content: Any) -> Json:
        found = await self.post(f"/page/api/slack/{action}", person="ada", **content)
        assert await self.adapter._tasks.drain(5) == 0
        return found

    async def state(self) -> Json:
        async with self.http.get(f"{self.origin}/page/api/slack/state", params={"person": "ada"}) as response:
            found: Json = await response.json()
            return found

    async def connected(self, times: int = 1) -> None:
        """Until so many connections are open."""
        async with asyncio.timeout(5):
            while len(self.world.slack.sockets.open) != times:
                await asyncio.sleep(0.01)


def adapter_of(origin: str, app_token: str = SLACK_APP_TOKEN) -> tuple[SlackAdapter, ScriptedDialogue, KeptLog]:
    dialogue, log = ScriptedDialogue(), KeptLog()
    settings = SlackSettings(SLACK_BOT_TOKEN, "", f"{origin}/slack/api/", app_token=app_token)
    return SlackAdapter(SlackWorkspace(settings, FakeClock()), dialogue, FakeClock(), log, read), dialogue, log


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture
async def office(world: World) -> AsyncIterator[Office]:
    runner, port = await start(world)
    origin = f"http://127.0.0.1:{port}"
    adapter, dialogue, log = adapter_of(origin)
    async with aiohttp.ClientSession() as http:
        made = Office(adapter, dialogue, log, http, origin, world)
        content = {"manifest": slack_manifest("https://bot.example", "/schedule", socket=True)}
        registered = await made.post("/admin/slack/app", **content)
        assert registered["ok"], registered
        await made.post("/admin/slack/settings", retry_delays_seconds=[0.01, 0.01, 0.01], answer_seconds=0.6)
        await adapter.start()
        yield made
        await adapter.drain(5)
        await made.post("/admin/slack/settings", answer_seconds=3.0)
    world.slack.reset()
    await runner.cleanup()


async def test_no_address_of_ours_takes_what_nobody_signed(office: Office) -> None:
    assert office.adapter.routes() == []
    assert "http" not in str(slack_manifest("https://bot.example", "/schedule", socket=True)["settings"])


async def test_commands_messages_clicks_and_the_home_tab_arrive(office: Office) -> None:
    office.dialogue.cards[ShowAgenda] = Line(say("calendars.saved"))
    assert (await office.hand("send", channel=DIRECT, text="/schedule today"))["ok"]
    assert (await office.hand("send", channel=DIRECT, text="today"))["ok"]
    assert (await office.hand("send", channel=GENERAL, text="@clearhour today"))["ok"]
    assert [type(command) for _, command in office.dialogue.asked] == [ShowAgenda] * 3
    await office.hand("home")
    assert [one.user for one in office.dialogue.homes] == ["U0ADA0001"]


async def test_a_form_is_opened_corrected_at_its_field_and_submitted(office: Office) -> None:
    office.dialogue.doors[OpenFindForm] = FORM
    await office.hand("shortcut", callback_id="find_time")
    view = (await office.state())["view"]
    office.dialogue.submitted = lambda _: InvalidChoice("addresses", "form.bad_field")
    refused = await office.hand("view/submit", view_id=view["id"])
    assert set((await office.state())["view"]["errors"]) == {"addresses"}, refused
    office.dialogue.submitted = lambda _: HelpCard("/schedule", (), ())
    assert (await office.hand("view/submit", view_id=view["id"]))["ok"]
    assert (await office.state())["view"] is None


async def test_what_is_asked_for_while_typing_comes_in_the_acknowledgement(office: Office) -> None:
    office.dialogue.offered = (CalendarOption("c1", UserText("Work"), say("group.mine")),)
    found = await office.adapter._guard.received(
        Kind.INTERACTIVITY,
        {"type": "block_suggestion", "team": {"id": "T0CONTOSO"}, "user": {"id": "U0ADA0001"}, "action_id": "linked"},
    )
    assert '"c1"' in found.body


async def test_an_event_that_comes_twice_has_one_effect(office: Office) -> None:
    """Slack sends again what it got no acknowledgement for in time."""
    office.dialogue.gate = asyncio.Event()
    payload = {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T0CONTOSO",
        "event": {"type": "message", "channel": DIRECT, "channel_type": "im", "user": "U0ADA0001", "text": "today"},
    }
    for attempt in range(2):
        assert await socket.ask(office.world.slack, "events_api", payload, 3, retry_attempt=attempt) is not None
    office.dialogue.gate.set()
    assert await office.adapter._tasks.drain(5) == 0
    assert len(office.dialogue.asked) == 1


async def test_slack_renews_the_connection_and_nothing_is_lost(office: Office) -> None:
    office.dialogue.cards[ShowAgenda] = Line(say("calendars.saved"))
    for number in range(2):
        assert (await office.post("/admin/slack/socket", disconnect="refresh_requested"))["closed"] == 1
        await office.connected()
        assert (await office.hand("send", channel=DIRECT, text="/schedule today"))["ok"], number
    assert len(office.dialogue.asked) == 2


async def test_after_the_end_nothing_comes_any_more(office: Office) -> None:
    await office.adapter.drain(1)
    await office.connected(0)
    found = await office.hand("send", channel=DIRECT, text="/schedule today")
    assert "dispatch_failed" in found["error"]
    assert office.dialogue.asked == []


@pytest.mark.parametrize(("token", "error"), [("xapp-wrong", OperatorNeeded), ("xoxb-wrong", OperatorNeeded)])
async def test_a_wrong_app_token_is_said_at_the_start(office: Office, token: str, error: type[Exception]) -> None:
    adapter, _, log = adapter_of(office.origin, token)
    with pytest.raises(error):
        await adapter.start()
    assert "slack.start_failed" in log.events()
    await adapter.close()


async def test_a_slack_that_is_away_at_the_start_is_said(office: Office) -> None:
    await office.post("/admin/slack/faults", method="apps.connections.open", status=503)
    adapter, _, _ = adapter_of(office.origin)
    with pytest.raises(ChatUnavailable):
        await adapter.start()
    await adapter.close()
