"""The states of a booking where they could stay for ever, or end too early."""

from datetime import timedelta

from core.booking.model import BookingState
from core.dialogue.commands import Book, ShowBooking
from core.dialogue.screens import BookingCard
from core.shared.errors import OutlookRejected
from tests.unit.core.asking import BEN, CARD, actor, ask, read
from tests.unit.core.booking_scene import TEN, hold, scene, state_of
from tests.unit.world import CONSUMERS, World

PUSHING, FAILED = BookingState.PUSHING, BookingState.FAILED


async def disconnected_while_writing(fault: str) -> World:
    """Ada's second account stays connected; the one that was written to is disconnected before Outlook answered."""
    world = await scene()
    world.mailbox("ada@home.example", CONSUMERS)
    finished = await world.sign("ada", "ada@home.example")
    assert finished.code is not None
    await world.connecting.type_code(await world.person("ada"), finished.code)
    await world.work()
    world.outlook.faults += [fault]
    await world.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,), "Planning"))
    await world.work()
    (booking,) = world.store.transactions.tables.bookings.values()
    assert state_of(world, booking) == (PUSHING, None)
    await world.connecting.disconnect(booking.host, booking.connection)
    await world.work(through=timedelta(minutes=5))
    assert state_of(world, booking) == (PUSHING, None), "Outlook may still be at it"
    return world


async def test_a_write_whose_account_was_disconnected_ends_by_saying_that_nobody_knows() -> None:
    world = await disconnected_while_writing("lost after")
    await world.work(through=timedelta(minutes=40))
    (booking,) = world.store.transactions.tables.bookings.values()
    assert state_of(world, booking) == (FAILED, "outcome_unknown")
    card = await ask(world, ShowBooking(booking.id), BookingCard)
    assert read(card.heading) == ["It isn't known whether it was booked"]
    assert "look in Outlook" in read(card.state)[0]
    assert card.actions
    assert len(world.box("ada").written(booking.id)) == 1, "it had reached Outlook"
    second = await hold(world, "ben", ())
    await world.work()
    assert state_of(world, second) == (FAILED, "slot_taken"), "and there it still takes Ben's time"


async def test_a_write_that_did_not_arrive_frees_the_time_the_same_way() -> None:
    world = await disconnected_while_writing("lost before")
    await world.work(through=timedelta(minutes=40))
    (booking,) = world.store.transactions.tables.bookings.values()
    assert state_of(world, booking) == (FAILED, "outcome_unknown")
    second = await hold(world, "ben", ())
    await world.work()
    assert state_of(world, second) == (BookingState.CONFIRMED, None)


async def test_a_refusal_after_a_lost_answer_never_frees_the_time_while_the_account_is_there() -> None:
    world = await scene()
    booking = await hold(world)
    world.outlook.faults += ["lost before", *(OutlookRejected(403, "ErrorAccessDenied") for _ in range(200))]
    await world.work(through=timedelta(hours=3))
    assert state_of(world, booking) == (PUSHING, None)
