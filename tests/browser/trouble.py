"""The drawer behind "Make trouble", as somebody at the page uses it, and what the chat is counted by."""

import asyncio
import re

from playwright.async_api import Locator, expect

from tests.browser.answering import WAIT_MS
from tests.browser.visitor import Visitor
from tests.driving.truth import Truth

SUBSCRIPTIONS = re.compile("^3 living")


async def opens_drawer(ada: Visitor) -> None:
    await ada.by("trouble-open").click()
    await ada.by("trouble-approval").wait_for()


async def flips(ada: Visitor, name: str, *, on: bool = True) -> None:
    """Turns a trouble on or off; the switch shows what is in force."""
    await ada.by(f"trouble-{name}-switch").click()
    await expect(ada.by(f"trouble-{name}")).to_have_attribute("data-on", str(on).lower())


async def looks(ada: Visitor) -> None:
    """Microsoft says that notifications were lost, so the bot reads now."""
    await ada.by("trouble-look").click()
    await expect(ada.by("trouble-said")).to_contain_text("was told to read")


async def ends_subscriptions(ada: Visitor, truth: Truth) -> None:
    """Microsoft ends them and says so; returns when there are others instead."""

    async def living() -> set[str]:
        found = (await truth.admin("GET", "subscriptions"))["subscriptions"]
        return {one["id"] for one in found if one["account"] == ada.account}

    before = await living()
    await ada.by("trouble-expire-do").click()
    async with asyncio.timeout(WAIT_MS / 1000):
        while len(after := await living()) < len(before) or after & before:
            await asyncio.sleep(0.05)
    await expect(ada.by("trouble-expire-state")).to_have_text(SUBSCRIPTIONS)


def news(ada: Visitor, heading: str | re.Pattern[str]) -> Locator:
    """All cards with this heading, however many."""
    return ada.answers.filter(has=ada.page.get_by_role("heading", name=heading, exact=True))


async def said_once(ada: Visitor, heading: str | re.Pattern[str]) -> Locator:
    """The one card with this heading, pinned; another look of the bot at it makes no second one."""
    await expect(news(ada, heading)).to_have_count(1)
    card = await ada.pin(news(ada, heading))
    await looks(ada)
    return card
