"""Without a mouse: from connecting to a solved double booking, in each chat, with Microsoft's pages and Outlook."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.answering import answered, marks
from tests.browser.colleague import Colleague
from tests.browser.double_booking import RESOLVED, WARNING, truth_of
from tests.browser.keyboard import keeps_focus, tabs_to, types_over
from tests.browser.program import running_demo
from tests.browser.visitor import Visitor, visiting
from tests.driving.meetings import room_for

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

TIMES = re.compile("^30 min")
BOOKED, MEETING, OTHER = "By keyboard", "Design review", "Vendor call"
Says = Callable[[str, str | re.Pattern[str]], Awaitable[Locator]]


async def test_who_has_no_mouse_solves_a_double_booking_in_slack(browser: Browser) -> None:
    async with running_demo() as origin, visiting(browser, origin, "ada") as ada:

        async def says(words: str, title: str | re.Pattern[str]) -> Locator:
            return await _says(ada.page, "Message", f"/schedule {words}", ada.answers, "data-ts", title)

        await _connects_and_books(ada, says)
        await _clashes(ada)
        await _solves(ada.page, ada.answers)
        await ada.check()


async def test_who_has_no_mouse_solves_a_double_booking_in_teams(browser: Browser) -> None:
    async with running_demo() as origin, visiting(browser, origin, "ada", query="&teams=ada") as ada:
        teams = Colleague(ada, ada.account)

        async def says(words: str, title: str | re.Pattern[str]) -> Locator:
            return await _says(ada.page, "Message in Teams", words, teams.answers, "data-id", title)

        await tabs_to(ada.page, "Add Clearhour to this chat")
        await ada.page.keyboard.press("Enter")
        await teams.answers.first.wait_for()
        await keeps_focus(ada.page)
        await _connects_and_books(ada, says)
        await _clashes(ada)
        await _solves(ada.page, teams.answers)
        await ada.check()


async def _says(
    page: Page, field: str, words: str, answers: Locator, attribute: str, title: str | re.Pattern[str]
) -> Locator:
    """Goes to the field and sends the words; the card that answers, pinned. The focus stays in the field."""
    before = await marks(answers, attribute)
    await tabs_to(page, field)
    await page.keyboard.type(words)
    await page.keyboard.press("Enter")
    card = await answered(page, answers.filter(has=page.get_by_text(title, exact=True)), attribute, before)
    await expect(page.get_by_role("textbox", name=field, exact=True)).to_be_focused()
    return card


async def _connects_and_books(ada: Visitor, says: Says) -> None:
    """The newest card's controls stand before the field, so the way to them is back."""
    await says("connect", "Connect Outlook")
    async with ada.context.expect_page() as opening:
        await tabs_to(ada.page, re.compile(r"^Connect\b(?! read)"), back=True)
        await ada.page.keyboard.press("Enter")
    await _signs_in(await opening.value, ada.account)
    await keeps_focus(ada.page)
    slots = await says("find 30m next week", TIMES)
    await tabs_to(ada.page, re.compile(r"^Book \w+ .*\d\d:\d\d"), back=True)
    await ada.page.keyboard.press("Enter")
    form = ada.page.locator("dialog[open]")
    await expect(form.get_by_label("Title").first).to_be_focused()
    await types_over(ada.page, BOOKED)
    await tabs_to(ada.page, "Book")
    await ada.page.keyboard.press("Enter")
    await expect(form).to_have_count(0)
    await expect(slots.get_by_text("Booked", exact=True)).to_be_visible()
    await expect(ada.event(BOOKED)).to_be_visible()
    await expect(ada.by("live")).to_contain_text(re.compile(rf"changed a message: .*{BOOKED}", re.DOTALL))
    await keeps_focus(ada.page)


async def _signs_in(tab: Page, account: str) -> None:
    """Our page, then Microsoft's: whose account it is, and what is allowed."""
    for name in ("Continue", account, "Accept"):
        await tab.get_by_role("button", name=name).wait_for()
        await tabs_to(tab, re.compile(name))
        await tab.keyboard.press("Enter")
    await tab.wait_for_url("**/connect/callback?**")
    await tab.close()


async def _clashes(ada: Visitor) -> None:
    """Two events at the same time in Outlook, the next full hour today."""
    async with truth_of(ada.origin) as truth:
        await truth.listened_to(ada.account)
        await room_for(truth, ada.account)
    await tabs_to(ada.page, "Today: this week")
    await ada.page.keyboard.press("Enter")
    await keeps_focus(ada.page)
    for title in (MEETING, OTHER):
        await tabs_to(ada.page, "New event")
        await ada.page.keyboard.press("Enter")
        await expect(ada.by("event-subject")).to_be_focused()
        await types_over(ada.page, title)
        await ada.page.keyboard.press("Enter")
        await expect(ada.event(title)).to_be_visible()
        await keeps_focus(ada.page)


async def _solves(page: Page, answers: Locator) -> None:
    """The warning is heard, its buttons are come to, and the way out stays within it until it says so."""
    warned = answers.filter(has=page.get_by_text(WARNING)).filter(has_text=MEETING)
    await expect(warned).to_have_count(1)
    await expect(page.get_by_test_id("live")).to_contain_text(WARNING.pattern.strip("^"))
    await tabs_to(page, re.compile(f"^Move .*{MEETING}"))
    await page.keyboard.press("Enter")
    times = warned.get_by_role("button", name=re.compile(f"^Move to .*{MEETING}"))
    await expect(times).to_have_count(3)
    await expect(warned.locator(":focus").or_(warned.and_(page.locator(":focus")))).to_have_count(1)
    await tabs_to(page, re.compile(f"^Move to .*{MEETING}"))
    await page.keyboard.press("Enter")
    resolved = answers.filter(has=page.get_by_text(RESOLVED)).filter(has_text=MEETING)
    await expect(resolved).to_be_visible()
    await expect(page.get_by_test_id("live")).to_contain_text("Resolved")
    await keeps_focus(page)
