"""Two people at once on one page: Ada in Slack and Ben in Teams, over programs of their own."""

import re
from datetime import timedelta
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from tests.browser.colleague import Colleague
from tests.browser.double_booking import ada_moves_hers, ben_proposes_another, truth_of
from tests.browser.looking import faint, named_alike, sideways, unlabelled
from tests.browser.program import running_demo
from tests.browser.visitor import Visitor, visiting
from tests.driving.meetings import room_for

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

SLOTS = re.compile("^30 min with Ben")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def test_two_people_book_and_solve_their_double_bookings_one_in_slack_one_in_teams(browser: Browser) -> None:
    async with running_demo() as origin, visiting(browser, origin, "ada") as ada:
        ben = Colleague(ada, "ben@contoso.com")
        await _ben_connects(ben)
        await _ada_books(ada)
        await _ben_sees_it(ada, ben)
        await _double_bookings(ada, ben)
        await _is_legible(ada, ben)
        await ada.check()


async def _ben_connects(ben: Colleague) -> None:
    welcome = await ben.install()
    await expect(welcome.get_by_role("heading", name="Double bookings, caught and solved")).to_be_visible()
    await ben.say("help", "What I can do")
    await ben.sign_in(await ben.say("connect", "Connect Outlook"))
    await expect(ben.card("Connected")).to_contain_text("ben@contoso.com")
    await ben.visitor.ticked("connect", done=False)  # the list is Ada's


async def _ada_books(ada: Visitor) -> None:
    tab = await ada.sign_in(await ada.say("/schedule connect", "Connect Outlook"))
    await tab.close()
    await expect(ada.card("Connected")).to_contain_text("ada@contoso.com")
    await ada.say("/schedule calendars", "Calendars")
    slots = await ada.say("/schedule find 30m with @ben next week", SLOTS)
    await ada.press(ada.times(slots).last)
    await ada.by("modal").get_by_label("Title").fill("Plan the launch")
    await ada.press(ada.by("modal-submit"))
    await expect(slots.get_by_role("heading", name="Booked", exact=True)).to_be_visible()
    await expect(ada.event("Plan the launch")).to_be_visible()
    for step in ("connect", "calendars", "find", "book"):
        await ada.ticked(step)


async def _ben_sees_it(ada: Visitor, ben: Colleague) -> None:
    """In his week, and when he asks in Teams; Ada's Slack stays as it was."""
    await ada.by("composer").fill("not sent yet")
    await ada.by("outlook-as-ben").click()
    await expect(ada.event("Plan the launch")).to_be_visible()
    week = await ben.say("week", "The next seven days")
    await expect(week).to_contain_text("Plan the launch")
    times = await ben.say("find 30m next week", re.compile("^30 min"))
    await ben.times(times).last.click()
    dialog = ben.by("teams-dialog")
    await dialog.get_by_label("Title").fill("Ben alone")
    await dialog.get_by_role("button", name="Book", exact=True).click()
    await expect(times).to_contain_text("Booked")
    await expect(ada.event("Ben alone")).to_be_visible()
    await ada.by("outlook-as-ada").click()
    await expect(ada.event("Plan the launch")).to_be_visible()
    await expect(ada.event("Ben alone")).to_have_count(0)
    await expect(ada.by("composer")).to_have_value("not sent yet")


async def _double_bookings(ada: Visitor, ben: Colleague) -> None:
    """One of Ada's own, solved in Slack; one of Ben's with her meeting, solved in Teams."""
    async with truth_of(ada.origin) as truth:
        await truth.listened_to(ada.account)
        start = await room_for(truth, ada.account, ben.account)
        await ada_moves_hers(ada, start)
        await ben_proposes_another(ben, start + timedelta(minutes=30))


async def _is_legible(ada: Visitor, ben: Colleague) -> None:
    """Wide, with all three panes; narrower, one chat at a time beside Outlook."""
    await expect(ben.by("teams-composer")).to_be_in_viewport()
    for width in (1440, 900):
        await ada.page.set_viewport_size({"width": width, "height": 900})
        if width < 1000:
            await expect(ben.by("teams-composer")).to_be_hidden()
            await ben.by("pane-teams").click()
        for scheme in SCHEMES:
            await ada.page.emulate_media(color_scheme=scheme)
            assert await sideways(ada.page) <= 0, f"{width} px"
            assert await faint(ada.page.locator("#teams")) == [], f"{width} px, {scheme}"
            assert await unlabelled(ada.page) == [], f"{width} px"
    for card in await ben.answers.all():
        assert await named_alike(card) == [], await card.inner_text()
    await ada.page.set_viewport_size({"width": 1440, "height": 900})
