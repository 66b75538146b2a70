"""Slack without an address of ours: installed by OAuth, spoken to over Socket Mode, opened at home, taken out again."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator

import pytest

from adapters.slack.manifest import slack_manifest
from bot.settings import PREFIX
from sandbox.people import SLACK_APP_TOKEN, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET
from tests.driving.cards import Card, Json, modal
from tests.driving.pages import Browser
from tests.driving.person import Person
from tests.driving.programs import Bot, admin, running_sandbox, temporary_folder
from tests.e2e.acts import ADA
from tests.e2e.log import no_fault, no_secret

GENERAL = "C0GENERAL"
SETTINGS = {"BOT_TOKEN": "", "SIGNING_SECRET": "", "CLIENT_ID": SLACK_CLIENT_ID, "CLIENT_SECRET": SLACK_CLIENT_SECRET}


@pytest.fixture(scope="module")
def bot() -> Iterator[Bot]:
    """Both programs; the bot is in no workspace yet, and Slack knows no address of it."""
    with temporary_folder() as folder, running_sandbox(folder) as sandbox:
        extra = {f"{PREFIX}SLACK_{name}": value for name, value in SETTINGS.items()}
        settings = {
            f"{PREFIX}SLACK_APP_TOKEN": SLACK_APP_TOKEN,
            f"{PREFIX}SLACK_AUTHORIZE_URL": sandbox.settings[f"{PREFIX}SLACK_API_URL"].replace(
                "/api/", "/oauth/v2/authorize"
            ),
        }
        bot = Bot(sandbox, folder, extra=extra | settings)
        bot.register(slack_manifest(bot.address, "/schedule", installs=True, socket=True))
        try:
            bot.launch()
            bot.await_ready()
            yield bot
        finally:
            bot.stop()
        text = bot.log.read_text()
        assert no_fault(text) == []
        assert no_secret(text, bot) == []


async def at_home(person: Person, *words: str) -> Card:
    """The person's Home tab, once it says these words."""
    ends = time.monotonic() + 20
    shown: Json | None = None
    while time.monotonic() < ends:
        shown = (await person._state())["home"]
        found = None if shown is None else modal({**shown, "title": {"text": "Home"}})
        if found is not None and found.says(*words):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"the Home tab never said {words}: {shown}")


async def presses(person: Person, home: Card, label: str) -> None:
    element = home.element(label)
    await person.marks()
    body = {"view_id": home.ts, "block_id": element.block_id, "action_id": element.action_id}
    assert (await person._do("view/click", body))["ok"]


def stored(bot: Bot, table: str) -> int:
    with sqlite3.connect(bot.folder / "clearhour.db") as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.1)


async def test_from_installing_to_taking_out(bot: Bot) -> None:
    async with Person(bot.sandbox.page, "ada") as ada:
        await ada.types("/schedule help")
        await ada.sees("Clearhour isn't installed in this workspace any more.")
        await installs(bot)

        await ada._do("home", {})
        home = await at_home(ada, "Double bookings, caught and solved", "Try: find 30m tomorrow")
        await presses(ada, home, "Connect")
        home = await at_home(ada, "Connect Outlook")
        await ada.goes_to(home, ADA)
        await ada.sees("Connected as", ADA)
        home = await at_home(ada, f"{ADA}: Works", "Today, ")
        await presses(ada, home, "My bookings")
        await ada.sees("Upcoming bookings", channel=ada.dm)
        await at_home(ada, "I've answered you in our direct message.")

        async with Person(bot.sandbox.page, "ben") as ben:
            ts = (await ben.types("Shall we talk about the lease?", GENERAL))["ts"]
        await ada._do("shortcut", {"callback_id": "schedule_this", "channel": GENERAL, "ts": ts})
        form = await ada.form()
        assert "U0BEN0001" in str(form.element("people"))
        await ada._do("view/close", {"view_id": form.ts})

    assert (stored(bot, "slack_installation"), stored(bot, "connection")) == (1, 1)
    admin(bot.sandbox, "POST", "slack/uninstall", {})
    await until(lambda: stored(bot, "slack_installation") == 0)
    await until(lambda: stored(bot, "connection") + stored(bot, "token_cache") + stored(bot, "busy_block") == 0)


async def installs(bot: Bot) -> None:
    browser = Browser()
    try:
        page = await browser.press(await browser.open(f"{bot.address}/slack/install"), "continue")
        page = await browser.press(page, "allow")
        assert page.title.startswith("Installed"), page
    finally:
        await browser.close()
