"""kill -9 at every step of offering and taking: one booking in the end, no time kept for nobody."""

from collections.abc import Awaitable, Callable
from functools import partial

from core.booking.model import BookingState
from core.dialogue.model import Actor, Place
from core.dialogue.offer_commands import MakeOffer, TakeOffer
from tests.unit.core.asking import actor
from tests.unit.core.booking_scene import killed_at, scene
from tests.unit.core.test_offers import CHANNEL, ELEVEN, TWO, in_channel, the_offer
from tests.unit.world import World, user

MADE = MakeOffer(ELEVEN, 30, TWO, channel=CHANNEL, where="channel", title="Coffee")
MOST_STEPS = 120


async def offers(world: World) -> None:
    await world.dialogue.submit(actor("ada", request="offer-1"), MADE)
    await world.work()


async def takes(world: World) -> None:
    by = Actor(user("ben"), Place.CHANNEL, CHANNEL, "tap-1")
    await world.dialogue.handle(by, TakeOffer(the_offer(world).id, 1))
    await world.work()


async def killed_and_repeated(step: int, world: World, act: Callable[[World], Awaitable[None]]) -> bool:
    """Does it until the given step, starts again, and does what the chat delivers once more."""
    killed = await killed_at(step, world, partial(act, world))
    await act(world)
    return killed


async def test_an_offer_killed_at_any_step_is_made_once_and_can_be_taken() -> None:
    steps = 0
    for step in range(MOST_STEPS):
        world = await scene()
        killed = await killed_and_repeated(step, world, offers)
        kept = [one for one in world.store.transactions.tables.bookings.values() if one.state is BookingState.OFFERED]
        assert len(world.store.transactions.tables.offers) == 1
        assert len(kept) == 2
        assert 1 <= len(world.messenger.channels) <= 2, "shown again, once for the death"
        steps = step
        if not killed:
            break
    assert 5 < steps < MOST_STEPS - 1


async def test_a_tap_killed_at_any_step_books_once_and_frees_the_other_times() -> None:
    steps = 0
    for step in range(MOST_STEPS):
        world = await scene()
        await offers(world)
        killed = await killed_and_repeated(step, world, takes)
        live = [one for one in world.store.transactions.tables.bookings.values() if one.is_live(world.clock.now())]
        assert [(one.state, one.plan.when.start) for one in live] == [(BookingState.CONFIRMED, TWO)]
        assert [len(world.box(key).all_events()) for key in ("ada", "ben")] == [1, 1]
        assert not in_channel(world).times
        steps = step
        if not killed:
            break
    assert 5 < steps < MOST_STEPS - 1
