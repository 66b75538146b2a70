"""What fills people's days: a journey, six double bookings at once, a boss, and a keyboard instead of a mouse."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, expect

from tests.driving.meetings import meeting
from tests.personas.place import Place, Town

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]

TIMES = re.compile("^30 min")
BERLIN = ZoneInfo("Europe/Berlin")
TABS_MOST = 80
SIX = 6


def on(moment: datetime, weekday: int, hour: int) -> datetime:
    """That day of next week, in Berlin."""
    day = moment.astimezone(BERLIN) + timedelta(days=7 - moment.weekday() + weekday)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


async def test_who_travels_is_offered_at_the_hours_of_that_place_and_reads_them_in_their_own(town: Town) -> None:
    """Ada will be in New York next week. Her chat is in Berlin still, where New York's nine o'clock is three."""
    monday = on(await town.truth.now(), 0, 9)
    async with town.sits("ada") as ada:
        await ada.connect()
        settings = await ada.say("settings", "Settings")
        await ada.press(settings, re.compile("journey"))
        await ada.fill("First day", f"{monday:%Y-%m-%d}")
        await ada.fill("Last day", f"{monday + timedelta(days=4):%Y-%m-%d}")
        await ada.fill("Zone there", "New York")
        await ada.submit("Save")
        await expect(ada.card("Settings")).to_contain_text("New York")
        slots = await ada.say("find 30m next week", TIMES)
        names = await ada.visitor.names_of_times(slots)
        hours = {int(found[1]) for name in names if (found := re.search(r" (\d\d):\d\d", name))}
        assert hours, names
        assert min(hours) >= 15, names
        assert max(hours) <= 22, names


async def test_six_double_bookings_on_one_day_are_one_message_and_are_put_in_order(town: Town) -> None:
    """They were there when Ada connected. She keeps some, moves one, and the list shows what is left."""
    now = await town.truth.now()
    for hour in range(10, 10 + SIX):
        for number, title in enumerate(("Focus", "Visit")):
            start = on(now, 4, hour) + timedelta(minutes=15 * number)
            await town.truth.adds("ada@contoso.com", meeting(f"{title} {hour}", start))
    async with town.sits("ada") as ada:
        await ada.connect()
        found = await ada.pin(ada.card(re.compile(r"^I found \d+ double bookings? in the next 14 days")))
        await ada.press(found, "Show")
        listed = await ada.say("conflicts", re.compile("^Double bookings: "))
        before = _count(await listed.inner_text())
        assert before == SIX
        for hour in (10, 11):
            await ada.press(listed, re.compile(f"^Keep both .*(Focus|Visit) {hour}"))
            await expect(listed).to_contain_text("Kept: everything stays as it is")
            listed = await ada.say("conflicts", re.compile("^Double bookings: "))
        assert _count(await listed.inner_text()) == before - 2
        await ada.press(listed, re.compile("^Move .*Visit 12"))
        await ada.press(listed, re.compile("^Move to .*Visit 12"))
        await expect(listed).to_contain_text("Resolved")
        listed = await ada.say("conflicts", re.compile("^Double bookings: "))
        assert _count(await listed.inner_text()) == before - 3


def _count(text: str) -> int:
    found = re.search(r"Double bookings: (\d+)", text)
    assert found, text
    return int(found[1])


async def test_an_assistant_schedules_for_a_boss(town: Town) -> None:
    """Ben shared his calendar with Ada, who may edit it. She books Ben with Emil; it stands in Ben's calendar."""
    await town.truth.admin(
        "PUT", "mailboxes/ben@contoso.com/calendars/Calendar/shares/ada@contoso.com", {"role": "write"}
    )
    async with town.sits("ada") as ada:
        await ada.connect()
        calendars = await ada.say("calendars", "Calendars")
        await ada.press(calendars, re.compile("Show calendars shared with"))
        offer = await ada.pin(ada.card(re.compile("Sign in again|Connect Outlook")))
        await ada.sign_in(offer, link=re.compile("Allow shared calendars"))
        slots = await ada.say("find 30m with emil@contoso.com for ben@contoso.com next week", TIMES)
        await ada.books(slots, "For the boss")
        now = await town.truth.now()
        assert await town.truth.everywhere("ben@contoso.com", now, now + timedelta(days=14))
        await ada.visitor.by("outlook-as-ben").click()
        await expect(ada.visitor.event("For the boss")).to_be_visible()


async def test_a_screen_reader_s_user_books_with_the_keyboard_alone(town: Town) -> None:
    """Emil hears every control by its name, goes by tabulator, and is told what became of it."""
    async with town.sits("emil") as emil:
        await emil.connect()
        await emil.say("find 30m next week", TIMES)
        await _tabs_to(emil, re.compile(r"^Book \w+ .*Kolkata"))
        await emil.page.keyboard.press("Enter")
        await emil.form.wait_for()
        await _tabs_to(emil, re.compile("^Title"))
        await emil.page.keyboard.press("Control+a")
        await emil.page.keyboard.type("By keyboard")
        await _tabs_to(emil, re.compile("^Book$"))
        await emil.page.keyboard.press("Enter")
        await expect(emil.visitor.event("By keyboard")).to_be_visible()
        await expect(_heard(emil)).to_contain_text("Booked")


async def _tabs_to(place: Place, name: re.Pattern[str]) -> None:
    """From wherever the keyboard is to the first control of this name."""
    for _ in range(TABS_MOST):
        await place.page.keyboard.press("Tab")
        heard = str(await place.page.evaluate(FOCUSED))
        if name.search(heard):
            return
    raise AssertionError(f"no control called {name.pattern}")


FOCUSED = """() => {
  const one = document.activeElement;
  return one?.getAttribute("aria-label") || one?.labels?.[0]?.innerText || one?.innerText || "";
}"""


def _heard(place: Place) -> Locator:
    """What is announced without being looked at."""
    return place.page.locator("[aria-live]").filter(has_text="Booked").first
