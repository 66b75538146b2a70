"""Rows of the table in twice.py: what can be done twice with offered times, with who may see them, and
with a booking that is posted."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.booking.model import BookingState
from core.dialogue.booking_commands import PostBooking
from core.dialogue.commands import Book
from core.dialogue.model import Actor, Place
from core.dialogue.offer_commands import MakeOffer, TakeOffer, WithdrawOffer
from core.dialogue.screens import Screen
from core.dialogue.settings_commands import SaveSharing
from tests.unit.core import test_offers
from tests.unit.core.asking import BEN, actor
from tests.unit.core.test_offers import CHANNEL, ELEVEN, TWO, the_offer
from tests.unit.core.twice import Press, Row, Scene, calls, does
from tests.unit.world import World, build


async def _offered() -> World:
    world = build()
    for key in ("ada", "ben"):
        await world.connected(key)
    return world


def _in_channel(number: int) -> Press:
    async def press(world: World, by: Actor) -> Screen | None:
        there = replace(by, place=Place.CHANNEL, channel=CHANNEL, card=None)
        return await world.dialogue.handle(there, TakeOffer(the_offer(world).id, number))

    return press


def _rows(world: World) -> Callable[[], dict[str, object]]:
    tables = lambda: world.store.transactions.tables  # noqa: E731

    def count() -> dict[str, object]:
        kept = sum(one.state is BookingState.OFFERED for one in tables().bookings.values())
        return {"offers": len(tables().offers), "kept": kept, "shown": len(world.messenger.channels)}

    return count


async def offer_times() -> Scene:
    world = await _offered()
    made = MakeOffer(ELEVEN, 30, TWO, channel=CHANNEL, where="channel", title="Coffee")
    return Scene(world, does(made), _rows(world))


def take(number: int) -> Callable[[], Awaitable[Scene]]:
    async def prepare() -> Scene:
        world = await _offered()
        await test_offers.offer(world)
        return Scene(world, _in_channel(number), calls(world, "create", "cancel"), "ben")

    return prepare


async def withdraw() -> Scene:
    world = await _offered()
    await test_offers.offer(world)
    return Scene(world, does(WithdrawOffer(the_offer(world).id)), _rows(world))


async def post_a_booking() -> Scene:
    world = await _offered()
    await world.dialogue.submit(actor(), Book(ELEVEN, 30, (BEN,), "Coffee", channel=CHANNEL))
    await world.work()
    (booking,) = world.store.transactions.tables.bookings

    def count() -> dict[str, object]:
        return {"shown": len(world.messenger.channels)}

    return Scene(world, does(PostBooking(booking)), count)


async def share_with_nobody() -> Scene:
    world = await _offered()
    person = await world.person("ada")
    before = len(world.store.transactions.published)

    def count() -> dict[str, object]:
        tables = world.store.transactions.tables
        return {"seen": tables.preferences[person].seen_by, "facts": len(world.store.transactions.published) - before}

    return Scene(world, does(SaveSharing("nobody")), count)


OFFERS = (
    Row("offer times", offer_times, {"offers": 1, "kept": 2, "shown": 1}),
    Row("take the first offered time", take(0), {"create": 1, "cancel": 0}),
    Row("take another offered time", take(1), {"create": 1, "cancel": 0}),
    Row("withdraw an offer", withdraw, {"offers": 1, "kept": 0, "shown": 1}),
    Row("post a booking to the channel", post_a_booking, {"shown": 1}),
    Row("share free times with nobody", share_with_nobody, {"seen": "nobody", "facts": 0}),
)
