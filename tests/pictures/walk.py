"""The main job once more, stopping for a picture wherever something new is on the screen."""

import re

from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.colleague import Colleague
from tests.browser.double_booking import truth_of
from tests.browser.visitor import Visitor, visiting
from tests.pictures.album import Album
from tests.pictures.cards import WIDE, disagreement, joining, others
from tests.pictures.film import double_booking
from tests.pictures.reasons import reasons, two_accounts
from tests.pictures.troubles import approval, troubles

NARROW: ViewportSize = {"width": 900, "height": 800}
SMALL: ViewportSize = {"width": 640, "height": 440}
SIGN_IN: ViewportSize = {"width": 640, "height": 720}
TIMES = re.compile("^30 min with")


async def take_all(browser: Browser, origin: str, album: Album) -> None:
    async with visiting(browser, origin, "ada", viewport=WIDE) as ada, truth_of(origin) as truth:
        ben = Colleague(ada, "ben@contoso.com")
        await ben.install()
        await ben.sign_in(await ben.say("connect", "Connect Outlook"))
        await _connect(ada, album)
        await _choose(ada, album)
        await _book(ada, album)
        await double_booking(ada, truth, album)
        await others(ada, ben, truth, album)
        await _other_windows(ada, album)
        await reasons(ada, ben, album)
        await disagreement(ada, album)
        await joining(ada, album)
    async with visiting(browser, origin, "carol", viewport=WIDE) as carol:
        await _code(carol, album)
    async with truth_of(origin) as truth:
        await truth.reads("dina", "en-GB")
    async with visiting(browser, origin, "dina", viewport=WIDE) as dina, truth_of(origin) as truth:
        await approval(dina, album)
        tab = await dina.sign_in(await dina.say("/schedule connect", "Connect Outlook"))
        await tab.close()
        await expect(dina.card("Connected")).to_be_visible()
        await dina.page.set_viewport_size(WIDE)
        await two_accounts(dina, album)
        await troubles(dina, truth, album)


async def _connect(ada: Visitor, album: Album) -> None:
    offer = await ada.say("/schedule connect", "Connect Outlook")
    await album.take("connect", ada.page)
    tab = await ada.opened(offer)
    await tab.set_viewport_size(SMALL)
    await album.take("before", tab)
    await tab.get_by_test_id("continue").click()
    await tab.set_viewport_size(SIGN_IN)
    await tab.get_by_test_id(f"account-{ada.account}").click()
    await tab.get_by_test_id("consent-accept").wait_for()
    await album.take("sign-in", tab)
    await tab.get_by_test_id("consent-accept").click()
    await tab.wait_for_url("**/connect/callback?**")
    await tab.close()
    await expect(ada.card("Connected")).to_be_visible()
    await album.take("connected", ada.page)


async def _choose(ada: Visitor, album: Album) -> None:
    picker = await ada.say("/schedule calendars", "Calendars")
    await album.cut("calendars", picker)
    await picker.get_by_role("button", name="Advanced settings").click()
    await expect(ada.by("modal")).to_be_visible()
    await album.take("advanced", ada.page)
    await ada.by("modal-close").click()
    await expect(ada.by("modal")).to_have_count(0)


async def _book(ada: Visitor, album: Album) -> None:
    times = await ada.say("/schedule find 30m with @ben next week", TIMES)
    await album.take("times", ada.page)
    await times.get_by_role("button", name="Book Tue 1 Dec 12:30").click()
    await expect(ada.by("modal")).to_be_visible()
    await ada.by("modal").get_by_label("Title").fill("Plan the launch")
    await album.take("form", ada.page)
    await ada.by("modal-submit").click()
    await expect(times.get_by_role("heading", name="Booked", exact=True)).to_be_visible()
    await expect(ada.event("Plan the launch")).to_be_visible()
    await album.take("booked", ada.page)


async def _other_windows(ada: Visitor, album: Album) -> None:
    await ada.page.set_viewport_size(WIDE)
    await ada.by("week-next").click()
    await ada.say("/schedule find 30m with @ben next week", TIMES)
    await ada.page.emulate_media(color_scheme="dark")
    await album.take("dark", ada.page)
    await ada.page.emulate_media(color_scheme="light")
    await ada.page.set_viewport_size(NARROW)
    await album.take("narrow", ada.page)


async def _code(carol: Visitor, album: Album) -> None:
    tab = await carol.sign_in(await carol.say("/schedule connect", "Connect Outlook"))
    await expect(tab.get_by_test_id("code")).to_be_visible()
    await tab.set_viewport_size(SMALL)
    await album.take("code", tab)
