"""A series that is deleted in Outlook while it is still being written: it ends, and its card says so."""

from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.booking.series_ports import Occurrence
from core.dialogue.commands import ShowBooking
from core.dialogue.screens import BookingCard
from core.shared.errors import OutlookUnavailable, SlotTaken
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import hold, now_of, scene, state_of
from tests.unit.core.series_scene import hold_series, skip, starts, week
from tests.unit.world import World

LONG = timedelta(minutes=30)
PUSHING, CANCELLED, CONFIRMED = BookingState.PUSHING, BookingState.CANCELLED, BookingState.CONFIRMED


async def half_written() -> tuple[World, Booking]:
    """Outlook has the series, and died before one of its dates could be taken out."""
    world = await scene()
    booking = await hold_series(world, skip(1))
    world.outlook.faults = ["", OutlookUnavailable()]
    await world.work()
    assert now_of(world, booking).is_series_begun
    return world, booking


def delete(world: World, booking: Booking, how: str) -> None:
    """In Outlook: each of its dates, or all of it at once."""
    box = world.box("ada")
    master = now_of(world, booking).outlook_id
    assert master is not None
    for date in box.dates_of(master):
        box.remove(date.id)
    if how == "whole":
        del box.masters[master]


@pytest.mark.parametrize("how", ["each date", "whole"])
async def test_a_series_deleted_in_outlook_while_it_is_written_ends_and_its_card_says_so(how: str) -> None:
    world, booking = await half_written()
    delete(world, booking, how)
    await world.work(through=LONG)
    assert state_of(world, booking)[0] is CANCELLED
    asked = len(world.outlook.calls)
    await world.work(through=LONG)
    assert len(world.outlook.calls) == asked  # nothing is tried any more
    card = await ask(world, ShowBooking(booking.id), BookingCard)
    assert not card.done
    assert "The series was deleted in Outlook, so the booking ended with it." in read(*card.notes)
    assert (await hold(world, "ben", (), week(0))).id  # its time is free again


@pytest.mark.parametrize("how", ["each date", "whole"])
async def test_its_time_stays_taken_while_outlook_may_only_be_late_to_show_it(how: str) -> None:
    world, booking = await half_written()
    delete(world, booking, how)
    await world.work(through=timedelta(minutes=2))
    assert state_of(world, booking)[0] is PUSHING
    with pytest.raises(SlotTaken):
        await hold(world, "ben", (), week(0))


async def test_a_series_that_stands_is_finished_however_long_outlook_showed_nothing_of_it() -> None:
    world, booking = await half_written()
    shown = world.outlook.dates

    async def nothing(_: Booking) -> tuple[Occurrence, ...]:
        return ()

    world.outlook.dates = nothing  # type: ignore[method-assign]
    await world.work(through=timedelta(minutes=5))
    world.outlook.dates = shown  # type: ignore[method-assign]
    await world.work(through=LONG)
    assert state_of(world, booking) == (CONFIRMED, None)
    assert starts(world, "ben", booking) == [week(number) for number in (0, 2, 3, 4, 5)]


async def test_a_date_that_is_left_keeps_the_booking_and_its_protection() -> None:
    world, booking = await half_written()
    box = world.box("ada")
    for date in box.dates_of(now_of(world, booking).outlook_id or ""):
        if date.start != week(5):
            box.remove(date.id)
    await world.work(through=LONG)
    assert state_of(world, booking) == (CONFIRMED, None)
    with pytest.raises(SlotTaken):
        await hold(world, "ben", (), week(5))
