"""No reasons and "find offers it" are one statement, through the whole use case."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.availability import ShowAs
from core.booking.usecases import FindRequest
from core.people.model import Invitee
from core.shared.errors import ReconnectNeeded
from core.shared.ranges import Range
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, hold, invitee, scene
from tests.unit.world import MONDAY, World

MINUTES = timedelta(minutes=1)
STARTS = tuple(MONDAY + minutes * MINUTES for minutes in (*range(-60, 12 * 60, 30), 5, 15, 100, 225, 440))
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["ada", "ben", "dan"]),
        st.integers(0, 9 * 60),
        st.sampled_from([10, 25, 30, 60, 90]),
        st.sampled_from(list(ShowAs)),
    ),
    max_size=5,
)
RULES = st.fixed_dictionaries(
    {
        "step_minutes": st.sampled_from([15, 20, 30, 60]),
        "buffer_before_minutes": st.sampled_from([0, 10, 30]),
        "buffer_after_minutes": st.sampled_from([0, 5, 20]),
        "minimum_notice_minutes": st.sampled_from([0, 60, 150]),
        "horizon_days": st.sampled_from([0, 1, 60]),
    }
)
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])


@settings(max_examples=20, deadline=None)
@given(EVENTS, RULES, ZONES, st.booleans(), st.booleans(), st.sampled_from([15, 30, 50]))
def test_a_time_has_no_reasons_if_and_only_if_find_offers_it(
    events: list[tuple[str, int, int, ShowAs]],
    rules: dict[str, int],
    zone: str,
    booked: bool,
    unreadable: bool,
    minutes: int,
) -> None:
    asyncio.run(_agree(events, rules, zone, booked, unreadable, minutes))


async def _agree(
    events: list[tuple[str, int, int, ShowAs]],
    rules: dict[str, int],
    zone: str,
    booked: bool,
    unreadable: bool,
    minutes: int,
) -> None:
    world = await scene()
    dan = world.mailbox("dan@contoso.com")
    for who, at, length, show_as in events:
        box = dan if who == "dan" else world.box(who)
        start = MONDAY + at * MINUTES
        box.add(start, start + length * MINUTES, show_as=show_as)
    world.box("ada").add_days(date(2027, 3, 2), date(2027, 3, 3))
    setup = await world.setup("ada")
    async with world.store.transactions.write() as tx:
        await world.store.preferences.save(tx, replace(setup.preferences, **rules))  # type: ignore[arg-type]
    if booked:
        await hold(world, start=MONDAY + 5 * HOUR)
    if unreadable:
        world.box("ben").unreadable[DEFAULT] = ReconnectNeeded()
    await _compare(world, zone, minutes, (await invitee(world, "ben"), Invitee("Dan", "dan@contoso.com")))


async def _compare(world: World, zone: str, minutes: int, guests: tuple[Invitee, ...]) -> None:
    window = Range(MONDAY - HOUR, MONDAY + 24 * HOUR)
    request = FindRequest(await world.person("ada"), guests, minutes, window, zone)
    offered = set((await world.finding.find(request)).slots)
    explained = {start: (await world.finding.why(request, start)).reasons for start in STARTS}
    assert {start for start, reasons in explained.items() if not reasons} == offered & set(STARTS)
