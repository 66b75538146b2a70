"""Single cards and pages: what else is told, in Slack and in Teams."""

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import ViewportSize, expect

from tests.browser.colleague import Colleague
from tests.browser.double_booking import INVITED, OWN, told_in_teams, way_out
from tests.browser.visitor import Visitor
from tests.driving.meetings import at, meeting
from tests.driving.truth import Truth
from tests.pictures.album import Album

WIDE: ViewportSize = {"width": 1440, "height": 820}
QUESTION: ViewportSize = {"width": 640, "height": 520}
SEEN_MS = 3_000
"""By then the bot has looked at what was made without waiting for it."""
BOOKED = "Plan the launch"


async def others(ada: Visitor, ben: Colleague, truth: Truth, album: Album) -> None:
    """After the film, with Ada's booking on Tuesday."""
    await _moved_in_outlook(ada, truth)
    await _in_teams(ada, ben, truth, album)
    await _list(ada, truth, album)


async def _in_teams(ada: Visitor, ben: Colleague, truth: Truth, album: Album) -> None:
    """Ben accepted Ada's meeting and has something of his own."""
    start = (await truth.now()).replace(minute=30, second=0, microsecond=0)
    await truth.adds(ada.account, meeting(INVITED, start, guests={ben.account: "Ben Okafor"}))
    await truth.accepts(ben.account, INVITED, start)
    await truth.adds(ben.account, meeting(OWN, start + timedelta(minutes=15)))
    await ada.page.set_viewport_size(WIDE)
    await ada.by("outlook-as-ben").click()
    await ada.by("week-today").click()
    told = await told_in_teams(ben)
    await expect(told).to_be_visible()
    await album.take("teams", ada.page)
    await way_out(told, "Decline", INVITED).click()
    times = way_out(told, "Propose", INVITED)
    await expect(times).to_have_count(3)
    await album.cut("propose", told)
    await times.first.click()
    await expect(told.get_by_text("Resolved")).to_be_visible()
    await ada.by("outlook-as-ada").click()


async def _list(ada: Visitor, truth: Truth, album: Album) -> None:
    """Two that stand: one of Ada's own with one of Ben's, and her own entry over her own meeting."""
    wednesday = datetime(2026, 12, 2, 13, 0, tzinfo=UTC)
    await truth.adds("ben@contoso.com", meeting("Release talk", wednesday, 60, guests={ada.account: "Ada Lindqvist"}))
    await truth.accepts(ada.account, "Release talk", wednesday)
    await truth.adds(ada.account, meeting("Call with Fabrikam", wednesday + timedelta(minutes=30)))
    thursday = wednesday + timedelta(days=1)
    await truth.adds(ada.account, meeting("Write the brief", thursday, 60))
    await ada.page.wait_for_timeout(SEEN_MS)
    await album.cut("conflicts", await ada.say("/schedule conflicts", re.compile("^Double bookings")))


async def _moved_in_outlook(ada: Visitor, truth: Truth) -> None:
    """The booking, by three hours. It is told when that has stood for 90 seconds."""
    booked = datetime(2026, 12, 1, 11, 30, tzinfo=UTC)
    ((_, event),) = await truth.called(ada.account, BOOKED, booked)
    moved = booked + timedelta(hours=3)
    await truth.changes(ada.account, event["id"], {"start": at(moved), "end": at(moved + timedelta(minutes=30))})


async def disagreement(ada: Visitor, album: Album) -> None:
    """What was moved a while ago is asked about."""
    card = ada.card("Moved in Outlook: which time shall hold?")
    await card.wait_for(timeout=120_000)
    await album.cut("disagreement", card)


async def joining(ada: Visitor, album: Album) -> None:
    """Ada connects in Teams what is connected in Slack: one question."""
    in_teams = Colleague(ada, ada.account)
    await ada.page.set_viewport_size(WIDE)
    await ada.by("teams-as-ada").click()
    await in_teams.install()
    tab = await ada.opened(await in_teams.say("connect", "Connect Outlook"))
    await tab.get_by_test_id("continue").click()
    await tab.get_by_test_id(f"account-{ada.account}").click()
    await tab.get_by_test_id("join").wait_for()
    await tab.set_viewport_size(QUESTION)
    await album.take("join", tab)
    await tab.close()
