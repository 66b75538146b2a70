"""The moving picture: a double booking is made in Outlook, told in Slack, and solved in two presses."""

import re
from datetime import timedelta

from playwright.async_api import Locator, ViewportSize, expect

from tests.browser.double_booking import MEETING, OTHER, RESOLVED, moment_of, told_in_slack, way_out
from tests.browser.outlook import turn_to
from tests.browser.visitor import Visitor
from tests.driving.meetings import meeting
from tests.driving.truth import Truth
from tests.pictures.album import Album, Film
from tests.pictures.caption import caption, ringed

SIZE: ViewportSize = {"width": 1180, "height": 720}
READ_MS = 2_600
GLANCE_MS = 1_200
READ_AGAIN_MS = 1_500
"""By then the pane has read and drawn the week for each of the two events."""
HOUR_LINE = """hour => {
  const label = [...document.querySelectorAll(".ec-slot")].find(one => parseInt(one.textContent, 10) === hour);
  return label.getBoundingClientRect().top;
}"""


async def double_booking(ada: Visitor, truth: Truth, album: Album) -> None:
    """On Friday at 14:05: the design review is at 14:30, the vendor call is dragged from 16:30 to 15:00."""
    film = Film("double-booking")
    await _stage(ada, truth)
    await caption(ada.page, "Ada's Friday. The design review with Ben is at 14:30, a vendor call at 16:30.")
    await album.shoot(film, ada.page, READ_MS)
    await _dragged(ada, film, album)

    told = await told_in_slack(ada)
    await caption(ada.page, "They overlap. Clearhour says so in Slack, with the ways out.")
    await album.shoot(film, ada.page, READ_MS)
    await album.cut("clash-told", told)
    await _pressed(ada, way_out(told, "Move", MEETING), "Press Move …", film, album)

    times = way_out(told, "Move to", MEETING)
    await expect(times).to_have_count(3)
    await album.cut("clash-times", told)
    chosen = times.first
    day, _ = moment_of(await chosen.get_attribute("aria-label"))
    await caption(ada.page, "… and one of three times at which everybody is free.")
    await album.shoot(film, ada.page, READ_MS)
    await _pressed(ada, chosen, "… and one of three times at which everybody is free.", film, album)

    await expect(told.get_by_role("heading", name=RESOLVED)).to_be_visible()
    await turn_to(ada, day)
    await expect(ada.event(MEETING)).to_be_visible()
    await caption(ada.page, "The meeting is moved in Outlook, Ben is told, and the same message says Resolved.")
    await album.shoot(film, ada.page, 2 * READ_MS)
    await album.cut("clash-resolved", told)
    await ada.page.evaluate("document.getElementById('caption').remove()")
    album.show(film)


async def _stage(ada: Visitor, truth: Truth) -> None:
    await ada.page.set_viewport_size(SIZE)
    await ada.by("week-today").click()
    await truth.listened_to(ada.account)
    now = await truth.now()
    start = now.replace(hour=13, minute=30, second=0, microsecond=0)
    await truth.adds(ada.account, meeting(MEETING, start, 60, guests={"ben@contoso.com": "Ben Okafor"}))
    await truth.adds(ada.account, meeting(OTHER, start + timedelta(hours=2), 30))
    await expect(ada.event(OTHER)).to_be_visible()
    await ada.page.wait_for_timeout(READ_AGAIN_MS)
    await ada.event(OTHER).evaluate("one => one.scrollIntoView({block: 'center'})")


async def _dragged(ada: Visitor, film: Film, album: Album) -> None:
    """Half-way for a frame, then dropped."""
    event = ada.event(OTHER)
    box = await event.bounding_box()
    assert box is not None
    way = 1.5 * (await ada.page.evaluate(HOUR_LINE, 15) - await ada.page.evaluate(HOUR_LINE, 16))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    mouse = ada.page.mouse
    await mouse.move(x, y)
    await mouse.down()
    await mouse.move(x, y + way * 5 / 6, steps=4)
    await caption(ada.page, "In Outlook she drags the vendor call onto the review.")
    await album.shoot(film, ada.page, GLANCE_MS)
    await mouse.move(x, y + way, steps=4)
    await mouse.up()
    await expect(event.locator("[data-start]")).to_have_attribute("data-start", re.compile("T15:00"))


async def _pressed(ada: Visitor, button: Locator, words: str, film: Film, album: Album) -> None:
    await caption(ada.page, words)
    async with ringed(button):
        await album.shoot(film, ada.page, GLANCE_MS)
        await button.click()
