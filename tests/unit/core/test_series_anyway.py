"""A date that was booked anyway over an event of one's own: who wanted that isn't told of it."""

from datetime import timedelta

import pytest

from core.dialogue.commands import ShowConflicts
from core.dialogue.screens import ConflictsCard
from tests.unit.core.asking import ask
from tests.unit.core.booking_scene import HOUR
from tests.unit.core.clashing import desk, noticed, told
from tests.unit.core.series_scene import anyway, hold_series, week
from tests.unit.world import World


async def booked_over_the_dentist(number: int) -> World:
    world = await desk()
    world.box("ada").add(week(number), week(number) + HOUR, "Dentist")
    await noticed(world)
    await hold_series(world, anyway(number))
    await world.work()
    await noticed(world)
    return world


@pytest.mark.parametrize("number", [1, 5])
async def test_what_was_booked_over_knowingly_is_neither_told_nor_listed(number: int) -> None:
    world = await booked_over_the_dentist(number)
    world.clock.advance(week(number) - world.clock.now() - timedelta(days=2))  # within the days that are looked at
    await noticed(world)
    assert told(world) == []
    listed = await ask(world, ShowConflicts(), ConflictsCard)
    assert (listed.conflicts, listed.soft) == ((), ())


async def test_what_comes_over_that_date_later_is_told() -> None:
    world = await booked_over_the_dentist(1)
    world.box("ada").add(week(1), week(1) + HOUR / 2, "Plumber")
    await noticed(world)
    assert len(told(world)) == 1
