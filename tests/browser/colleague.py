"""The same page's Teams pane, as its person uses it."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, expect

from tests.browser.answering import answered, marks
from tests.browser.visitor import Visitor


@dataclass(slots=True)
class Colleague:
    """Whoever the Teams pane shows; `visitor` is the page, with the other person in Slack."""

    visitor: Visitor
    account: str

    def by(self, testid: str) -> Locator:
        return self.visitor.by(testid)

    @property
    def answers(self) -> Locator:
        """All messages of the bot in the open conversation."""
        return self.visitor.page.locator('[data-testid="teams-message"][data-bot="true"]')

    def card(self, title: str | re.Pattern[str]) -> Locator:
        """The newest card of which some line is exactly this."""
        return self.answers.filter(has=self.visitor.page.get_by_text(title, exact=True)).last

    async def install(self) -> Locator:
        """Adds the app, once the pane shows whoever is in it now; the bot's welcome."""
        await self.visitor.page.locator('[data-testid="teams-install"][data-doing="install"]').click()
        await self.answers.first.wait_for()
        return self.answers.last

    async def say(self, text: str, title: str | re.Pattern[str]) -> Locator:
        """Types and sends; the new card that answers, pinned, so that later edits are seen in it."""
        before = await marks(self.answers, "data-id")
        await self.by("teams-composer").fill(text)
        await self.by("teams-composer").press("Enter")
        page = self.visitor.page
        pinned = await answered(page, self.answers.filter(has=page.get_by_text(title, exact=True)), "data-id", before)
        await expect(pinned.get_by_text(title, exact=True).first).to_be_visible()
        return pinned

    async def pin(self, card: Locator) -> Locator:
        """The same message also when newer ones come."""
        return self.visitor.page.locator(f'[data-id="{await card.get_attribute("data-id")}"]')

    async def sign_in(self, card: Locator) -> None:
        """Follows Connect through Microsoft's pages and closes that tab."""
        tab = await self.visitor.opened(card)
        await self.visitor.through_microsoft(tab, self.account)
        await tab.close()

    def times(self, card: Locator) -> Locator:
        """The buttons that are a time."""
        return self.visitor.times(card)
