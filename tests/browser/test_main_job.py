"""Connect, pick, find, book, cancel, disconnect: as Ada, with the mouse and the keyboard, in one sitting."""

import re

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.visitor import Visitor, visiting

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

SLOTS = re.compile("^30 min with Ben")


async def test_the_main_job_is_done_by_clicking_and_typing_and_ticks_itself(browser: Browser, demo: str) -> None:
    async with visiting(browser, demo, "ada") as ada:
        await _connect(ada)
        await _pick_calendars(ada)
        await _look_into_advanced_settings(ada)
        await _book(ada)
        await _cancel(ada)
        await _disconnect(ada)
        await ada.check()


async def _connect(ada: Visitor) -> None:
    """The command typed before connecting goes on by itself; the sign-in lives on another host than the bot."""
    offer = await ada.say("/schedule find 30m with @ben", "Connect Outlook")
    await ada.ticked("connect", done=False)
    tab = await ada.opened(offer)
    await expect(tab.locator("main")).to_contain_text("Ada Lindqvist")
    bot = tab.url
    await ada.through_microsoft(tab)
    await expect(tab.get_by_role("heading")).to_have_text("You're connected")
    assert ada.hosts == ["127.0.0.1", "localhost", "127.0.0.1"]
    assert [one["name"] for one in await ada.context.cookies(bot)] == [], "the cookies of a sign-in end with it"
    await tab.close()
    await expect(offer.get_by_role("heading", name="Connected", exact=True)).to_be_visible()
    await expect(offer).to_contain_text("ada@contoso.com")
    await expect(offer.get_by_role("link", name="Connect", exact=True)).to_have_count(0)
    await expect(ada.times(ada.card(SLOTS)).first).to_be_visible()
    await ada.ticked("connect")
    await ada.ticked("find")
    await ada.ticked("calendars", done=False)


async def _pick_calendars(ada: Visitor) -> None:
    """What one chooses is previewed before it counts."""
    picker = await ada.say("/schedule calendars", "Calendars")
    await ada.ticked("calendars")
    await expect(picker).to_contain_text("Visit: Fabrikam")
    await expect(picker).to_contain_text("Changes count after you press Save")
    await picker.get_by_role("combobox", name=re.compile("Linked calendar")).select_option(label="Side projects")
    await expect(_conflicts(picker)).to_contain_text("Side projects (linked)")
    await ada.press(_conflicts(picker))
    await picker.get_by_role("checkbox", name="Customer visits").uncheck()
    await ada.page.keyboard.press("Escape")
    await expect(picker).not_to_contain_text("Visit: Fabrikam")
    await expect(picker).to_contain_text("Vendor demo")
    await ada.press(picker.get_by_role("button", name="Save", exact=True))
    await expect(picker).to_contain_text("Saved. This is in use now.")
    again = await ada.say("/schedule calendars", "Calendars")
    await expect(again.get_by_role("combobox", name=re.compile("Linked calendar"))).to_have_value(
        await picker.get_by_role("combobox", name=re.compile("Linked calendar")).input_value()
    )
    await expect(_conflicts(again)).not_to_contain_text("Customer visits")


def _conflicts(picker: Locator) -> Locator:
    return picker.get_by_role("button", name=re.compile("Conflict calendars"))


async def _look_into_advanced_settings(ada: Visitor) -> None:
    picker = ada.card("Calendars")
    await expect(picker.get_by_text("Vendor demo")).not_to_contain_text("doesn't block")
    await ada.press(picker.get_by_role("button", name="Advanced settings"))
    modal = ada.by("modal")
    await expect(modal.get_by_role("heading", name="Advanced settings")).to_be_visible()
    await expect(modal.get_by_role("radio", name=re.compile("^Busy, away, tentative and unknown"))).to_be_checked()
    await modal.get_by_role("radio", name=re.compile("^Only Busy")).check()
    await ada.press(ada.by("modal-submit"))
    await expect(modal).to_have_count(0)
    await expect(ada.card("Calendars").get_by_text("Vendor demo")).to_contain_text("shown as tentative, doesn't block")


async def _book(ada: Visitor) -> None:
    """The booking stands in the week only after the form was sent, and in the calendar that was linked."""
    slots = await ada.say("/schedule find 30m with @ben next week", SLOTS)
    wanted = ada.times(slots).last
    name = await wanted.get_attribute("aria-label")
    await ada.press(wanted)
    modal = ada.by("modal")
    await expect(modal).to_contain_text("Side projects")
    await expect(modal.get_by_label("Title")).to_have_value("Ada / Ben")
    await modal.get_by_label("Title").fill("Plan the launch")
    await expect(ada.event("Plan the launch")).to_have_count(0)
    await ada.press(ada.by("modal-submit"))
    await expect(slots.get_by_role("heading", name="Booked", exact=True)).to_be_visible()
    await expect(slots).to_contain_text("Ben Okafor")
    await expect(slots).to_contain_text("Side projects")
    start = str(await ada.event("Plan the launch").locator("[data-start]").get_attribute("data-start"))
    assert start[11:16] in str(name)
    await ada.ticked("book")
    await ada.ticked("cancel", done=False)
    await ada.page.get_by_role("checkbox", name="Side projects").uncheck()
    await expect(ada.event("Plan the launch")).to_have_count(0)
    await ada.page.get_by_role("checkbox", name="Side projects").check()
    await expect(ada.event("Plan the launch")).to_be_visible()


async def _cancel(ada: Visitor) -> None:
    """Cancelling asks once; keeping it changes nothing."""
    bookings = await ada.say("/schedule bookings", "Upcoming bookings")
    await expect(bookings).to_contain_text("Plan the launch")
    await ada.press(bookings.get_by_role("button", name=re.compile("^Cancel meeting")))
    question = ada.card("Cancel this meeting?")
    await expect(question).to_contain_text("Plan the launch")
    await expect(ada.event("Plan the launch")).to_be_visible()
    await ada.press(question.get_by_role("button", name="Yes, cancel it"))
    await expect(ada.event("Plan the launch")).to_have_count(0)
    await expect(ada.answers.filter(has_text="Outlook has cancelled it").last).to_be_visible()
    await ada.ticked("cancel")
    await ada.say("/schedule bookings", "Upcoming bookings")
    await expect(ada.answers.last).to_contain_text("You have no upcoming bookings")


async def _disconnect(ada: Visitor) -> None:
    question = await ada.say("/schedule disconnect", "Disconnect?")
    await ada.ticked("disconnect", done=False)
    await ada.press(question.get_by_role("button", name=re.compile("^Disconnect")))
    await expect(ada.card("Disconnected")).to_contain_text("ada@contoso.com")
    await ada.ticked("disconnect")
    await ada.say("/schedule today", "Connect Outlook")
