"""All dates of a booked series move together: one PATCH where none is over, held for everybody first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.booking.usecases.recurring import Decided, Decision
from core.shared.errors import InvalidChoice, OutlookRejected
from core.shared.ids import new_id
from tests.unit.core.booking_scene import HOUR, killed_at, now_of, release, scene, state_of
from tests.unit.core.series_scene import WEEK, hold_series, moved, skip, starts, week
from tests.unit.world import World

DAY = timedelta(days=1)
SOON = timedelta(minutes=5)
MOST_STEPS = 200


async def booked(*decided: Decided) -> tuple[World, Booking]:
    """Ada's weekly meeting with Ben, six times from Monday at ten."""
    world = await scene()
    booking = await hold_series(world, *decided)
    await world.work()
    return world, now_of(world, booking)


async def move(world: World, booking: Booking, by: timedelta, *decided: Decided) -> Booking:
    """What confirming does, without the card."""
    return await hold(world, await prepared_move(world, booking, by, *decided))


async def hold(world: World, prepared: Booking) -> Booking:
    async with world.store.transactions.write() as tx:
        return await world.holding.hold(tx, prepared)


async def prepared_move(world: World, booking: Booking, by: timedelta, *decided: Decided) -> Booking:
    moving = world.rooms.bookings.series_moving
    start = next(one.planned.start for one in booking.dates if one.planned.start > world.clock.now()) + by
    reviewed = await moving.review(booking, start, (*moving.stays(booking, start), *decided))
    return await moving.prepare(reviewed, new_id())


def there(world: World, booking: Booking) -> tuple[list[object], list[object]]:
    return list(starts(world, "ada", booking)), list(starts(world, "ben", booking))


async def test_a_series_moves_with_one_patch_of_its_master_and_both_times_are_held_until_then() -> None:
    world, booking = await booked()
    held = await move(world, booking, DAY + HOUR)
    assert len(held.occurrences) == 6
    world.outlook.calls.clear()
    await world.work()
    wanted = [week(number) + DAY + HOUR for number in range(6)]
    assert there(world, booking) == (wanted, wanted)
    assert [call for call, _ in world.outlook.calls if call in ("move_series", "move_date", "drop_date")] == [
        "move_series"
    ]
    known = now_of(world, booking)
    assert [one.when.start for one in known.dates if one.when] == wanted
    assert (known.plan.when.start, known.state) == (wanted[0], BookingState.CONFIRMED)
    assert not any(one.is_exception for one in known.dates)
    assert state_of(world, held) == (BookingState.MOVED, None)


async def test_killed_at_any_step_all_dates_lie_in_one_place_and_nothing_is_left_half_done() -> None:
    for step in range(MOST_STEPS):
        world, booking = await booked(skip(2))
        held = await move(world, booking, DAY, Decided(4, Decision.SKIP))
        killed = await killed_at(step, world)
        await world.work(through=SOON)
        wanted = [week(number) + DAY for number in (0, 1, 3, 5)]
        assert state_of(world, held) == (BookingState.MOVED, None), step
        assert there(world, booking) == (wanted, wanted), step
        known = now_of(world, booking)
        assert list(known.occurrences) == [one.when for one in known.dates if one.when]
        assert [when.start for when in known.occurrences] == wanted
        if not killed:
            assert step > 10
            break
    else:
        raise AssertionError("it never ended by itself")


async def test_when_some_dates_are_over_the_others_move_one_by_one_and_what_is_over_stays() -> None:
    for weeks, more in ((0, 2 * DAY), (0, HOUR - DAY), (1, DAY)):
        by = weeks * WEEK + more
        world, booking = await booked()
        world.clock.advance(WEEK + 2 * DAY)
        world.outlook.calls.clear()
        await move(world, booking, by)
        await world.work()
        wanted = [week(0), week(1), *(week(number + weeks) + more for number in (2, 3, 4, 5))]
        assert there(world, booking) == (wanted, wanted)
        assert [call for call, _ in world.outlook.calls].count("move_date") == 4
        known = now_of(world, booking)
        assert [when.start for when in known.occurrences] == wanted
        assert [one.planned.start for one in known.dates] == [week(number) for number in range(6)]


async def test_a_date_moved_alone_before_stays_and_one_left_out_stays_out() -> None:
    world, booking = await booked(skip(3), moved(1, week(1) + 2 * DAY))
    await move(world, booking, DAY)
    await world.work()
    wanted = [week(0) + DAY, week(1) + 2 * DAY, *(week(number) + DAY for number in (2, 4, 5))]
    assert there(world, booking) == (wanted, wanted)
    assert [when.start for when in now_of(world, booking).occurrences] == wanted


async def test_by_half_an_hour_it_moves_into_its_own_time_and_by_a_week_onto_its_own_dates() -> None:
    for by in (HOUR / 2, WEEK):
        world, booking = await booked()
        held = await move(world, booking, by)
        taken = [when for one in (booking, held) for when in one.occurrences]
        assert not any(one.overlaps(other) for one in taken for other in taken if one is not other)
        await world.work()
        assert [when.start for when in now_of(world, booking).occurrences] == [week(0) + by, *starts_after(by)]


def starts_after(by: timedelta) -> list[object]:
    return [week(number) + by if by < WEEK else week(number + 1) for number in range(1, 6)]


async def test_what_takes_a_date_in_the_meantime_stops_all_of_it_and_is_named() -> None:
    world, booking = await booked()
    held = await move(world, booking, DAY)
    world.box("ben").add(week(3) + DAY, week(3) + DAY + HOUR, "Just now")
    await world.work()
    assert state_of(world, held) == (BookingState.FAILED, "series_taken")
    assert now_of(world, held).failure_detail == "3"
    assert now_of(world, booking).dates == booking.dates
    assert list(starts(world, "ada", booking)) == [week(number) for number in range(6)]


async def test_answers_that_get_lost_move_it_once_and_a_certain_refusal_leaves_it() -> None:
    for faults in (["lost after"] * 3, ["lost before", "lost after", "", "lost after"]):
        world, booking = await booked()
        held = await move(world, booking, DAY, Decided(2, Decision.SKIP))
        world.outlook.faults = list(faults)
        await world.work(through=SOON)
        assert state_of(world, held) == (BookingState.MOVED, None)
        wanted = [week(number) + DAY for number in (0, 1, 3, 4, 5)]
        assert there(world, booking) == (wanted, wanted)
    world, booking = await booked()
    held = await move(world, booking, DAY)
    world.outlook.faults = [OutlookRejected(403, "ErrorAccessDenied")]
    await world.work(through=SOON)
    assert state_of(world, held) == (BookingState.FAILED, "outlook_rejected")
    assert now_of(world, booking).dates == booking.dates


async def test_while_it_moves_nothing_else_of_it_is_changed_and_a_cancellation_comes_after() -> None:
    world, booking = await booked()
    prepared = [await prepared_move(world, booking, by) for by in (DAY, DAY, 2 * DAY)]
    held = await hold(world, prepared[0])
    assert (await hold(world, replace(prepared[1], dates=held.dates))).id == held.id
    with pytest.raises(InvalidChoice):
        await hold(world, prepared[2])
    await release(world, booking)
    await world.work(through=SOON)
    assert now_of(world, booking).state is BookingState.CANCELLED
    assert starts(world, "ada", booking) == []
    assert not any(one.is_live(world.clock.now()) for one in world.store.transactions.tables.bookings.values())


async def test_a_series_changed_in_outlook_meanwhile_is_not_moved() -> None:
    world, booking = await booked()
    held = await move(world, booking, DAY)
    date = world.box("ada").dates_of(booking.outlook_id or "")[2]
    world.box("ada").change(date.id, start=date.start + HOUR, end=date.end + HOUR)
    await world.work()
    assert state_of(world, held) == (BookingState.FAILED, "outlook_rejected")
    assert now_of(world, held).failure_detail == "event_changed"
