"""One Chromium, sandbox and tab for all tests of the page; each test begins with a fresh world."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from sandbox.world import World
from tests.browser.answering import WAIT_MS
from tests.chromium import launched
from tests.sandbox.page.tab import Tab, opened
from tests.sandbox.page.teams_tab import TeamsTab, teams_opened
from tests.sandbox.slack.stage import stage
from tests.sandbox.teams.stage import stage as teams_stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    async with launched(chromium) as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stand(browser: Browser) -> AsyncIterator[Tab]:
    """One sandbox and one tab for all tests: starting them costs more than the tests."""
    async with stage(World()) as made, opened(browser, made) as tab:
        yield tab


@pytest_asyncio.fixture(loop_scope="session")
async def tab(stand: Tab) -> AsyncIterator[Tab]:
    """Ada's page over a fresh world; fails when the page complained or scrolls sideways."""
    await stand.fresh()
    yield stand
    await stand.check()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def teams_stand(browser: Browser) -> AsyncIterator[TeamsTab]:
    """The same with a bot in Teams."""
    async with teams_stage(World()) as made, teams_opened(browser, made) as tab:
        yield tab


@pytest_asyncio.fixture(loop_scope="session")
async def teams(teams_stand: TeamsTab) -> AsyncIterator[TeamsTab]:
    """Ada in Teams over a fresh world, Ben beside her; fails when the page complained or scrolls sideways."""
    await teams_stand.fresh()
    yield teams_stand
    await teams_stand.check()
