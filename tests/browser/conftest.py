"""One Chromium and one demo for all; each test is another person, so none needs a fresh start."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.answering import WAIT_MS
from tests.browser.program import running_demo
from tests.chromium import launched


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    async with launched(chromium) as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo() -> AsyncIterator[str]:
    """The address of the page."""
    async with running_demo() as origin:
        yield origin
