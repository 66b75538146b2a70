"""Outlook decides: what is dragged or changed in the week changes what is offered."""

import re
from datetime import date, timedelta

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.double_booking import truth_of
from tests.browser.visitor import Visitor, visiting

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

EVENT = "Font licence"
HOUR_LINE = """hour => {
  const label = [...document.querySelectorAll(".ec-slot")].find(one => parseInt(one.textContent, 10) === hour);
  return label.getBoundingClientRect().top;
}"""


async def test_a_time_is_gone_with_an_event_dragged_onto_it_and_back_when_the_event_is_free(
    browser: Browser, demo: str
) -> None:
    async with truth_of(demo) as truth:
        await truth.reads("dina", "en-GB")
    async with visiting(browser, demo, "dina") as dina:
        tab = await dina.sign_in(await dina.say("/schedule connect", "Connect Outlook"))
        await tab.close()
        await expect(dina.card("Connected")).to_be_visible()
        assert await _offered(dina, "11-12") == ["11:30"]
        assert await _offered(dina, "14-15") == ["14:00", "14:30"]
        await _drag_down(dina, dina.event(EVENT), 11, 14)
        assert await _offered(dina, "14-15") == ["14:30"]
        assert await _offered(dina, "11-12") == ["11:00", "11:30"]
        await _show_as(dina, "free")
        assert await _offered(dina, "14-15") == ["14:00", "14:30"]
        await _show_as(dina, "busy")
        assert await _offered(dina, "14-15") == ["14:30"]
        await dina.check()


async def _offered(dina: Visitor, hours: str) -> list[str]:
    """The times offered on the shown week's Friday."""
    monday = date.fromisoformat(str(await dina.by("week-title").get_attribute("data-monday")))
    slots = await dina.say(f"/schedule find 30m {monday + timedelta(4)} {hours}", re.compile("^30 min"))
    return await dina.times(slots).all_inner_texts()


async def _drag_down(dina: Visitor, event: Locator, hour: int, to_hour: int) -> None:
    box = await event.bounding_box()
    assert box is not None
    way = await dina.page.evaluate(HOUR_LINE, to_hour) - await dina.page.evaluate(HOUR_LINE, hour)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    mouse = dina.page.mouse
    async with dina.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        await mouse.move(x, y)
        await mouse.down()
        await mouse.move(x, y + way / 2, steps=4)
        await mouse.move(x, y + way, steps=4)
        await mouse.up()
    await expect(event.locator("[data-start]")).to_have_attribute("data-start", re.compile(f"T{to_hour}:00"))


async def _show_as(dina: Visitor, state: str) -> None:
    await dina.event(EVENT).click()
    await dina.by("event-show-as").select_option(state)
    async with dina.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        await dina.by("event-save").click()
    await expect(dina.by("event-dialog")).to_have_count(0)
