"""One Chromium for all tests of the page, and for each test a sandbox, the tiny bot of the Slack tests, and a tab."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from sandbox.world import World
from tests.chromium import FLAGS
from tests.sandbox.page.tab import Tab, opened
from tests.sandbox.slack.stage import Stage, stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[Stage]:
    async with stage(World()) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, slack: Stage) -> AsyncIterator[Tab]:
    """Ada's page at 1440 by 900, in a browser whose own zone is nobody's; fails when the page complained or overflows."""
    async with opened(browser, slack) as one:
        yield one
