"""kill -9 at every step of moving and of declining."""

from datetime import timedelta

import pytest

from core.booking.model import HOLD_LEASE, BookingState
from core.shared.ranges import Range
from tests.unit.core.booking_scene import HOUR, TEN, hold, killed_at, now_of, state_of
from tests.unit.core.ways_out import desk

CONFIRMED, MOVED, FAILED = BookingState.CONFIRMED, BookingState.MOVED, BookingState.FAILED
MOST_STEPS = 100
NEW = TEN + 2 * HOUR


@pytest.mark.parametrize("fault", ["", "lost before", "lost after"])
@pytest.mark.parametrize("asleep", [timedelta(), HOLD_LEASE], ids=["at once", "after the lease"])
async def test_a_move_killed_at_any_step_happens_once_or_not_at_all(fault: str, asleep: timedelta) -> None:
    ends = set()
    for step in range(MOST_STEPS):
        world = await desk()
        event = world.meet()
        moving = await world.move(event, NEW)
        world.outlook.faults = [fault]
        killed = await killed_at(step, world)
        world.clock.advance(asleep)
        await world.work(through=timedelta(minutes=2))
        state = state_of(world, moving)
        ends.add(state)
        assert world.lies(event) == (NEW if state[0] is MOVED else TEN)
        assert [len(world.box(key).all_events()) for key in ("ada", "ben")] == [1, 1]
        if not killed:
            assert step > 8
            break
    assert ends == ({(MOVED, None)} | ({(FAILED, "lapsed")} if asleep else set()))


async def test_a_booking_whose_move_is_killed_at_any_step_lies_where_outlook_has_it() -> None:
    for step in range(MOST_STEPS):
        world = await desk()
        booked = await hold(world)
        await world.work()
        event = now_of(world, booked).outlook_id or ""
        moving = await world.move(event, NEW)
        killed = await killed_at(step, world)
        await world.work(through=timedelta(minutes=2))
        assert state_of(world, moving) == (MOVED, None)
        found = now_of(world, booked)
        assert (found.state, found.plan.when) == (CONFIRMED, Range(NEW, NEW + HOUR))
        assert world.lies(event) == NEW
        assert world.told(booked)[-1] == "confirmed"
        assert world.told(booked).count("confirmed") == 3  # booked, moving, moved
        if not killed:
            break


@pytest.mark.parametrize("proposed", [None, Range(NEW, NEW + HOUR)])
async def test_an_answer_killed_at_any_step_is_heard_once_and_told(proposed: Range | None) -> None:
    for step in range(MOST_STEPS):
        world = await desk()
        world.meet()
        await world.decline(world.copy("ben").id, proposed)
        killed = await killed_at(step, world)
        await world.work(through=timedelta(minutes=2))
        assert [heard[3] for heard in world.outlook.heard] == [proposed]
        assert set(world.answered()) == {"proposed" if proposed else "declined"}
        if not killed:
            assert step > 4
            break
