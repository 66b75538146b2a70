"""A meeting type offers exactly what plain searches by people with the same rules offer."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.booking.usecases import FindRequest
from core.booking.usecases.arranging import Asking
from core.configuration.meeting_types.in_force import in_force
from core.configuration.meeting_types.model import MeetingType, Member, TypeMode
from core.shared.ranges import Range
from tests.unit.core.booking_scene import HOUR, invitee
from tests.unit.core.types_scene import INTRO, add
from tests.unit.world import MONDAY, World, build, user

DAY = timedelta(days=1)
ZONE = "Europe/Berlin"
WINDOW = Range(MONDAY, MONDAY + 3 * DAY)
MEMBERS = ("ben", "dan")


@dataclass(frozen=True)
class Story:
    """A type's own rules, and everybody's events as hours from Monday on."""

    minutes: int
    before: int | None
    after: int | None
    notice: int | None
    horizon: int | None
    mode: TypeMode
    k: int
    required: bool
    busy: tuple[tuple[str, int, int], ...]
    copied: bool


OWN = st.none() | st.sampled_from([0, 15, 30])
STORIES = st.builds(
    Story,
    minutes=st.sampled_from([15, 30, 45, 60]),
    before=OWN,
    after=OWN,
    notice=st.none() | st.sampled_from([0, 120, 1500]),
    horizon=st.none() | st.integers(1, 3),
    mode=st.sampled_from([TypeMode.PERSONAL, TypeMode.COLLECTIVE, TypeMode.K_OF_N, TypeMode.ROUND_ROBIN]),
    k=st.integers(1, 2),
    required=st.booleans(),
    busy=st.lists(st.tuples(st.sampled_from(["ada", *MEMBERS]), st.integers(0, 60), st.integers(1, 4)), max_size=8).map(
        tuple
    ),
    copied=st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(STORIES)
def test_a_types_slots_are_those_of_plain_searches_with_its_rules(story: Story) -> None:
    asyncio.run(_told(story))


async def _told(story: Story) -> None:
    world = build(copied=story.copied)
    for key in ("ada", *MEMBERS):
        await world.connected(key)
    for key, hour, length in story.busy:
        world.box(key).add(MONDAY + hour * HOUR, MONDAY + (hour + length) * HOUR)
    await world.work(through=timedelta(seconds=5))
    kind = await _kind(world, story)
    offered = await _offered(world, kind)
    await _adopt(world, kind)  # from now on everybody's own rules are the type's
    assert offered == await _expected(world, kind)


async def _kind(world: World, story: Story) -> MeetingType:
    required = story.required and story.mode is TypeMode.K_OF_N
    people = [Member(await world.person(key), required=required and key == "ben") for key in MEMBERS]
    k = min(story.k, len(people) - required)
    return await add(
        world, durations=(story.minutes,), buffer_before_minutes=story.before, buffer_after_minutes=story.after,
        minimum_notice_minutes=story.notice, horizon_days=story.horizon, mode=story.mode, k=k,
        members=() if story.mode is TypeMode.PERSONAL else tuple(people),
    )  # fmt: skip


async def _offered(world: World, kind: MeetingType) -> set[datetime]:
    """By the type, as its owner's own search."""
    ada = await world.person("ada")
    arrangement = await world.rooms.bookings.types.arranging.by_type(Asking(ada, user("ada"), "Ada"), INTRO)
    pool = {item.person for item in arrangement.pool if item.person}
    if kind.mode is TypeMode.ROUND_ROBIN:
        pool.add(arrangement.host)
    guests = tuple(item for item in arrangement.guests if item.person != ada)
    request = FindRequest(
        arrangement.host, (*guests, *arrangement.pool), kind.durations[0], WINDOW, ZONE, rules=arrangement.setup,
        pool=frozenset(pool), needed=arrangement.needed,
    )  # fmt: skip
    found = set((await world.finding.find(request)).slots)
    for start in sorted(found)[:3]:
        assert not (await world.finding.why(request, start)).reasons
        free = await world.finding.free_of_pool(request, start)
        assert len(free) >= arrangement.needed
    return found


async def _adopt(world: World, kind: MeetingType) -> None:
    people = [await world.person(key) for key in ("ada", *MEMBERS)]
    async with world.store.transactions.write() as tx:
        for person in people:
            chosen = (await world.configuring.setup_in(tx, person)).preferences
            own = {
                "buffer_before_minutes": kind.buffer_before_minutes,
                "buffer_after_minutes": kind.buffer_after_minutes,
                "minimum_notice_minutes": kind.minimum_notice_minutes,
                "horizon_days": kind.horizon_days,
            }
            said = {name: value for name, value in own.items() if value is not None}
            await world.configuring.save_in(tx, replace(chosen, **said))


async def _expected(world: World, kind: MeetingType) -> set[datetime]:
    if kind.mode is TypeMode.ROUND_ROBIN:
        return set().union(*[await _plain(world, kind, key) for key in MEMBERS])
    if kind.mode is TypeMode.PERSONAL:
        return await _plain(world, kind, "ada")
    always = [key for key, member in zip(MEMBERS, kind.members, strict=True) if member.required]
    others = [key for key in MEMBERS if key not in always]
    if kind.mode is TypeMode.COLLECTIVE:
        return await _plain(world, kind, "ada", *MEMBERS)
    chosen = combinations(others, kind.k)
    return set().union(*[await _plain(world, kind, "ada", *always, *some) for some in chosen])


async def _plain(world: World, kind: MeetingType, host: str, *guests: str) -> set[datetime]:
    invitees = tuple([await invitee(world, key) for key in guests])
    request = FindRequest(await world.person(host), invitees, kind.durations[0], WINDOW, ZONE)
    return set((await world.finding.find(request)).slots)


async def test_calendars_of_the_types_own_are_the_owners_and_nobody_elses() -> None:
    world = build()
    await world.connected("ada")
    await world.connected("ben")
    setup, other = await world.setup("ada"), await world.setup("ben")
    linked = setup.calendars[0].id
    kind = await add(world, linked=linked, conflicts=frozenset())
    assert in_force(kind, setup).preferences.blocking_calendars == {linked}
    assert in_force(kind, other).preferences.linked == other.preferences.linked
    assert in_force(replace(kind, linked=None, conflicts=None), setup).blocking == setup.blocking
