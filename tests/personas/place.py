"""One person in one chat at the page, so that a script reads the same in both."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.colleague import Colleague
from tests.browser.looking import named_alike, sideways, unlabelled
from tests.browser.visitor import Visitor, visiting
from tests.driving.programs import Bot
from tests.driving.truth import Truth

Words = str | re.Pattern[str]


class Chat(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class Town:
    """Both programs, the truth about everybody's Outlook, and the chat that this run is in."""

    browser: Browser
    bot: Bot
    truth: Truth
    chat: Chat

    @asynccontextmanager
    async def sits(self, person: str, *, newcomer: bool = False, **options: Any) -> AsyncIterator["Place"]:
        """This person at the page in their chat; in Teams the app is added first, as nothing answers without it, but
        not by a `newcomer`. `options` are the browser's (locale, color_scheme, viewport)."""
        query = f"&teams={person}" if self.chat is Chat.TEAMS else ""
        origin = self.bot.sandbox.page.rstrip("/")
        async with visiting(self.browser, origin, person, query=query, **options) as visitor:
            place = Place(visitor, self.chat, person)
            if self.chat is Chat.TEAMS and not newcomer:
                await place.teams.install()
            yield place
            await place.check()


@dataclass(frozen=True, slots=True)
class Place:
    """What the person does and sees. Titles are headings of cards, names what a screen reader says of a control."""

    visitor: Visitor
    chat: Chat
    person: str

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def teams(self) -> Colleague:
        return Colleague(self.visitor, self.visitor.account)

    @property
    def answers(self) -> Locator:
        """All messages of the bot in the open conversation."""
        return self.visitor.answers if self.chat is Chat.SLACK else self.teams.answers

    def card(self, title: Words) -> Locator:
        """The newest card with this title."""
        return self.visitor.card(title) if self.chat is Chat.SLACK else self.teams.card(title)

    async def pin(self, card: Locator) -> Locator:
        """The same message also when newer ones come."""
        return await (self.visitor if self.chat is Chat.SLACK else self.teams).pin(card)

    async def say(self, words: str, title: Words) -> Locator:
        """Types it, in Slack behind the command; the card that answers, pinned."""
        if self.chat is Chat.SLACK:
            return await self.visitor.say(f"/schedule {words}", title)
        return await self.teams.say(words, title)

    async def goes_to_the_channel(self) -> None:
        """#general, or the team's General, where the app is by then."""
        if self.chat is Chat.SLACK:
            await self.visitor.by("channel-general").click()
            return
        await self.visitor.by("teams-channel").click()
        added = self.page.locator('[data-testid="teams-install"]')
        if await added.get_attribute("data-doing") == "install":
            await added.click()
            await expect(added).to_have_attribute("data-doing", "uninstall")

    async def goes_to_the_bot(self) -> None:
        """The direct message, or the personal chat."""
        await self.visitor.by("channel-dm" if self.chat is Chat.SLACK else "teams-personal").click()

    async def types(self, words: str) -> None:
        """Types it to the bot, whatever answers."""
        composer = self.visitor.by("composer" if self.chat is Chat.SLACK else "teams-composer")
        await composer.fill(f"/schedule {words}" if self.chat is Chat.SLACK else words)
        await composer.press("Enter")

    async def asks_aloud(self, words: str) -> None:
        """Types it in the channel: the command in Slack, behind the bot's name in Teams."""
        composer = self.visitor.by("composer" if self.chat is Chat.SLACK else "teams-composer")
        await composer.fill(f"/schedule {words}" if self.chat is Chat.SLACK else f"@Clearhour {words}")
        await composer.press("Enter")

    async def connect(self, account: str = "") -> None:
        """Connects Outlook, up to the card that says so."""
        await self.sign_in(await self.say("connect", "Connect Outlook"), account)
        await expect(self.card("Connected")).to_be_visible()

    async def sign_in(self, card: Locator, account: str = "", link: Words = "Connect") -> str:
        """Follows this link of the card through Microsoft's pages; the code to type in the chat, if the last page has
        one."""
        async with self.visitor.context.expect_page() as opening:
            await card.get_by_role("link", name=link, exact=isinstance(link, str)).click()
        tab = await opening.value
        await self.visitor.through_microsoft(tab, account)
        await tab.get_by_role("heading").first.wait_for()
        code = tab.get_by_test_id("code")
        typed = await code.inner_text() if await code.count() else ""
        await tab.close()
        return typed

    async def press(self, card: Locator, name: Words) -> None:
        """The first button of this name."""
        await card.get_by_role("button", name=name).first.click()

    def times(self, card: Locator) -> Locator:
        """The buttons that are a time."""
        return self.visitor.times(card)

    @property
    def form(self) -> Locator:
        """The open modal or dialog."""
        return self.visitor.by("modal" if self.chat is Chat.SLACK else "teams-dialog")

    async def fill(self, label: str, value: str) -> None:
        await self.form.get_by_label(label).first.fill(value)

    async def submit(self, name: Words) -> None:
        """Sends the form off and waits until it is gone."""
        await self.form.get_by_role("button", name=name, exact=isinstance(name, str)).click()
        await expect(self.form).to_have_count(0)

    async def books(self, slots: Locator, title: str) -> None:
        """The first of these times, under this title; the same card says that it is booked."""
        await self.times(slots).first.click()
        await self.fill("Title", title)
        await self.submit("Book")
        await expect(slots.get_by_text("Booked", exact=True)).to_be_visible()

    async def check(self) -> None:
        """Nothing was complained of, nothing scrolls sideways, every control has a name of its own."""
        assert await sideways(self.page) <= 0
        assert await unlabelled(self.page) == []
        for card in await self.answers.all():
            assert await named_alike(card) == [], await card.inner_text()
        assert self.visitor.complaints == []
