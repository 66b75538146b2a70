"""A browser for all; programs of one's own for each: what one person did is nobody else's past."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.answering import WAIT_MS
from tests.chromium import launched
from tests.driving.friday import seconds_until_friday
from tests.driving.programs import running_pair
from tests.driving.truth import Truth
from tests.personas.place import Chat, Town
from tests.personas.short import chats


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every script in both chats; in the short form in one of them, by turns."""
    if "chat" in metafunc.fixturenames:
        metafunc.parametrize("chat", chats(metafunc.function.__name__), ids=str)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    async with launched(chromium) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def town(browser: Browser, chat: Chat) -> AsyncIterator[Town]:
    """Both programs on a Friday afternoon, and the page."""
    with running_pair(clock_offset=seconds_until_friday()) as bot:
        async with Truth(bot.sandbox) as truth:
            yield Town(browser, bot, truth, chat)
