"""The same page's Outlook pane: a new event by its own form, and the week that an event is in."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from tests.browser.visitor import Visitor

ZONES = {"ada": "Europe/Berlin", "ben": "Europe/London"}
WEEKS_MOST = 3
_FREE_SPOT = """week => {
  const isFree = (x, y) => {
    const there = document.elementFromPoint(x, y);
    return there?.closest(".ec-body .ec-grid") && !there.closest(".ec-event");
  };
  const {top, bottom} = week.getBoundingClientRect();
  for (const day of week.querySelectorAll(".ec-body .ec-day")) {
    const {left, width} = day.getBoundingClientRect();
    for (let y = top; y < bottom; y += 10)
      if ([y, y + 10, y + 20, y + 30].every(each => isFree(left + width / 2, each))) return [left + width / 2, y];
  }
}"""


async def makes(visitor: Visitor, title: str, start: datetime, minutes: int = 30, invite: str | None = None) -> None:
    """Whoever the pane shows presses a free spot of the week and fills in the form."""
    wall = start.astimezone(ZoneInfo(ZONES[await _whose(visitor)]))
    x, y = await visitor.by("week").evaluate(_FREE_SPOT)
    mouse = visitor.page.mouse
    await mouse.move(x, y)
    await mouse.down()
    await mouse.move(x, y + 20, steps=4)
    await mouse.up()
    form = visitor.by("event-dialog")
    if await visitor.by("event-all-day").is_checked():  # the week was drawn anew under the pointer
        await visitor.by("event-all-day").uncheck()
    await visitor.by("event-subject").fill(title)
    await visitor.by("event-start").fill(f"{wall:%Y-%m-%dT%H:%M}")
    await visitor.by("event-end").fill(f"{wall + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}")
    if invite:
        await visitor.by(f"invite-{invite}").check()
    await visitor.by("event-save").click()
    await expect(form).to_have_count(0)


async def _whose(visitor: Visitor) -> str:
    shown = visitor.page.locator("#outlook-who [aria-pressed=true]")
    return str(await shown.get_attribute("data-testid")).removeprefix("outlook-as-")


async def week_of(visitor: Visitor, start: datetime) -> None:
    """The week, weekend and all, in which whoever the pane shows has this moment: late on a Sunday perhaps the next."""
    await visitor.by("week-today").click()
    if await visitor.by("weekend").get_attribute("aria-pressed") == "false":
        await visitor.by("weekend").click()
    await turn_to(visitor, start.astimezone(ZoneInfo(ZONES[await _whose(visitor)])).day)


async def turn_to(visitor: Visitor, day: int) -> None:
    """The first week from the one shown on that has this day of a month."""
    wanted = visitor.by("week").locator(".day-head strong").get_by_text(str(day), exact=True)
    for _ in range(WEEKS_MOST):
        if await wanted.count():
            return
        await visitor.by("week-next").click()
