"""A booking of a meeting type moves to no day that has as many of them as it may."""

from dataclasses import replace
from datetime import timedelta

from core.booking.model import Booking
from core.dialogue.booking_commands import MoveBooking, OfferTimes
from core.dialogue.commands import MoveTo
from core.dialogue.screens import ConflictCard, SlotsCard
from tests.unit.core.asking import CARD, actor, ask, read
from tests.unit.core.booking_scene import now_of
from tests.unit.core.clashing import lines, message, noticed, press, told
from tests.unit.core.types_scene import book, latest, scene, slots
from tests.unit.world import World

HALF = timedelta(minutes=30)


async def two_days(**changes: int) -> tuple[World, Booking, Booking]:
    """Two bookings of Ada's type, on two days that may have one each."""
    world = await scene(**{"daily_limit": 1, "minimum_notice_minutes": 0, **changes})
    made = []
    for key in ("ben", "dan"):
        offered = await slots(world, key)
        taken = [one.plan.when.start.date() for one in made]
        there = next(one for one in offered if one.start.date() not in taken)
        assert await book(world, key, there) is None
        await world.work()
        made.append(latest(world))
    return world, made[0], made[1]


async def move(world: World, booking: Booking, start: object, key: str = "ada") -> object:
    return await world.dialogue.handle(
        actor(key, CARD),
        MoveBooking(booking.id, start, booking.plan.when.start, confirmed=True),  # type: ignore[arg-type]
    )


async def test_a_full_day_takes_no_booking_that_moves_and_says_so() -> None:
    world, first, second = await two_days()
    card = await move(world, second, first.plan.when.end + HALF)
    assert isinstance(card, SlotsCard)
    assert "as many bookings by now" in " ".join(read(card.taken))
    days = {
        slot.command.start.date() for day in card.days for slot in day.slots if isinstance(slot.command, MoveBooking)
    }
    assert days
    assert first.plan.when.start.date() not in days
    await world.work()
    assert now_of(world, second).plan.when == second.plan.when


async def test_a_full_day_takes_no_new_booking_and_is_not_called_taken() -> None:
    world, first, _ = await two_days()
    late = (await slots(world, "cleo"))[0]
    there = replace(late, start=first.plan.when.end + HALF)
    card = await book(world, "ben", there)
    assert isinstance(card, SlotsCard)
    assert "as many bookings by now" in " ".join(read(card.taken))


async def test_a_double_booking_that_would_move_to_a_full_day_says_full_and_not_taken() -> None:
    world, first, second = await two_days(copied=True)
    when = second.plan.when
    world.box("ada").add(when.start, when.end, "Just now")
    await noticed(world)
    (cause,) = [one.cause for one in told(world) if isinstance(one, ConflictCard)]
    move = MoveTo(cause, second.outlook_id or "", first.plan.when.end + HALF)
    card = await press(world, move, message(world))
    assert isinstance(card, ConflictCard)
    assert lines(card)[0].startswith("That day has as many bookings by now as somebody in the meeting allows.")


async def test_on_its_own_day_it_moves_although_that_is_full() -> None:
    world, first, _ = await two_days()
    there = first.plan.when.end + HALF
    assert await move(world, first, there) is None
    await world.work()
    assert now_of(world, first).plan.when.start == there


async def test_a_day_with_room_takes_it_and_of_two_on_their_way_only_as_many_as_have_room() -> None:
    world, first, second = await two_days()
    offered = [one.start for one in await slots(world, "ben")]
    third_day = next(one for one in offered if one.date() > second.plan.when.start.date())
    assert await move(world, first, third_day) is None
    lost = await move(world, second, third_day + timedelta(hours=2))
    assert isinstance(lost, SlotsCard)
    await world.work()
    assert now_of(world, first).plan.when.start == third_day
    assert now_of(world, second).plan.when == second.plan.when
    await ask(world, OfferTimes(second.id), SlotsCard, "ada")
