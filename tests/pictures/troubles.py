"""Each trouble that the page can make, beside what the chat says to it."""

import re
from datetime import timedelta

from playwright.async_api import ViewportSize, expect

from tests.browser.trouble import ends_subscriptions, flips, news, opens_drawer
from tests.browser.visitor import Visitor
from tests.driving.meetings import meeting
from tests.driving.truth import Truth
from tests.pictures.album import Album

BESIDE: ViewportSize = {"width": 900, "height": 800}
SHOWN_MS = 2_500
"""By then the drawer has read anew what is in force."""
TIMES = re.compile("^30 min")
FIND = "/schedule find 30m next week"
SMALL: ViewportSize = {"width": 640, "height": 480}
REQUEST: ViewportSize = {"width": 640, "height": 900}


async def approval(dina: Visitor, album: Album) -> None:
    """Nobody may allow apps but an admin."""
    await dina.page.set_viewport_size(BESIDE)
    await opens_drawer(dina)
    await _turned(dina, "approval")
    offer = await dina.say("/schedule connect", "Connect Outlook")
    await album.take("trouble-approval", dina.page)
    tab = await dina.opened(offer)
    await tab.set_viewport_size(REQUEST)
    await tab.get_by_test_id("request").click()
    await tab.locator("textarea").wait_for()
    await album.take("request", tab)
    await tab.go_back()
    await tab.set_viewport_size(SMALL)
    await tab.get_by_test_id("continue").click()
    await tab.get_by_test_id(f"account-{dina.account}").click()
    await tab.get_by_text("Need admin approval").wait_for()
    await album.take("wall", tab)
    await tab.close()
    await flips(dina, "approval", on=False)
    await dina.by("trouble-close").click()


async def troubles(dina: Visitor, truth: Truth, album: Album) -> None:
    """The others, for somebody who is connected."""
    await dina.page.set_viewport_size(BESIDE)
    await opens_drawer(dina)
    await _silent(dina, truth, album)
    await _slow_ones(dina, album)
    await _told(dina, album)


async def _silent(dina: Visitor, truth: Truth, album: Album) -> None:
    """Nothing is said to these; what is asked is answered right."""
    await _turned(dina, "delta")
    await dina.say("/schedule week", "The next seven days")
    await album.take("trouble-delta", dina.page)
    await flips(dina, "delta", on=False)
    await _shown(dina, "expire")
    await ends_subscriptions(dina, truth)
    await dina.page.wait_for_timeout(SHOWN_MS)
    await album.take("trouble-expire", dina.page)
    await _turned(dina, "drop")
    times = await dina.say(FIND, TIMES)
    start = (await truth.now()).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    await truth.adds(dina.account, meeting("Came unnoticed", start, 60))
    await expect(dina.by("trouble-drop-state")).to_contain_text("1 lost so far")
    await dina.times(times).first.scroll_into_view_if_needed()
    await album.take("trouble-drop", dina.page)
    await flips(dina, "drop", on=False)


async def _slow_ones(dina: Visitor, album: Album) -> None:
    for name in ("throttle", "slow"):
        await _turned(dina, name)
        times = await dina.say(FIND, TIMES)
        await dina.times(times).first.click()
        await dina.by("modal").get_by_label("Title").fill("Fonts for the launch")
        await dina.by("modal-submit").click()
        await expect(times).to_contain_text("The time is held")
        await album.take(f"trouble-{name}", dina.page)
        await flips(dina, name, on=False)
        await expect(times.get_by_role("heading", name="Booked", exact=True)).to_be_visible()


async def _told(dina: Visitor, album: Album) -> None:
    """A calendar, then the whole account."""
    await _shown(dina, "unreadable")
    await dina.by("trouble-unreadable-choice").select_option(label="Side projects")
    await flips(dina, "unreadable")
    await news(dina, "Side projects can't be read any more").wait_for()
    await dina.say(FIND, TIMES)
    await album.take("trouble-unreadable", dina.page)
    await flips(dina, "unreadable", on=False)
    await news(dina, "Side projects can be read and used again").wait_for()
    await _shown(dina, "revoked")
    await dina.by("trouble-revoked-do").click()
    card = news(dina, f"{dina.account} can't be read any more")
    await card.wait_for()
    await card.scroll_into_view_if_needed()
    await _shown(dina, "revoked")
    await album.take("trouble-revoked", dina.page)


async def _turned(dina: Visitor, name: str) -> None:
    await _shown(dina, name)
    await flips(dina, name)


async def _shown(dina: Visitor, name: str) -> None:
    """This trouble at the top of the drawer."""
    await dina.by(f"trouble-{name}").evaluate("one => one.scrollIntoView({block: 'start'})")
