"""How old a copy may be, and what is said of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.dialogue.answers.agenda import sources
from core.shared.errors import OutlookRejected, OutlookUnavailable, ReconnectNeeded
from core.shared.ranges import Range
from core.sync.model import CalendarReading
from tests.fakes.outlook import DEFAULT
from tests.unit.sync.scene import AT_ELEVEN, DAY, HOUR, copied, hints, rounds_asked
from tests.unit.world import MONDAY, World

MINUTE = timedelta(minutes=1)


async def read(world: World) -> CalendarReading:
    """What an answer is made of, now."""
    (calendar,) = (await world.setup("ada")).shown
    now = world.clock.now()
    (reading,) = await world.reading.calendars((calendar,), Range(now, now + DAY))
    return reading


async def polled() -> World:
    """Nobody notifies us."""
    world = await copied(team=False)
    states = world.store.transactions.tables.sync_states
    states.update({key: replace(state, subscription=None, renew_at=None) for key, state in states.items()})
    return world


@pytest.mark.parametrize(
    ("live", "age", "asks"),
    [
        (True, 44 * MINUTE, False),
        (True, 45 * MINUTE, True),
        (False, 4 * MINUTE, False),
        (False, 5 * MINUTE, True),
    ],
)
async def test_outlook_is_asked_first_when_the_copy_is_not_fresh(live: bool, age: timedelta, asks: bool) -> None:
    world = await (copied(team=False) if live else polled())
    last = (await read(world)).read_at
    world.clock.set(last + age)
    asked = rounds_asked(world)
    reading = await read(world)
    assert rounds_asked(world) - asked == asks
    assert world.clock.now() - reading.read_at == (timedelta() if asks else age)


async def test_who_asks_after_a_notification_gets_the_change_also_within_the_quiet_seconds() -> None:
    world = await copied(team=False)
    for number in range(3):
        world.box("ada").add(MONDAY + (2 + number) * HOUR, MONDAY + (3 + number) * HOUR)
        await world.notified.receive(hints(world))
        assert len((await read(world)).events) == number + 1
    asked = rounds_asked(world)
    await read(world)
    world.clock.advance(timedelta(seconds=1))
    assert (await read(world)).readable
    assert rounds_asked(world) <= asked + 2


async def test_an_expired_subscription_makes_a_copy_as_old_as_a_polled_one() -> None:
    world = await copied(team=False)
    world.clock.set(MONDAY + 6 * DAY - 3 * MINUTE)
    await read(world)
    asked = rounds_asked(world)
    world.clock.advance(6 * MINUTE)
    await read(world)
    assert hints(world) == ()
    assert rounds_asked(world) == asked + 1


async def test_a_slow_outlook_is_waited_for_three_seconds_and_the_older_copy_answers_with_its_age() -> None:
    world = await polled()
    world.box("ada").add(MONDAY + 2 * HOUR, AT_ELEVEN + HOUR)
    let_go = asyncio.Event()
    real = world.delta.changes

    async def slow(*args: object) -> object:
        await let_go.wait()
        return await real(*args)  # type: ignore[arg-type]

    world.delta.changes = slow  # type: ignore[method-assign,assignment]
    world.clock.advance(22 * MINUTE)
    answer = asyncio.create_task(read(world))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not answer.done()
    world.clock.advance(timedelta(seconds=3))
    reading = await answer
    assert reading.readable
    assert reading.events == ()
    (line,) = sources((reading,), world.clock.now())
    assert line.key == "sources.read_ago"
    assert dict(line.values)["ago"].seconds == 22 * 60
    let_go.set()  # the round goes on, and the next answer has it
    for _ in range(50):
        await asyncio.sleep(0)
    assert len((await read(world)).events) == 1
    await world.copies.close()


@pytest.mark.parametrize(
    ("trouble", "age", "error"),
    [
        (OutlookUnavailable(), 59 * MINUTE, None),
        (OutlookUnavailable(), 61 * MINUTE, "outlook_unavailable"),
        (OutlookRejected(404, "ErrorItemNotFound"), 6 * MINUTE, "outlook_rejected"),
        (ReconnectNeeded(), 6 * MINUTE, "reconnect_needed"),
    ],
    ids=str,
)
async def test_what_can_not_be_read_any_more_answers_an_hour_long_and_not_at_all_when_it_is_refused(
    trouble: Exception, age: timedelta, error: str | None
) -> None:
    world = await polled()
    last = (await read(world)).read_at
    world.box("ada").unreadable[DEFAULT] = trouble
    world.clock.set(last + age)
    reading = await read(world)
    assert reading.error == error
    assert reading.read_at == last
    world.box("ada").unreadable.clear()
    assert (await read(world)).readable


async def test_a_copy_that_was_never_read_is_unreadable_and_never_empty() -> None:
    world = await copied(team=False)
    tables = world.store.transactions.tables
    tables.sync_states.update(
        {key: replace(one, read_at=None, window=None, link=None) for key, one in tables.sync_states.items()}
    )
    world.box("ada").unreadable[DEFAULT] = OutlookUnavailable()
    assert (await read(world)).error == "outlook_unavailable"
