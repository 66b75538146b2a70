"""kill -9 at every step of booking and of moving from a card: one event, true cards, guests told once or twice."""

from datetime import timedelta

from core.booking.model import BookingState
from core.dialogue.booking_commands import MoveBooking
from core.dialogue.commands import Book, CancelBooking
from core.dialogue.screens import BookingCard
from core.shared.ranges import Range
from tests.unit.core.asking import BEN, CARD, actor
from tests.unit.core.booking_scene import HOUR, TEN, killed_at, now_of, scene
from tests.unit.world import World, user

NOON = TEN + 2 * HOUR
MOST_STEPS = 200
SOON = timedelta(minutes=5)


def cards(world: World, key: str) -> list[BookingCard]:
    return [screen for screen in world.messenger.to(user(key)) if isinstance(screen, BookingCard)]


async def test_a_guest_is_told_once_or_twice_wherever_the_process_dies() -> None:
    for step in range(MOST_STEPS):
        world = await scene()
        await world.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,), "Planning"))
        killed = await killed_at(step, world)
        await world.work(through=SOON)
        (booking,) = world.store.transactions.tables.bookings.values()
        assert booking.state is BookingState.CONFIRMED
        told = cards(world, "ben")
        assert 1 <= len(told) <= (2 if killed else 1), step
        assert {card.heading.key for card in told} == {"guest.confirmed"}
        if not killed:
            assert step > 10
            break
    else:
        raise AssertionError("it never ended by itself")


async def test_a_move_killed_at_any_step_lies_in_one_place_and_every_card_says_where() -> None:
    for step in range(0, MOST_STEPS, 2):
        world = await scene()
        await world.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,), "Planning"))
        await world.work()
        (booking,) = world.store.transactions.tables.bookings.values()
        await world.dialogue.handle(actor(card=CARD), MoveBooking(booking.id, NOON, TEN, confirmed=True))
        killed = await killed_at(step, world)
        await world.work(through=SOON)
        found = now_of(world, booking)
        assert (found.state, found.plan.when) == (BookingState.CONFIRMED, Range(NOON, NOON + HOUR))
        assert [one.start for one in world.box("ada").written(booking.id)] == [NOON]
        shown = [world.messenger.messages[CARD].screen, *cards(world, "ben")]
        assert [card.when.range.start for card in shown if isinstance(card, BookingCard)] == [NOON, NOON], step
        if not killed:
            assert step > 10
            break
    else:
        raise AssertionError("it never ended by itself")


async def test_a_move_and_a_cancellation_asked_for_together_end_in_a_cancellation_told_to_all() -> None:
    world = await scene()
    await world.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,), "Planning"))
    await world.work()
    (booking,) = world.store.transactions.tables.bookings.values()
    await world.dialogue.handle(actor(card=CARD), MoveBooking(booking.id, NOON, TEN, confirmed=True))
    await world.dialogue.handle(actor(), CancelBooking(booking.id, confirmed=True, start=TEN))
    await world.work(through=SOON)
    assert now_of(world, booking).state is BookingState.CANCELLED
    assert world.box("ada").written(booking.id) == []
    for key in ("ada", "ben"):
        assert {card.heading.key for card in cards(world, key)} <= {"booking.cancelled", "guest.cancelled"}
    live = [one for one in world.store.transactions.tables.bookings.values() if one.is_live(world.clock.now())]
    assert live == []
