"""The page with a bot in the local Teams, as a test drives it."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Locator, Page

from sandbox.teams.state import Teams
from tests.browser.answering import WAIT_MS
from tests.sandbox.page.tab import blank
from tests.sandbox.teams.stage import Json, Received, Stage, attached


@dataclass(slots=True)
class TeamsTab:
    """Page, sandbox and the tiny bot; `complaints` are console errors and page errors."""

    page: Page
    teams: Stage
    complaints: list[str] = field(default_factory=list)

    async def fresh(self) -> None:
        """A newly seeded world; the bot is in the chats of Ada and Ben, in the team and the group chat. Teams is Ada's,
        Ben is beside her."""
        await self.page.goto("about:blank")
        await self.teams.post("/admin/reset")
        await self.teams.post("/admin/teams/settings", invoke_seconds=3.0)
        state = self.teams.world.parts["teams"]
        assert isinstance(state, Teams)
        for one in state.conversations.values():
            one.installed = one.kind != "personal" or one.members[0] in ("ada", "ben")
        bot = self.teams.bot
        bot.answers.clear()
        bot.received.clear()
        bot.delay_seconds = 0.0
        self.complaints.clear()
        await self.open("?person=ada&with=ben&teams=ada")

    async def open(self, query: str) -> None:
        await self.page.goto(f"{self.teams.origin}/{query}")
        await self.page.locator("body[data-ready]").wait_for()

    async def check(self) -> None:
        overflow = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"the page scrolls sideways by {overflow} px"
        assert self.complaints == []

    def by(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def message(self, activity: str) -> Locator:
        """The message with this id, also after it was drawn anew."""
        return self.page.locator(f'[data-testid="teams-message"][data-id="{activity}"]')

    async def shows(self, content: Json, person: str = "ada") -> Locator:
        """The bot posts a card into this person's chat; the message that shows it, once it is there."""
        place = await self.teams.place("personal", person)
        status, answer = await self.teams.say(place, attachments=[attached(content)])
        assert status == 201, answer
        return self.message(answer["id"])

    async def say(self, text: str) -> None:
        await self.by("teams-composer").fill(text)
        await self.by("teams-composer").press("Enter")

    async def got(self, kind: str, name: str | None = None) -> Json:
        """Wait for the bot to get such an activity; the newest."""
        ends = time.monotonic() + WAIT_MS / 1000
        while time.monotonic() < ends:
            found = [one.activity for one in self.teams.bot.received if _is(one, kind, name)]
            if found:
                return found[-1]
            await self.page.wait_for_timeout(20)
        raise AssertionError(f"the bot never got {kind} {name or ''}")


def _is(one: Received, kind: str, name: str | None) -> bool:
    return one.activity["type"] == kind and name in (None, one.activity.get("name"))


@asynccontextmanager
async def teams_opened(browser: Browser, teams: Stage) -> AsyncIterator[TeamsTab]:
    complaints: list[str] = []
    async with blank(browser, complaints, reduced_motion="reduce") as page:
        yield TeamsTab(page, teams, complaints)
