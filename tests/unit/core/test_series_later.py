"""One date of a booked series is called off or moved: killed, refused or unanswered at every step."""

from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingId, BookingState
from core.shared.errors import Gone, InvalidChoice, NotYours, OutlookRejected, SlotTaken
from core.shared.ids import new_id
from tests.unit.core.booking_scene import HOUR, hold, killed_at, now_of, scene, state_of
from tests.unit.core.series_scene import ZONE, hold_series, moved, skip, starts, week
from tests.unit.world import World

DAY = timedelta(days=1)
THERE = week(2) + DAY
MOST_STEPS = 120


async def booked(world: World) -> Booking:
    booking = await hold_series(world, skip(1), moved(4, week(4) + DAY))
    await world.work()
    assert state_of(world, booking) == (BookingState.CONFIRMED, None)
    return now_of(world, booking)


async def call_off(world: World, booking: Booking, number: int = 2, key: str = "ada") -> Booking:
    person = await world.person(key)
    async with world.store.transactions.write() as tx:
        return await world.rooms.bookings.dates.end(tx, person, booking.id, number)


async def move(world: World, booking: Booking) -> Booking:
    known = now_of(world, booking)
    prepared = await world.rooms.bookings.dates.prepare_move(known, known.dates[2], THERE, ZONE, new_id())
    async with world.store.transactions.write() as tx:
        return await world.holding.hold(tx, prepared)


async def test_a_date_called_off_and_killed_at_any_step_is_gone_for_everybody_or_stays_for_everybody() -> None:
    for step in range(MOST_STEPS):
        world = await scene()
        booking = await booked(world)

        async def work(world: World = world, booking: Booking = booking) -> None:
            await call_off(world, booking)
            await world.work()

        was_killed = await killed_at(step, world, work)
        await world.work(through=timedelta(minutes=5))
        left = [week(0), week(2), week(3), week(4) + DAY, week(5)]
        asked = not now_of(world, booking).dates[2].ending and now_of(world, booking).dates[2].when is None
        wanted = [one for one in left if not (asked and one == week(2))]
        assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
        assert [one.start for one in now_of(world, booking).occurrences] == wanted
        if not was_killed:
            assert asked
            assert step > 4
            return
    raise AssertionError("it never came to its end")


async def test_a_date_moved_and_killed_at_any_step_lies_where_everybody_has_it() -> None:
    for step in range(MOST_STEPS):
        world = await scene()
        booking = await booked(world)

        async def work(world: World = world, booking: Booking = booking) -> None:
            await move(world, booking)
            await world.work()

        was_killed = await killed_at(step, world, work)
        await world.work(through=timedelta(minutes=5))
        where = now_of(world, booking).dates[2].when
        assert where is not None
        assert where.start in (week(2), THERE)
        wanted = [week(0), where.start, week(3), week(4) + DAY, week(5)]
        assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
        free = week(2) if where.start == THERE else THERE
        assert await hold(world, "ben", (), free)
        if not was_killed:
            assert where.start == THERE
            assert step > 6
            return
    raise AssertionError("it never came to its end")


@pytest.mark.parametrize("lost", ["lost before", "lost after"])
async def test_an_answer_lost_while_a_date_is_called_off_changes_nothing_in_the_end(lost: str) -> None:
    world = await scene()
    booking = await booked(world)
    world.outlook.faults = [lost]
    await call_off(world, booking)
    await call_off(world, booking)  # pressed once more
    await world.work(through=timedelta(minutes=5))
    assert now_of(world, booking).dates[2].when is None
    assert week(2) not in starts(world, "ben", booking)
    assert await hold(world, "ben", (), week(2))


async def test_a_date_keeps_its_time_until_outlook_has_taken_it_out() -> None:
    world = await scene()
    booking = await booked(world)
    await call_off(world, booking)
    with pytest.raises(SlotTaken):
        await hold(world, "ben", (), week(2))


async def test_what_outlook_refuses_to_call_off_takes_place_and_is_said() -> None:
    world = await scene()
    booking = await booked(world)
    world.outlook.faults = [OutlookRejected(400, "ErrorInvalidRequest")]
    await call_off(world, booking)
    await world.work()
    assert state_of(world, booking) == (BookingState.CONFIRMED, "cancel.outlook_rejected")
    date = now_of(world, booking).dates[2]
    assert (date.when is not None, date.ending) == (True, False)
    assert week(2) in starts(world, "ben", booking)


async def test_whoever_may_not_manage_it_and_whatever_is_over_is_refused() -> None:
    world = await scene()
    booking = await booked(world)
    with pytest.raises(NotYours):
        await call_off(world, booking, key="ben")
    with pytest.raises(Gone):
        await _none(world)
    other = await hold(world, "ada", (), week(2) + 3 * HOUR)
    with pytest.raises(InvalidChoice):
        await call_off(world, other, 0)


async def _none(world: World) -> None:
    person = await world.person("ada")
    async with world.store.transactions.write() as tx:
        await world.rooms.bookings.dates.end(tx, person, BookingId("none"), 0)
