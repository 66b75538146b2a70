"""Whatever happens between two questions, a process that remembers answers as one that was just started."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rooms import Rooms, build_rooms
from core.availability import DEFAULT_BLOCKING, ONLY_BUSY, ShowAs
from core.booking.usecases import FindRequest
from core.shared.errors import ClearhourError
from core.shared.ranges import Range
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, hold, invitee
from tests.unit.world import MONDAY, World, build, outside_of

DAY = timedelta(days=1)
Step = Callable[[World, str, int], Awaitable[None]]


async def add(world: World, key: str, hour: int) -> None:
    start, state = MONDAY + hour * HOUR, list(ShowAs)[hour % len(ShowAs)]
    world.box(key).add(start, start + HOUR, show_as=state)
    await hear(world)


async def add_days(world: World, key: str, hour: int) -> None:
    day = (MONDAY + hour * HOUR).date()
    world.box(key).add_days(day, day + DAY)
    await hear(world)


async def remove(world: World, key: str, hour: int) -> None:
    events = world.box(key).all_events()
    if events:
        world.box(key).remove(events[hour % len(events)].id)
    await hear(world)


async def hear(world: World) -> None:
    """Outlook tells; whether the rounds run before the next question is the next step's."""
    hints = world.subscriptions.notifications(DEFAULT, world.clock.now())
    await world.notified.receive(tuple(hints))


async def silence(world: World, key: str, hour: int) -> None:
    """An event that Outlook doesn't tell of: no copy knows it, and no memory."""
    start = MONDAY + hour * HOUR
    world.box(key).add(start, start + HOUR)


async def work(world: World, key: str, hour: int) -> None:
    await world.work(through=timedelta(seconds=hour))


async def wait(world: World, key: str, hour: int) -> None:
    world.clock.advance(timedelta(minutes=7 * hour))


async def book(world: World, key: str, hour: int) -> None:
    try:
        await hold(world, key, ("ben",) if key == "ada" else (), MONDAY + hour * HOUR)
    except ClearhourError:
        return


async def choose(world: World, key: str, hour: int) -> None:
    blocking = ONLY_BUSY if hour % 2 else DEFAULT_BLOCKING
    await world.configuring.choose_advanced(await world.person(key), blocking, linked_blocks=hour % 3 > 0)


async def rule(world: World, key: str, hour: int) -> None:
    person = await world.person(key)
    async with world.store.transactions.write() as tx:
        chosen = await world.store.preferences.get(tx, person)
        assert chosen is not None
        changed = replace(
            chosen, buffer_before_minutes=5 * (hour % 4), home_zone=("Europe/Berlin", "Asia/Tokyo")[hour % 2]
        )
        await world.store.preferences.save(tx, changed)
        await world.store.persons.raise_busy_version(tx, person)


STEPS: tuple[Step, ...] = (add, add_days, remove, silence, work, work, wait, book, choose, rule)
STORIES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(["ada", "ben"]), st.integers(1, 60)), min_size=2, max_size=8
)


@settings(max_examples=15, deadline=None)
@given(STORIES)
def test_memory_never_changes_an_answer(story: list[tuple[Step, str, int]]) -> None:
    asyncio.run(_told(story))


async def _told(story: list[tuple[Step, str, int]]) -> None:
    world = build(copied=True)
    for key in ("ada", "ben"):
        await world.connected(key)
    await world.work(through=timedelta(seconds=5))
    await answer(world, world.rooms)
    for step, key, hour in story:
        await step(world, key, hour)
        remembered = await answer(world, world.rooms)
        assert remembered == await answer(world, build_rooms(outside_of(world))), step


async def answer(world: World, rooms: Rooms) -> object:
    """The slots, and what was said to be read and when; gathered from memory and, for the reasons, from the copies."""
    start = world.clock.now()
    request = FindRequest(
        await world.person("ada"), (await invitee(world, "ben"),), 30, Range(start, start + 4 * DAY), "Europe/Berlin"
    )
    found = await rooms.bookings.finding.find(request)
    told = [
        (item.basis, [(one.calendar.name, one.read_at, one.error) for one in item.readings]) for item in found.evidence
    ]
    sample = [start.replace(minute=0) + number * HOUR / 2 for number in (4, 13, 47)]
    reasons = [(await rooms.bookings.finding.why(request, at)).reasons for at in sample]
    assert [not against for against in reasons] == [at in found.slots for at in sample]
    return found.slots, told
