"""When a double booking made in Outlook reaches the chat, from the notification to the message: the whole program."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.runner import Runner
from core.dialogue.screens import ConflictCard, ConflictsCard
from core.shared.errors import ChatUnavailable
from tests.unit.core.asking import read
from tests.unit.core.crashing import Crash, CrashingMemory
from tests.unit.sync.scene import DAY, HOUR, copied, told
from tests.unit.world import MONDAY, World, user

BERLIN = ZoneInfo("Europe/Berlin")
TOMORROW = MONDAY + DAY + 5 * HOUR
NIGHT = datetime(2027, 3, 1, 21, 0, tzinfo=BERLIN)
DIGEST = datetime(2027, 3, 2, 8, 0, tzinfo=BERLIN)
SECOND = timedelta(seconds=1)


async def at(moment: datetime) -> World:
    world = await copied(team=False)
    world.clock.set(moment)
    return world


async def clash(world: World, start: datetime, names: str = "ab") -> list[str]:
    """Two meetings half an hour apart; their ids."""
    starts = (start, start + HOUR / 2)
    made = [world.box("ada").add(one, one + HOUR, name) for one, name in zip(starts, names, strict=True)]
    await told(world)
    return made


async def drag(world: World, event: str, to: datetime) -> None:
    world.box("ada").change(event, start=to, end=to + HOUR)
    await told(world)


async def passes(world: World, by: timedelta) -> None:
    """So much time, with everything that is due in it."""
    end = world.clock.now() + by
    await world.work(through=by)
    world.clock.set(end)
    await world.work()


def headings(world: World) -> list[str]:
    """What the messages about double bookings say."""
    screens = world.messenger.to(user("ada"))
    return [read(one.heading)[0] for one in screens if isinstance(one, ConflictCard | ConflictsCard)]


@pytest.mark.parametrize("seconds", [0, 3, 40, 80, 89])
async def test_an_overlap_dragged_away_within_ninety_seconds_is_never_told(seconds: int) -> None:
    world = await at(MONDAY + HOUR)
    _, second = await clash(world, TOMORROW)
    await passes(world, seconds * SECOND)
    await drag(world, second, TOMORROW + 3 * HOUR)
    await passes(world, DAY)
    assert headings(world) == []


async def test_one_that_stands_for_ninety_seconds_is_told_then_and_edited_when_it_is_dragged_away() -> None:
    world = await at(MONDAY + HOUR)
    _, second = await clash(world, TOMORROW)
    await passes(world, 89 * SECOND)
    assert headings(world) == []
    await passes(world, SECOND)
    assert headings(world) == ["Double booking: Tue 2 Mar 14:30–15:00"]
    await drag(world, second, TOMORROW + 3 * HOUR)
    assert headings(world) == ["Resolved: b is on Tue 2 Mar 17:00–18:00 now"]


async def test_a_message_ends_although_nobody_looked_for_nine_days() -> None:
    world = await at(MONDAY + HOUR)
    await clash(world, TOMORROW)
    await passes(world, 90 * SECOND)
    world.clock.advance(9 * DAY)
    await world.work()
    assert headings(world) == ["Resolved: this time is over"]


async def test_a_warning_is_told_however_long_the_chat_was_away() -> None:
    world = await at(MONDAY + HOUR)
    await clash(world, TOMORROW)
    world.messenger.fails = 1
    await passes(world, 90 * SECOND)
    assert headings(world) == []
    world.clock.advance(timedelta(minutes=5))
    (job,) = await world.store.jobs.claim(world.clock.now(), timedelta(minutes=1), 1)
    runner = Runner(world.store.jobs, {}, world.clock)
    await runner._failed(replace(job, attempt=100), ChatUnavailable())
    await passes(world, HOUR)
    assert headings(world) == ["Double booking: Tue 2 Mar 14:30–15:00"]


async def test_one_within_the_hour_is_told_at_once_also_in_the_night() -> None:
    world = await at(NIGHT)
    await clash(world, NIGHT + HOUR / 2)
    assert headings(world) == ["Double booking: Mon 1 Mar 22:00–22:30"]


async def test_what_arises_in_the_night_comes_in_one_message_at_eight() -> None:
    world = await at(NIGHT)
    await clash(world, TOMORROW)
    await clash(world, TOMORROW + DAY, names="cd")
    await passes(world, DIGEST - world.clock.now() - SECOND)
    assert headings(world) == []
    await passes(world, SECOND)
    assert headings(world) == ["Double bookings since yesterday: 2"]


async def test_what_is_dragged_away_before_eight_is_in_no_message() -> None:
    world = await at(NIGHT)
    _, second = await clash(world, TOMORROW)
    await passes(world, 9 * HOUR)
    await drag(world, second, TOMORROW + 3 * HOUR)
    await passes(world, DAY)
    assert headings(world) == []


async def test_a_night_killed_at_any_step_ends_with_one_digest_or_two_when_it_had_just_been_sent() -> None:
    counts = set()
    for step in range(200):
        world = await at(NIGHT)
        made = await clash(world, TOMORROW)
        memory = world.store.transactions
        assert isinstance(memory, CrashingMemory)
        memory.crashes.countdown = step
        try:
            await world.work(through=DIGEST - NIGHT)
        except Crash:
            await world.restart()
        killed, memory.crashes.countdown = memory.crashes.countdown is None, None
        await passes(world, max(DIGEST - world.clock.now(), SECOND))
        assert set(headings(world)) == {"Double bookings since yesterday: 1"}
        counts.add(len(headings(world)))
        await drag(world, made[1], TOMORROW + 3 * HOUR)
        assert headings(world)[-1].startswith("Resolved")
        if not killed:
            break
    assert step > 10
    assert counts == {1, 2}
