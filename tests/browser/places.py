"""Everywhere else one acts in the chats: Home, shortcuts, threads, the message extension, a second device. Each place
is looked at by axe as it is come to, wide, narrow, light and dark."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.barriers import no_barriers
from tests.browser.colleague import Colleague
from tests.browser.visitor import Visitor


async def home_and_shortcut(who: Visitor) -> None:
    """The Home tab, and from it by the keyboard alone to the form that the shortcut opens, and back."""
    keys = who.page.keyboard
    await who.by("slack-messages").focus()
    await keys.press("ArrowLeft")
    await expect(who.by("slack-home")).to_be_focused()
    await expect(who.by("home-view").get_by_role("button").first).to_be_visible()
    await expect(who.by("composer")).to_be_hidden()
    await no_barriers(who.page, "#slack")
    await keys.press("ArrowRight")
    await who.by("shortcuts").focus()
    await keys.press("ArrowDown")
    await expect(who.page.get_by_role("menuitem", name="Find a time")).to_be_focused()
    await keys.press("Escape")
    await expect(who.by("shortcuts")).to_be_focused()
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(who.by("modal")).to_be_visible()
    await no_barriers(who.page, "[data-testid=modal]")
    await keys.press("Escape")
    await expect(who.by("modal")).to_have_count(0)
    await expect(who.by("shortcuts")).to_be_focused()


async def thread_and_message(who: Visitor) -> None:
    """A thread is answered where it stands, for the asker's eyes; the message that began it becomes a meeting."""
    await who.by("channel-general").click()
    await who.by("composer").fill("Who plans the launch?")
    await who.by("composer").press("Enter")
    begun = who.by("message").filter(has_text="Who plans the launch?").last
    await begun.hover()
    await begun.get_by_test_id("reply-in-thread").click()
    await expect(who.by("composer")).to_be_focused()
    await who.by("composer").fill("@Clearhour help")
    await who.by("composer").press("Enter")
    answer = who.answers.filter(has_text="Only visible to you").last
    await expect(answer.get_by_role("heading", name="What I can do")).to_be_visible()
    await no_barriers(who.page, "#slack")
    await answer.get_by_test_id("dismiss").click()
    await expect(answer).to_have_count(0)
    await expect(who.by("composer")).to_be_focused()
    await who.by("thread-close").click()
    await expect(begun.get_by_test_id("replies")).to_have_text("1 reply")
    await begun.get_by_test_id("message-menu").focus()
    await who.page.keyboard.press("Enter")
    await who.page.keyboard.press("Enter")
    await expect(who.by("modal")).to_be_visible()
    await who.page.keyboard.press("Escape")
    await expect(begun.get_by_test_id("message-menu")).to_be_focused()
    await who.by("channel-dm").click()


async def teams(who: Visitor, address: str) -> None:
    """Cards and the message extension of whoever's Slack it is, in their Teams."""
    colleague = Colleague(who, address)
    await colleague.install()
    await colleague.say("help", "What I can do")
    await no_barriers(who.page, "#teams")
    await who.by("teams-groupChat").click()
    await who.by("teams-apps").focus()
    await who.page.keyboard.press("Enter")
    await who.page.get_by_role("menuitem", name="Find a time").press("Enter")
    await expect(who.by("teams-dialog")).to_be_visible()
    await no_barriers(who.page, "[data-testid=teams-dialog]")
    await who.page.keyboard.press("Escape")
    await expect(who.by("teams-dialog")).to_have_count(0)
    await expect(who.by("teams-apps")).to_be_focused()


async def outlook_and_trouble(who: Visitor) -> None:
    """An event by keyboard, and the drawer of troubles."""
    event = who.page.locator(".ec-body").get_by_role("button").first
    await event.focus()
    await who.page.keyboard.press("Enter")
    await expect(who.by("event-dialog")).to_be_visible()
    await no_barriers(who.page, "[data-testid=event-dialog]")
    await who.page.keyboard.press("Escape")
    await expect(event).to_be_focused()
    await who.by("trouble-open").click()
    await no_barriers(who.page, "#trouble")
    await who.page.keyboard.press("Escape")
    await expect(who.by("trouble-open")).to_be_focused()


async def second_device(who: Visitor) -> None:
    """The same person at another window: what is pressed in one shows in both, a form only where it was asked for."""
    other = await who.context.new_page()
    await other.goto(who.page.url)
    await other.locator("body[data-ready]").wait_for()
    slots = await who.say("/schedule find 30m next week", re.compile("^30 min"))
    there = _same(other, str(await slots.get_attribute("data-ts")))
    await expect(there.get_by_role("button").last).to_be_visible()
    await who.press(who.times(slots).last)
    await who.by("modal").get_by_label("Title").fill("From the first window")
    await expect(other.get_by_test_id("modal")).to_have_count(0)
    await who.press(who.by("modal-submit"))
    for shown in (slots, there):
        await expect(shown.get_by_role("heading", name="Booked", exact=True)).to_be_visible()
    await other.close()


def _same(page: Page, ts: str) -> Locator:
    return page.locator(f'[data-ts="{ts}"]')
