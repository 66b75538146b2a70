"""Other ways in: how little it takes to the first times, and somebody whose chat address is another one."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser.visitor import visiting

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

CARDS_MOST = 3
PRESSES_MOST = 4
WATCH_CARDS = """() => {
  window.cardsSeen = new Set();
  const look = () => {
    for (const card of document.querySelectorAll('[data-testid="message"][data-bot="true"]'))
      cardsSeen.add(`${card.dataset.ts} ${card.querySelector("h3")?.innerText ?? card.innerText}`);
  };
  new MutationObserver(look).observe(document.getElementById("messages"), {childList: true, subtree: true});
}"""


async def test_an_empty_account_sees_first_times_after_at_most_three_cards_and_four_clicks(
    browser: Browser, demo: str
) -> None:
    """Every card that was shown counts, also what a card was before it was edited."""
    async with visiting(browser, demo, "emil") as emil:
        await emil.page.evaluate(WATCH_CARDS)
        offer = await emil.say("/schedule find 30m", "Connect Outlook")
        tab = await emil.sign_in(offer)
        await tab.close()
        slots = emil.card(re.compile("^30 min"))
        await expect(emil.times(slots).first).to_be_visible()
        seen: list[Any] = await emil.page.evaluate("[...cardsSeen]")
        assert any("Connect Outlook" in one for one in seen), seen
        assert len(seen) <= CARDS_MOST, seen
        assert emil.presses <= PRESSES_MOST
        await emil.check()


async def test_somebody_with_another_chat_address_types_the_code_of_the_page(browser: Browser, demo: str) -> None:
    async with visiting(browser, demo, "carol") as carol:
        offer = await carol.say("/schedule connect", "Connect Outlook")
        tab = await carol.sign_in(offer)
        await expect(tab.get_by_role("heading")).to_have_text("One more step")
        typed = await tab.get_by_test_id("code").inner_text()
        await tab.close()
        await expect(offer.get_by_role("heading", name="Type the code")).to_be_visible()
        assert typed.split()[-1] not in await carol.by("messages").inner_text()
        await carol.say("/schedule today", "Connect Outlook")
        await carol.by("composer").fill(typed)
        await carol.by("composer").press("Enter")
        await expect(carol.card("Connected")).to_contain_text("carol@contoso.com")
        await expect(carol.card("Today")).to_be_visible()
        slots = await carol.say("/schedule find 30m next week", re.compile("^30 min"))
        names = await carol.names_of_times(slots)
        assert names
        assert all(re.search(r"\d [AP]M.*New York", name) for name in names), names
        await carol.check()
