"""Each trouble that the page can make: what the chat says to it, and that it says it once."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.double_booking import moment_of, truth_of
from tests.browser.program import running_demo
from tests.browser.trouble import SUBSCRIPTIONS, ends_subscriptions, flips, looks, news, opens_drawer, said_once
from tests.browser.visitor import Visitor, visiting
from tests.driving.meetings import meeting
from tests.driving.truth import Truth

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

BERLIN = ZoneInfo("Europe/Berlin")
TIMES = re.compile("^30 min")
FIND = "/schedule find 30m next week"
ACCOUNT = "ada@contoso.com can't be read any more"
CALENDAR = "Side projects can't be read any more"


async def test_each_trouble_makes_the_chat_say_the_right_thing_once(browser: Browser) -> None:
    async with running_demo() as origin, visiting(browser, origin, "ada") as ada, truth_of(origin) as truth:
        await _approval_is_asked_for(ada)
        tab = await ada.sign_in(await ada.say("/schedule connect", "Connect Outlook"))
        await tab.close()
        await expect(ada.card("Connected")).to_be_visible()
        await expect(ada.by("trouble-expire-state")).to_have_text(SUBSCRIPTIONS)
        await _unreadable(ada)
        await _silent_ones(ada, truth)
        await _throttled(ada)
        await _slow(ada)
        await _revoked(ada)
        await ada.check()


async def _approval_is_asked_for(ada: Visitor) -> None:
    """Microsoft's page ends in a wall; ours has told before what to do then."""
    await opens_drawer(ada)
    await flips(ada, "approval")
    tab = await ada.opened(await ada.say("/schedule connect", "Connect Outlook"))
    await expect(tab.get_by_test_id("request")).to_have_text("Copy a request for your admin")
    await tab.get_by_test_id("continue").click()
    await tab.get_by_test_id(f"account-{ada.account}").click()
    await expect(tab.get_by_text("Need admin approval")).to_be_visible()
    await tab.close()
    await flips(ada, "approval", on=False)


async def _unreadable(ada: Visitor) -> None:
    """One calendar: told once, no times, and the same card says when it is over."""
    await ada.by("trouble-unreadable-choice").select_option(label="Side projects")
    await flips(ada, "unreadable")
    card = await said_once(ada, CALENDAR)
    await expect(card).to_contain_text("unknown is not free")
    times = await ada.say(FIND, TIMES)
    await expect(times).to_contain_text("Not read: Side projects")
    assert await ada.times(times).count() == 0
    await flips(ada, "unreadable", on=False)
    await expect(card.get_by_role("heading", name="Side projects can be read and used again")).to_be_visible()
    await expect(news(ada, CALENDAR)).to_have_count(0)


async def _silent_ones(ada: Visitor, truth: Truth) -> None:
    """Delta refused, notifications lost, subscriptions ended: nothing is said, and nothing is wrong."""
    said = await ada.answers.count()
    await flips(ada, "delta")
    start = await _add(truth, ada.account, "Seen without delta", 9)
    await flips(ada, "delta", on=False)
    await ends_subscriptions(ada, truth)
    await expect(ada.answers).to_have_count(said)
    why = await ada.say(f"/schedule why {start:%Y-%m-%d} 10:00", "This time isn't offered")
    await expect(why).to_contain_text("Seen without delta")
    await _lost_notifications(ada, truth)


async def _lost_notifications(ada: Visitor, truth: Truth) -> None:
    """The copy can't know; the look before the booking does."""
    times = await ada.say(FIND, TIMES)
    await flips(ada, "drop")
    last = ada.times(times).last
    start = await _start_of(last, truth)
    await truth.adds(ada.account, meeting("Came unnoticed", start))
    said = await ada.answers.count()
    await _books(ada, last, "Too late")
    await expect(times).to_contain_text(re.compile("taken|no longer free|isn't free"))
    await expect(ada.answers).to_have_count(said)
    await expect(ada.by("trouble-drop-state")).to_contain_text("1 lost so far")
    await flips(ada, "drop", on=False)


async def _throttled(ada: Visitor) -> None:
    """Times from the copy; the booking waits, and its card says both."""
    await flips(ada, "throttle")
    times = await ada.say(FIND, TIMES)
    said = await ada.answers.count()
    await _books(ada, ada.times(times).last, "After the wait")
    await expect(times).to_contain_text("The time is held")
    await flips(ada, "throttle", on=False)
    await expect(times.get_by_role("heading", name="Booked", exact=True)).to_be_visible()
    await expect(ada.answers).to_have_count(said)


async def _slow(ada: Visitor) -> None:
    """Times at once, whatever Outlook takes."""
    await flips(ada, "slow")
    times = await ada.say(FIND, TIMES)
    await expect(ada.times(times).first).to_be_visible()
    await ada.by("trouble-right").click()
    await expect(ada.by("trouble-slow")).to_have_attribute("data-on", "false")


async def _revoked(ada: Visitor) -> None:
    """One card with one way on; signing in again brings everything back, and the same card says so."""
    await ada.by("trouble-revoked-do").click()
    await expect(ada.by("trouble-revoked-state")).to_have_text("Revoked: reconnect in the chat")
    card = await said_once(ada, ACCOUNT)
    await expect(card).to_contain_text("Microsoft ended the stored sign-in")
    await looks(ada)
    times = await ada.say(FIND, TIMES)
    assert await ada.times(times).count() == 0
    await expect(news(ada, ACCOUNT)).to_have_count(1)
    await _reconnects(ada, card)
    await expect(card.get_by_role("heading", name="ada@contoso.com can be read and used again")).to_be_visible()
    times = await ada.say(FIND, TIMES)
    await expect(ada.times(times).first).to_be_visible()


async def _reconnects(ada: Visitor, card: Locator) -> None:
    """Microsoft asks who it is, and no more."""
    await ada.press(card.get_by_role("button", name=re.compile("^Reconnect")))
    tab = await ada.opened(ada.card("Connect Outlook"))
    await tab.get_by_test_id("continue").click()
    await tab.get_by_test_id(f"account-{ada.account}").click()  # what was allowed stays allowed
    await tab.wait_for_url("**/connect/callback?**")
    await tab.close()


async def _books(ada: Visitor, time: Locator, title: str) -> None:
    await time.click()
    await ada.by("modal").get_by_label("Title").fill(title)
    await ada.by("modal-submit").click()
    await expect(ada.by("modal")).to_have_count(0)


async def _add(truth: Truth, account: str, subject: str, hour: int) -> datetime:
    """An event at that hour UTC on a Tuesday two weeks on."""
    now = await truth.now()
    start = (now + timedelta(days=15 - now.weekday())).replace(hour=hour, minute=0, second=0, microsecond=0)
    await truth.adds(account, meeting(subject, start))
    return start


async def _start_of(time: Locator, truth: Truth) -> datetime:
    """The instant that a time on a card means, in Berlin."""
    day, clock = moment_of(await time.get_attribute("aria-label"))
    today = (await truth.now()).astimezone(BERLIN).replace(hour=0, minute=0, second=0, microsecond=0)
    found = next(today + timedelta(days=ahead) for ahead in range(20) if (today + timedelta(days=ahead)).day == day)
    hour, minute = clock.split(":")
    return found.replace(hour=int(hour), minute=int(minute))
