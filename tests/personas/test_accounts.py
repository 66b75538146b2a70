"""What people let us do, and where: only reading, two accounts, forty calendars."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.personas.place import Chat, Place, Town

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]

TIMES = re.compile("^30 min")
AT_HOME = "dina.haddad@outlook.example"
FORTY = [f"Customer {number:02}" for number in range(1, 41)]


async def test_who_allowed_reading_only_is_offered_outlooks_own_form_and_books_here_after_one_more_yes(
    town: Town,
) -> None:
    async with town.sits("emil") as emil:
        offer = await emil.say("connect", "Connect Outlook")
        await emil.sign_in(offer, link="Connect read-only")
        await expect(emil.card("Connected")).to_contain_text("read-only")
        slots = await emil.say("find 30m next week", TIMES)
        await emil.times(slots).first.click()
        stopped = await emil.pin(emil.card("I can't write this, but you can"))
        await _opens_outlooks_form(emil, stopped)
        await emil.press(stopped, "Allow bookings")
        offer = await emil.pin(emil.card("Connect Outlook"))
        before = await emil.answers.count()
        await emil.sign_in(offer)
        await expect(emil.answers).to_have_count(before + 1)
        await emil.books(await emil.pin(emil.card(TIMES)), "Now from here")
        await expect(emil.visitor.event("Now from here")).to_be_visible()


async def _opens_outlooks_form(emil: Place, card: Locator) -> None:
    """In a tab of its own; Outlook itself is not on this machine."""
    context = emil.visitor.context
    await context.route("https://outlook.office.com/**", lambda route: route.fulfill(body="Outlook"))
    async with context.expect_page() as opening:
        await card.get_by_role("link", name=re.compile("in Outlook, filled in|with .* filled in")).click()
    form = await opening.value
    await form.wait_for_url("https://outlook.office.com/calendar/**")
    await form.close()


async def test_who_has_two_accounts_is_busy_with_both_and_nobody_reads_what_the_private_one_holds(town: Town) -> None:
    async with town.sits("dina") as dina:  # whose chat is German
        await dina.sign_in(await dina.say("verbinden", "Outlook verbinden"), link="Verbinden")
        await expect(dina.card("Verbunden")).to_be_visible()
        await dina.press(await dina.say("verbindungen", "Verbindungen"), "Konto hinzufügen")
        code = await dina.sign_in(await dina.pin(dina.card("Outlook verbinden")), AT_HOME, link="Verbinden")
        await dina.types(code)
        await expect(dina.card("Verbunden")).to_contain_text(AT_HOME)
        week = await dina.say("woche", "Die nächsten sieben Tage")
        await expect(week).to_contain_text("Privat: beschäftigt")
        await expect(week).not_to_contain_text("Parents' evening")
        why = await dina.say("warum nicht dienstag 15:30", "Diese Zeit wird nicht angeboten")
        await expect(why).to_contain_text("Privat: beschäftigt")


async def test_who_has_forty_calendars_finds_the_one_that_bookings_go_to(town: Town) -> None:
    await town.truth.makes_calendars("ada@contoso.com", *FORTY)
    async with town.sits("ada") as ada:
        await ada.connect()
        picker = await ada.say("calendars", "Calendars")
        if town.chat is Chat.SLACK:
            await picker.get_by_role("combobox", name=re.compile("Linked calendar")).select_option(label=FORTY[-1])
        else:
            await picker.get_by_role("combobox", name="Linked calendar").fill(FORTY[-1])
        await ada.press(picker, "Save")
        await expect(ada.card("Calendars")).to_contain_text("Saved. This is in use now.")
        slots = await ada.say("find 30m next week", TIMES)
        await ada.books(slots, "With customer forty")
        await expect(ada.card("Booked")).to_contain_text(FORTY[-1])
        await expect(ada.visitor.event("With customer forty")).to_be_visible()
