"""Double bookings made in Outlook and solved where they are told: Ada's in Slack, Ben's in Teams."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from playwright.async_api import Locator, expect

from tests.browser.colleague import Colleague
from tests.browser.outlook import makes, turn_to, week_of
from tests.browser.visitor import Visitor
from tests.driving.programs import Addresses
from tests.driving.truth import Truth

MEETING, OTHER = "Design review", "Vendor call"
INVITED, OWN = "Budget round", "School meeting"
WARNING = re.compile("^Double booking")
RESOLVED = re.compile("^Resolved")


@asynccontextmanager
async def truth_of(origin: str) -> AsyncIterator[Truth]:
    """The sandbox behind the page."""
    async with Truth(Addresses(origin, f"{origin}/admin", f"{origin}/v1.0", origin, {})) as truth:
        yield truth


async def told_in_slack(ada: Visitor) -> Locator:
    """The warning of her meeting, also when it is edited."""
    return await ada.pin(ada.card(WARNING).filter(has_text=MEETING))


async def told_in_teams(ben: Colleague) -> Locator:
    """The warning of the meeting he is invited to, also when it is edited."""
    warnings = ben.answers.filter(has=ben.visitor.page.get_by_text(WARNING))
    return await ben.pin(warnings.filter(has_text=INVITED).last)


def way_out(told: Locator, what: str, title: str) -> Locator:
    """The buttons that do this with that meeting: Move, Move to, Decline, Propose."""
    return told.get_by_role("button", name=re.compile(f"^{what} .*{title}"))


async def ada_moves_hers(ada: Visitor, start: datetime) -> None:
    """Told in Slack; Move, a time, and the same message says Resolved."""
    await week_of(ada, start)
    await makes(ada, MEETING, start, invite="ben")
    await expect(ada.event(MEETING)).to_be_visible()
    await ada.ticked("clash", done=False)
    await makes(ada, OTHER, start + timedelta(minutes=10))
    told = await told_in_slack(ada)
    await expect(told).to_contain_text(OTHER)
    await ada.ticked("clash")
    await ada.ticked("told")
    await ada.ticked("move", done=False)

    await ada.press(way_out(told, "Move", MEETING))
    await expect(told).to_contain_text("Ben Okafor will be told by Outlook")
    times = way_out(told, "Move to", MEETING)
    await expect(times).to_have_count(3)
    day, clock = moment_of(await times.first.get_attribute("aria-label"))
    await ada.press(times.first)

    heading = told.get_by_role("heading", name=RESOLVED)
    await expect(heading).to_contain_text(MEETING)
    await expect(heading).to_contain_text(clock)
    await expect(ada.card(WARNING).filter(has_text=MEETING)).to_have_count(0)
    await turn_to(ada, day)
    moved = ada.event(MEETING).locator("[data-start]")
    await expect(moved).to_have_attribute("data-start", re.compile(f"-{day:02}T{clock.zfill(5)}"))
    for step in ("move", "resolved"):
        await ada.ticked(step)
    await ada.ticked("other-clash", done=False)


async def ben_proposes_another(ben: Colleague, start: datetime) -> None:
    """Ada invites, Ben accepts and has something else; told in Teams, declined with another time."""
    page = ben.visitor
    await makes(page, INVITED, start, invite="ben")
    await page.by("outlook-as-ben").click()
    await week_of(page, start)
    await expect(page.event(INVITED)).to_contain_text("Not answered")
    await page.event(INVITED).click()
    await page.by("event-accept").click()
    await expect(page.event(INVITED)).not_to_contain_text("Not answered")
    await makes(page, OWN, start + timedelta(minutes=5))
    told = await told_in_teams(ben)
    await expect(told).to_contain_text("invited by Ada Lindqvist, you accepted")
    await page.ticked("other-clash")
    await page.ticked("propose", done=False)

    await way_out(told, "Decline", INVITED).click()
    await expect(told).to_contain_text("Ada Lindqvist is told by Outlook as soon as you press a time")
    times = way_out(told, "Propose", INVITED)
    await expect(times).to_have_count(3)
    await times.first.click()

    await expect(told.get_by_text(RESOLVED)).to_contain_text(INVITED)
    await expect(page.event(INVITED)).to_have_count(0)
    await expect(page.event(OWN)).to_be_visible()
    await page.ticked("propose")
    await _ada_reads_the_answer(page, start)


async def _ada_reads_the_answer(page: Visitor, start: datetime) -> None:
    """In her own Outlook: the meeting stands, Ben declined. What she opens is as old as
    her week was drawn, and says so when there is news."""
    await page.by("outlook-as-ada").click()
    await week_of(page, start)
    answer = page.by("event-dialog").get_by_role("listitem").filter(has_text="Ben")
    await page.event(INVITED).click()
    await expect(answer.filter(has_text="declined").or_(page.by("event-now")).first).to_be_visible()
    if await page.by("event-now").count():
        await page.by("event-now").click()
    await expect(answer).to_contain_text("declined")
    await page.by("event-cancel").click()


def moment_of(name: str | None) -> tuple[int, str]:
    """Day of the month, and hour and minute, at which a time begins, of a button's name."""
    found = re.search(r"(\d{1,2}) \w+ (\d{1,2}:\d{2})", name or "")
    assert found, name
    return int(found[1]), found[2]
