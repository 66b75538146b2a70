"""Against the sandbox's Slack, installed from our manifest: it checks blocks, scopes and triggers as Slack does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from adapters.slack.manifest import slack_manifest
from core.dialogue.commands import (
    Book,
    ChooseCalendars,
    OpenBookingForm,
    OpenFindForm,
    PreviewCalendars,
    ShowAgenda,
    ShowHelp,
)
from core.dialogue.screens import Action, BookingForm, HelpCard, Line, say
from core.people.model import ChatUser, Platform, Reader
from sandbox.people import SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET
from sandbox.server import start
from sandbox.world import World
from tests.fakes.clock import FakeClock
from tests.scenarios.slack.stage import KeptLog, ScriptedDialogue, read
from tests.unit.slack.examples import HOSTILE, START, Examples

ADA = ChatUser(Platform.SLACK, "T0CONTOSO", "U0ADA0001")
READER = Reader("Europe/Berlin", "en-GB")
DIRECT, GENERAL = "D0ADA0001", "C0GENERAL"
Json = dict[str, Any]


@dataclass
class Office:
    """The sandbox, the adapter installed in it, and Ada's hands."""

    adapter: SlackAdapter
    dialogue: ScriptedDialogue
    http: aiohttp.ClientSession
    origin: str
    log: KeptLog

    async def hand(self, action: str, **content: Any) -> Json:
        async with self.http.post(
            f"{self.origin}/page/api/slack/{action}", json={"person": "ada", **content}
        ) as answer:
            found: Json = await answer.json()
        assert await self.adapter._tasks.drain(5) == 0
        return found

    async def state(self) -> Json:
        async with self.http.get(f"{self.origin}/page/api/slack/state", params={"person": "ada"}) as answer:
            found: Json = await answer.json()
            return found

    async def sees(self, channel: str = DIRECT) -> list[Json]:
        """What the bot wrote there."""
        return [one for one in (await self.state())["messages"][channel] if one["bot"]]

    async def press(self, label: str, channel: str = DIRECT) -> Json:
        """Presses the button of that label on the newest message that has one."""
        for message in reversed(await self.sees(channel)):
            for block in message["blocks"]:
                for element in block.get("elements", []):
                    if element.get("type") == "button" and element["text"]["text"] == label:
                        where = {"block_id": block["block_id"], "action_id": element["action_id"]}
                        return await self.hand("click", channel=channel, ts=message["ts"], **where)
        raise AssertionError(f"no button {label!r}")


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture
async def office(world: World) -> AsyncIterator[Office]:
    async with _office(world) as made:
        yield made


@asynccontextmanager
async def _office(world: World) -> AsyncIterator[Office]:
    runner, port = await start(world)
    origin = f"http://127.0.0.1:{port}"
    dialogue, log = ScriptedDialogue(), KeptLog()
    settings = SlackSettings(SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, f"{origin}/slack/api/")
    adapter = SlackAdapter(SlackWorkspace(settings, FakeClock()), dialogue, FakeClock(), log, read)
    app = web.Application()
    app.add_routes(adapter.routes())
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        manifest = slack_manifest(str(server.make_url("")), "/schedule")
        await adapter.start()
        async with http.post(f"{origin}/admin/slack/app", json={"manifest": manifest}) as installed:
            assert (await installed.json())["ok"], await installed.text()
        yield Office(adapter, dialogue, http, origin, log)
        await adapter.drain(5)
    world.slack.reset()
    await runner.cleanup()


@pytest.mark.parametrize(("text", "size"), [("Work", 2), ("A long name, " * 30, 120), (HOSTILE, 5), ("", 0)])
async def test_slack_takes_every_card(office: Office, text: str, size: int) -> None:
    for screen in Examples(text, size).cards():
        await office.adapter.workspace.messenger.show(ADA, screen, READER, None)
    assert len(await office.sees()) == len(Examples(text, size).cards())


@pytest.mark.parametrize(("text", "size"), [("Work", 2), ("A long name, " * 30, 120), (HOSTILE, 5)])
async def test_slack_opens_every_form(office: Office, text: str, size: int) -> None:
    for form in Examples(text, size).forms():
        office.dialogue.doors[OpenFindForm] = form
        assert (await office.hand("send", channel=DIRECT, text="/schedule find"))["ok"]
        assert (await office.state())["view"] is not None
        await office.hand("view/close", view_id=(await office.state())["view"]["id"])
    assert office.log.events().count("slack.answer_failed") == 0


async def test_a_mention_in_a_channel_is_answered_in_private(office: Office) -> None:
    office.dialogue.cards[ShowAgenda] = Examples("Work", 2).picker()
    await office.hand("send", channel=GENERAL, text="@clearhour today")
    (line,) = await office.sees(GENERAL)
    assert line["ephemeral"]
    assert len(await office.sees()) == 1


async def test_a_name_that_is_typed_reaches_the_reading_as_a_mention(office: Office) -> None:
    await office.hand("send", channel=GENERAL, text="/schedule find with @Ben and carol@contoso.com")
    assert office.dialogue.asked[-1][1] == ShowHelp(unknown="find with <@U0BEN0001> and carol@contoso.com")
    await office.hand("send", channel=DIRECT, text="find with @Ben and carol@contoso.com")
    assert office.dialogue.asked[-1][1] == ShowHelp(unknown="find with <@U0BEN0001> and carol@contoso.com")


async def test_calendars_are_picked_and_saved_on_one_card(office: Office) -> None:
    office.dialogue.cards = dict.fromkeys((ShowAgenda, PreviewCalendars, ChooseCalendars), Examples("Work", 3).picker())
    await office.hand("send", channel=DIRECT, text="today")
    (card,) = await office.sees()
    block = next(one for one in card["blocks"] if one.get("accessory", {}).get("action_id") == "linked")
    place = {"channel": DIRECT, "ts": card["ts"], "block_id": block["block_id"], "action_id": "linked"}
    await office.hand("click", **place, value="c1")
    assert office.dialogue.asked[-1][1] == PreviewCalendars("c1", ("c0", "c1", "c2", "s0", "s1", "s2"))
    await office.press("Save")
    assert isinstance(office.dialogue.asked[-1][1], ChooseCalendars)
    assert len(await office.sees()) == 1


async def test_a_form_is_filled_in_submitted_and_answered_on_its_card(office: Office) -> None:
    form = next(one for one in Examples("Work", 1).forms() if isinstance(one, BookingForm))
    opens = OpenBookingForm(START, 45)
    office.dialogue.doors[OpenBookingForm] = form
    office.dialogue.cards[ShowHelp] = HelpCard("/schedule", (), (Action(say("action.book"), opens),))
    office.dialogue.submitted = lambda _: Line(say("calendars.saved"))
    await office.hand("send", channel=DIRECT, text="help")
    await office.press("Book")
    view = (await office.state())["view"]
    values = {"title": {"title": "R&D <sync>"}, "people": {"people": ["U0BEN0001"]}, "online": {"online": []}}
    result = await office.hand("view/submit", view_id=view["id"], values=values)
    assert result["ok"], result
    booked = office.dialogue.asked[-1][1]
    assert isinstance(booked, Book)
    assert (booked.title, booked.online, booked.start) == ("R&D <sync>", False, START)
    assert [one.value for one in booked.people] == ["U0BEN0001", "carol@contoso.com"]
    (card,) = await office.sees()
    assert card["edited"]


async def test_a_wrong_field_is_shown_in_the_open_form(office: Office) -> None:
    await office.hand("send", channel=DIRECT, text="/schedule find")
    view = (await office.state())["view"]
    result = await office.hand("view/submit", view_id=view["id"], values={"addresses": {"addresses": "carol"}})
    assert "addresses" in result["errors"]
    assert (await office.state())["view"]["id"] == view["id"]
