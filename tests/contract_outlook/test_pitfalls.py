"""P1: meetings that repeat block like any others, however many there are and however Outlook splits them into pages."""

from datetime import datetime, timedelta

import pytest

from core.availability import BusyTime, Hours, Request, find_slots
from core.shared.ranges import Range
from core.sync.model import Event, busy_time
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.mirroring import mirror_of
from tests.contract_outlook.test_copies import body, pattern
from tests.contract_outlook.week import MONDAY, WEDNESDAY
from tests.unit.outlook.fakes import ADA

PROJECTS = "Side projects"
DAY = 0


async def with_series(desk: Desk, number: int) -> str:
    """So many series, each with an occurrence on the same day, and nothing else."""
    await desk.connect("ada@contoso.com")
    calendar = await desk.calendar(ADA, PROJECTS)
    outside = desk.sandbox.seen("ada@contoso.com")
    for each in range(number):
        made = body(DAY, 18 + 2 * (each % 3), f"Series {each}", **pattern(DAY, False, 4))
        assert outside.send("POST", f"/me/calendars/{calendar}/events", made).is_success
    return calendar


def of_the_day(events: tuple[Event, ...]) -> list[Event]:
    first = MONDAY + timedelta(days=DAY)
    return [one for one in events if first <= one.start < first + timedelta(days=1)]


@pytest.mark.parametrize("number", [1, 11, 130])
async def test_p1_a_day_of_nothing_but_series_is_read_in_full_by_the_view_and_by_the_copy(
    desk: Desk, number: int
) -> None:
    calendar = await with_series(desk, number)
    desk.clock.time = WEDNESDAY
    mirror = await mirror_of(desk, PROJECTS)
    shown = of_the_day(await desk.outlook.reader.events(ADA, calendar, Range(MONDAY, MONDAY + timedelta(days=7))))
    await mirror.rounds.sync(mirror.calendars[0])
    kept = of_the_day(tuple((await mirror.copy()).values()))
    titles = {f"Series {each}" for each in range(number)}
    assert {one.subject for one in shown} == {one.subject for one in kept} == titles
    assert {one.id for one in shown} == {one.id for one in kept}
    assert all(one.series is not None for one in kept)


async def test_p1_no_time_is_offered_into_a_meeting_that_only_a_series_knows_of(desk: Desk) -> None:
    await with_series(desk, 3)
    desk.clock.time = WEDNESDAY
    mirror = await mirror_of(desk, PROJECTS)
    await mirror.rounds.sync(mirror.calendars[0])
    busy = tuple(busy_time(one, "projects") for one in (await mirror.copy()).values())
    start = MONDAY + timedelta(days=DAY, hours=9)
    slots = _slots(busy, Range(start, start + timedelta(hours=4)))
    assert slots == [start + timedelta(hours=3)], "series from nine to twelve"


def _slots(busy: tuple[BusyTime, ...], window: Range) -> list[datetime]:
    always = Hours.of({number: [(0, 1440)] for number in range(7)})
    request = Request(
        window=(window.start, window.end), duration_minutes=60, tz="Europe/Berlin", hours=always, busy=busy
    )
    return list(find_slots(request).slots)
