"""Which message answers: what nobody asked for may come between the question and its answer."""

import asyncio
import time

from playwright.async_api import Locator, Page

WAIT_MS = 60_000
"""What is waited for is seen long before, also on a busy machine; only what never comes takes this long."""
GLANCE_SECONDS = 0.05


async def marks(messages: Locator, attribute: str) -> set[str]:
    """What tells these messages apart."""
    found: list[str] = await messages.evaluate_all("(all, name) => all.map((one) => one.getAttribute(name))", attribute)
    return set(found)


async def answered(page: Page, messages: Locator, attribute: str, before: set[str]) -> Locator:
    """The one of these messages that wasn't there `before`, pinned, so that later edits are seen in it."""
    ends = time.monotonic() + WAIT_MS / 1000
    while not (fresh := await marks(messages, attribute) - before):
        assert time.monotonic() < ends, f"no answer that is {messages}"
        await asyncio.sleep(GLANCE_SECONDS)
    return page.locator(f'[{attribute}="{min(fresh)}"]')
