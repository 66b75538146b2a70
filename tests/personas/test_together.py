"""Who meets others: in a channel, without Outlook, and behind an admin's approval."""

import re

import pytest
from playwright.async_api import expect

from tests.personas.place import Chat, Town

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]

TIMES = re.compile("^30 min")


async def test_what_is_asked_in_a_channel_is_answered_in_private_and_booked_there(town: Town) -> None:
    """The channel sees no more than that Ben was answered."""
    async with town.sits("ben") as ben:
        await ben.connect()
        await ben.goes_to_the_channel()
        await ben.asks_aloud("find 30m next week")
        if town.chat is Chat.SLACK:  # in Teams that line takes itself away
            await expect(ben.answers.last).to_contain_text("I've answered you in our direct message")
        assert await ben.times(ben.page.locator("body")).count() == 0
        await ben.goes_to_the_bot()
        slots = await ben.pin(ben.card(TIMES))
        await ben.books(slots, "Asked aloud")
        await expect(ben.visitor.event("Asked aloud")).to_be_visible()


async def test_who_has_no_outlook_here_takes_an_offered_time_and_is_invited(town: Town) -> None:
    """Ada offers times in the channel. Carol never connected anything; she takes one, and it stands in Ada's Outlook
    with her on its list."""
    async with town.sits("ada") as ada, town.sits("carol", newcomer=True) as carol:
        await ada.connect()
        await ada.goes_to_the_channel()
        await ada.asks_aloud("find 30m next week")
        await ada.goes_to_the_bot()
        slots = await ada.pin(ada.card(TIMES))
        await ada.press(slots, "Offer these")
        await ada.fill("Title", "Coffee")
        await ada.submit("Offer")
        await carol.goes_to_the_channel()
        offer = await carol.pin(carol.answers.filter(has_text="Ada Lindqvist offers 30 minutes").last)
        await carol.press(offer, re.compile("^Take "))
        await expect(offer).to_contain_text(re.compile("Taken|You took"))
        await expect(ada.visitor.event("Coffee")).to_be_visible()
        await ada.visitor.event("Coffee").click()
        await expect(ada.visitor.by("event-dialog")).to_contain_text("Carol Reyes")
        await ada.page.keyboard.press("Escape")


async def test_an_admin_approves_what_somebody_may_not_allow_alone_and_they_go_on(town: Town) -> None:
    """Ada meets Microsoft's wall, copies the request from our page, Emil (an admin) approves, and Ada is told."""
    await town.truth.admin("POST", "entra/consent", {"user_consent": False})
    async with town.sits("ada") as ada:
        offer = await ada.say("connect", "Connect Outlook")
        tab = await ada.visitor.opened(offer)
        await tab.get_by_test_id("request").click()
        request = await tab.get_by_test_id("copied").evaluate("one => one.value ?? one.innerText")
        await tab.go_back()
        await tab.get_by_test_id("continue").click()
        await tab.get_by_test_id("account-ada@contoso.com").click()
        await expect(tab.get_by_text("Need admin approval")).to_be_visible()
        address = next(word for word in request.split() if "/adminconsent?" in word)
        await tab.goto(address)
        await tab.get_by_test_id("account-emil@contoso.com").click()
        await tab.get_by_test_id("consent-accept").click()
        await tab.wait_for_url("**/connect/**")
        await tab.close()
        approved = await ada.pin(ada.card("Approved: continue"))
        await ada.press(approved, "Continue")
        again = await ada.visitor.opened(approved)
        await again.get_by_test_id("continue").click()
        await again.get_by_test_id("account-ada@contoso.com").click()
        await again.wait_for_url("**/connect/callback?**")
        await again.close()
        await expect(ada.card("Connected")).to_contain_text("ada@contoso.com")
