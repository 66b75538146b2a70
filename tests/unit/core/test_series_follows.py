"""What is changed in Outlook of a booked series: its dates follow, and nothing is reported that isn't so."""

from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.booking.usecases.recurring import Decided
from core.shared.errors import ReconnectNeeded, SlotTaken
from core.shared.ranges import Range
from tests.unit.core.booking_scene import HOUR, hold, now_of, state_of
from tests.unit.core.disagreeing import Desk, desk
from tests.unit.core.series_scene import SIX_WEEKS, WEEK, hold_series, moved, skip, starts, week
from tests.unit.core.two_way import dry_run, keys, switch

DAY = timedelta(days=1)


async def booked(world: Desk, *decided: Decided) -> Booking:
    booking = await hold_series(world, *decided)
    await world.work()
    await world.told()
    assert state_of(world, booking) == (BookingState.CONFIRMED, None)
    return now_of(world, booking)


def date(world: Desk, booking: Booking, number: int) -> str:
    """The id of one date in Ada's calendar."""
    found = world.box("ada").dates_of(booking.outlook_id or "")
    return next(one.id for one in found if one.start == week(number))


def lies(world: Desk, booking: Booking) -> list[object]:
    return [one.when.start if one.when else None for one in now_of(world, booking).dates]


async def test_a_series_that_lies_as_booked_is_never_suspected() -> None:
    world = await desk()
    booking = await booked(world, skip(1), moved(3, week(3) + DAY))
    looks = world.calls("dates")
    world.box("ada").add(week(1), week(1) + HOUR)
    await world.told()
    await world.work(through=timedelta(minutes=5))
    assert world.said() == []
    assert world.calls("dates") == looks
    assert world.kind(booking) is None


async def test_a_date_moved_in_outlook_is_followed_and_its_old_time_is_free() -> None:
    world = await desk()
    booking = await booked(world)
    there = week(2) + DAY
    world.box("ada").change(date(world, booking, 2), start=there, end=there + HOUR)
    await world.told()
    await world.work(through=timedelta(minutes=5))
    assert lies(world, booking)[2] == there
    with pytest.raises(SlotTaken):
        await hold(world, "ben", (), there)
    assert world.said() == []


async def test_a_date_deleted_in_outlook_is_left_out_and_comes_back_when_it_comes_back() -> None:
    world = await desk()
    booking = await booked(world)
    gone = world.box("ada").get(date(world, booking, 2))
    assert gone is not None
    world.box("ada").remove(gone.id)
    await world.told()
    await world.work(through=timedelta(minutes=5))
    assert lies(world, booking)[2] is None
    world.box("ada").events["Calendar"].append(gone)
    await world.told()
    await world.work(through=timedelta(minutes=5))
    assert lies(world, booking) == [week(number) for number in range(6)]


async def test_a_date_moved_onto_another_booking_keeps_what_it_protects() -> None:
    world = await desk()
    booking = await booked(world)
    there = week(2) + DAY
    await hold(world, "ben", (), there)
    world.box("ada").change(date(world, booking, 2), start=there, end=there + HOUR)
    world.box("ada").remove(date(world, booking, 4))
    await world.told()
    await world.work(through=timedelta(minutes=5))
    assert lies(world, booking) == [week(0), week(1), week(2), week(3), None, week(5)]


async def test_a_series_deleted_in_outlook_ends_and_gives_back_every_date() -> None:
    world = await desk()
    booking = await booked(world)
    world.outlook._remove_series(world.box("ada"), booking.outlook_id or "")
    await world.told()
    await world.work(through=timedelta(minutes=5))
    assert now_of(world, booking).state is BookingState.CANCELLED
    for number in range(6):
        await hold(world, "ben", (), week(number))


async def test_while_nothing_is_known_nothing_changes() -> None:
    world = await desk()
    booking = await booked(world)
    world.box("ada").remove(date(world, booking, 2))
    world.outlook.dates = _refuses  # type: ignore[method-assign]
    await world.told()
    await world.work(through=timedelta(minutes=5))
    assert lies(world, booking) == [week(number) for number in range(6)]


async def _refuses(_booking: Booking) -> tuple[object, ...]:
    raise ReconnectNeeded


async def test_a_two_way_calendar_takes_no_date_of_ours_for_made_in_outlook() -> None:
    world = await desk()
    booking = await booked(world, moved(3, week(3) + DAY))
    asked = await dry_run(world)
    assert {"sync.would_take_none", "sync.would_move_none", "sync.would_cancel_none"} <= set(keys(asked))
    assert "sync.would_ask" not in keys(asked)
    await switch(world)
    await world.told()
    await world.work(through=timedelta(minutes=5))
    bookings = world.store.transactions.tables.bookings.values()
    assert [one.id for one in bookings if one.state is BookingState.CONFIRMED] == [booking.id]
    assert world.kind(booking) is None


async def test_a_date_moved_in_a_two_way_calendar_is_still_ours() -> None:
    world = await desk()
    booking = await booked(world)
    await switch(world)
    there = week(0) + 3 * HOUR
    world.box("ada").change(date(world, booking, 0), start=there, end=there + HOUR)
    await world.told()
    await world.work(through=timedelta(minutes=5))
    bookings = world.store.transactions.tables.bookings.values()
    assert [one.id for one in bookings if one.state is BookingState.CONFIRMED] == [booking.id]
    assert lies(world, booking)[0] == there


async def test_the_copies_of_a_series_count_once_in_everybodys_time() -> None:
    world = await desk()
    await booked(world)
    window = Range(week(0) - DAY, week(0) + len(range(SIX_WEEKS.number or 0)) * WEEK)
    ada, ben = await world.setup("ada"), await world.setup("ben")
    for setup in (ada, ben):
        gathered = await world.gathering.gather(setup, (), window)
        assert gathered.attendees[0].busy == ()
        assert len(gathered.attendees[0].bookings) == 6
    assert starts(world, "ben", next(iter(world.store.transactions.tables.bookings.values())))
