"""A person at the page: types, presses, signs in, reads. Everything goes through what the page shows."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.browser.answering import WAIT_MS, answered, marks
from tests.browser.looking import named_alike, sideways, unlabelled

TIME = re.compile(r"^\d{1,2}:\d{2}( [AP]M)?$")


@dataclass(slots=True)
class Visitor:
    """`presses`: clicks on what is ours, so neither Microsoft's pages nor typing. `hosts`: where the sign-in went."""

    page: Page
    origin: str
    account: str
    presses: int = 0
    hosts: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def by(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    @property
    def answers(self) -> Locator:
        """All messages of the bot in the open conversation."""
        return self.page.locator('[data-testid="message"][data-bot="true"]')

    def card(self, title: str | re.Pattern[str]) -> Locator:
        """The newest card with this title."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.answers.filter(has=heading).last

    async def say(self, text: str, title: str | re.Pattern[str]) -> Locator:
        """Types and sends; the new card that answers, pinned, so that later edits are seen in it."""
        before = await marks(self.answers, "data-ts")
        await self.by("composer").fill(text)
        await self.by("composer").press("Enter")
        heading = self.page.get_by_role("heading", name=title, exact=True)
        pinned = await answered(self.page, self.answers.filter(has=heading), "data-ts", before)
        await expect(pinned.get_by_role("heading", name=title, exact=True)).to_be_visible()
        return pinned

    async def pin(self, card: Locator) -> Locator:
        """The same message also when newer ones come."""
        return self.page.locator(f'[data-ts="{await card.get_attribute("data-ts")}"]')

    async def press(self, target: Locator) -> None:
        """A click of ours, counted."""
        self.presses += 1
        await target.click()

    async def ticked(self, step: str, *, done: bool = True) -> None:
        await expect(self.by(f"check-{step}")).to_have_attribute("data-done", str(done).lower())

    async def sign_in(self, card: Locator, account: str = "") -> Page:
        """Presses Connect, follows the new tab through Microsoft's pages; the tab, back at the bot's last page."""
        tab = await self.opened(card)
        await self.through_microsoft(tab, account)
        return tab

    async def opened(self, card: Locator) -> Page:
        """The tab that Connect opens: our interstitial."""
        async with self.context.expect_page() as opening:
            await self.press(card.get_by_role("link", name="Connect", exact=True))
        tab = await opening.value
        await tab.get_by_test_id("continue").wait_for()
        self._saw(tab)
        return tab

    async def through_microsoft(self, tab: Page, account: str = "") -> None:
        """Continue, pick the account, accept."""
        await self.press(tab.get_by_test_id("continue"))
        await tab.get_by_test_id(f"account-{account or self.account}").click()
        await tab.get_by_test_id("consent-accept").wait_for()
        self._saw(tab)
        await tab.get_by_test_id("consent-accept").click()
        await tab.wait_for_url("**/connect/callback?**")
        self._saw(tab)

    def _saw(self, tab: Page) -> None:
        self.hosts.append(urlsplit(tab.url).hostname or "")

    def times(self, card: Locator) -> Locator:
        """The buttons that are a time."""
        return card.get_by_role("button").filter(has_text=TIME)

    async def names_of_times(self, card: Locator) -> list[str]:
        """What a screen reader says of each time: day, hours, zone."""
        return [str(await one.get_attribute("aria-label")) for one in await self.times(card).all()]

    def event(self, subject: str) -> Locator:
        """The event in the Outlook week."""
        return self.page.locator(f'.ec-event:has([data-subject="{subject}"])')

    async def check(self) -> None:
        """Nothing was complained of, nothing scrolls sideways, every control of every card has a name of its own."""
        assert await sideways(self.page) <= 0
        assert await unlabelled(self.page) == []
        for card in await self.answers.all():
            assert await named_alike(card) == [], await card.inner_text()
        assert self.complaints == []


@asynccontextmanager
async def visiting(
    browser: Browser, origin: str, person: str, *, query: str = "", **options: Any
) -> AsyncIterator[Visitor]:
    """A fresh browser profile with the page open as this person; `query` adds to its address."""
    settings = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce", **options}
    context = await browser.new_context(**settings)
    context.set_default_timeout(WAIT_MS)
    page = await context.new_page()
    visitor = Visitor(page, origin, f"{person}@contoso.com")
    context.on("console", lambda message: _note(visitor, message))
    context.on("weberror", lambda error: visitor.complaints.append(str(error.error)))
    await page.goto(f"{origin}/?person={person}{query}")
    await page.locator("body[data-ready]").wait_for()
    yield visitor
    await context.close()


def _note(visitor: Visitor, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        visitor.complaints.append(message.text)
