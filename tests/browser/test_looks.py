"""For everybody: wide and narrow, light and dark, mouse or keyboard, seen or heard."""

import re
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from tests.browser import places
from tests.browser.barriers import no_barriers
from tests.browser.looking import CONTROLS, faint, named_alike, sideways, unlabelled
from tests.browser.visitor import Visitor, visiting

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

SCREENS: dict[str, str | re.Pattern[str]] = {
    "help": "What I can do",
    "calendars": "Calendars",
    "connections": "Connections",
    "week": "The next seven days",
    "find 30m with carol@contoso.com": re.compile("^30 min with"),
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def test_every_card_is_legible_named_and_reached_by_keyboard_in_each_window(browser: Browser, demo: str) -> None:
    async with visiting(browser, demo, "ben") as ben:
        await no_barriers(ben.page)
        tab = await ben.opened(await ben.say("connect", "Connect Outlook"))
        for scheme in SCHEMES:
            await tab.emulate_media(color_scheme=scheme)
            assert await faint(tab.locator("main")) == [], scheme
        await ben.through_microsoft(tab)
        await tab.close()
        await expect(ben.card("Connected")).to_be_visible()
        for typed, title in SCREENS.items():
            await ben.say(typed, title)
        await _fits_and_is_legible(ben)
        await _slots_by_keyboard(ben)
        await no_barriers(ben.page)
        await _everywhere(ben)
        await ben.check()


async def _everywhere(ben: Visitor) -> None:
    await places.home_and_shortcut(ben)
    await places.thread_and_message(ben)
    await ben.by("teams-as-ben").click()
    await places.teams(ben, "ben@contoso.com")
    await places.outlook_and_trouble(ben)
    await places.second_device(ben)


async def _fits_and_is_legible(ben: Visitor) -> None:
    for width in (1440, 900):
        await ben.page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            await ben.page.emulate_media(color_scheme=scheme)
            assert await sideways(ben.page) <= 0, f"{width} px"
            assert await unlabelled(ben.page) == [], f"{width} px"
            if width == 900:  # axe looks at the wide window; what it leaves open, over several layers, is measured here
                assert await faint(ben.page.locator("body")) == [], scheme
            await expect(ben.by("composer")).to_be_in_viewport()
            await expect(ben.answers.last.get_by_role("button").last).to_be_in_viewport()
            await expect(ben.by("week")).to_be_in_viewport()
    papers = []
    for scheme in SCHEMES:
        await ben.page.emulate_media(color_scheme=scheme)
        papers.append(await ben.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(set(papers)) == 2, "the page follows the scheme"


async def _slots_by_keyboard(ben: Visitor) -> None:
    """Tab reaches every control of the newest card in order; Enter opens the form, Escape leads back."""
    card = ben.answers.last
    wanted = await card.locator(CONTROLS).count()
    await card.focus()
    names: list[str] = []
    while len(names) < wanted:
        await ben.page.keyboard.press("Tab")
        focused = card.locator(":focus")
        assert await focused.count() == 1, f"Tab leaves the card after {names}"
        names.append(await focused.get_attribute("aria-label") or await focused.inner_text())
    assert len(set(names)) == wanted
    assert await named_alike(card) == []
    time = ben.times(card).first
    assert re.fullmatch(r"Book .*\d{1,2}:\d{2}–\d{1,2}:\d{2}, London", str(await time.get_attribute("aria-label")))
    await time.focus()
    await ben.page.keyboard.press("Enter")
    await expect(ben.by("modal").get_by_label("Title")).to_be_focused()
    assert await unlabelled(ben.page) == []
    assert await faint(ben.by("modal")) == []
    await ben.page.keyboard.press("Escape")
    await expect(ben.by("modal")).to_have_count(0)
    await expect(time).to_be_focused()
