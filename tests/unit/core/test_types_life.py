"""What was booked by a meeting type, or for somebody else, goes on: seen, moved and cancelled by whoever may."""

from datetime import datetime, timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.configuration.meeting_types.model import TypeMode
from core.dialogue.booking_commands import MoveBooking, OfferTimes
from core.dialogue.commands import CancelBooking, Find, ShowBooking, ShowBookings
from core.dialogue.screens import BookingAsk, BookingCard, BookingForm, BookingsCard, ConnectOffer, Problem, SlotsCard
from core.dialogue.type_commands import LeaveType, RemoveType
from core.shared.errors import PermissionMissing
from tests.unit.core.asking import CARD, actor, ask, read
from tests.unit.core.test_for_boss import FOR_CLEO, office
from tests.unit.core.types_scene import INTRO, add, book, booked, members, scene, slots, terms
from tests.unit.world import MONDAY, World

HOUR = timedelta(hours=1)
FIND = Find(terms=terms())


def now_of(world: World, booking: Booking) -> Booking:
    return world.store.transactions.tables.bookings[booking.id]


async def moves(world: World, key: str, booking: Booking) -> list[datetime]:
    """The times offered instead; the last one is taken."""
    card = await ask(world, OfferTimes(booking.id), SlotsCard, key)
    offered = [one.command for day in card.days for one in day.slots if isinstance(one.command, MoveBooking)]
    asked = await ask(world, offered[-1], BookingAsk, key)
    assert asked.actions[0].command is not None
    await world.dialogue.handle(actor(key, CARD), asked.actions[0].command)
    await world.work()
    assert now_of(world, booking).plan.when.start == offered[-1].start
    return [one.start for one in offered]


@pytest.mark.parametrize("who", ["ada", "cleo"])
async def test_host_and_guest_see_move_and_cancel_it_and_nobody_else(who: str) -> None:
    world = await scene(place="Room 1")
    made = await booked(world, "cleo")
    card = await ask(world, ShowBooking(made.id), BookingCard, who)
    notes = read(*card.notes)
    assert "Meeting type: Intro." in notes
    assert ("Ada Example hosts it." in notes) is (who == "cleo")
    await moves(world, who, made)
    assert len(world.box("ada").written(made.id)) == 1
    listed = await ask(world, ShowBookings(), BookingsCard, who)
    assert read(*(line.title for line in listed.bookings)) == [made.plan.title]
    sure = await ask(world, CancelBooking(made.id), BookingAsk, who)
    assert sure.actions[0].command is not None
    await world.dialogue.handle(actor(who, CARD), sure.actions[0].command)
    await world.work()
    assert now_of(world, made).state is BookingState.CANCELLED
    assert world.box("ada").written(made.id) == []


async def test_somebody_else_of_the_workspace_may_do_nothing_with_it() -> None:
    world = await scene()
    made = await booked(world, "cleo")
    for command in (ShowBooking(made.id), OfferTimes(made.id), CancelBooking(made.id, confirmed=True)):
        assert isinstance(await world.dialogue.handle(actor("dan"), command), Problem), command
    assert now_of(world, made) == made


async def test_who_booked_nothing_and_never_connected_is_asked_to_connect() -> None:
    world = await scene()
    assert isinstance(await world.dialogue.handle(actor("cleo"), ShowBookings()), ConnectOffer)


async def test_it_moves_by_the_types_rules() -> None:
    world = await scene(buffer_before_minutes=60)
    made = await booked(world, "ben")
    world.box("ada").add(MONDAY + 30 * HOUR, MONDAY + 31 * HOUR)
    offered = await moves(world, "ben", made)
    assert offered
    for start in offered:
        assert not MONDAY + 30 * HOUR <= start < MONDAY + 32 * HOUR


async def test_what_was_booked_stays_when_the_type_is_removed_or_a_member_leaves() -> None:
    world = await scene()
    await add(world, mode=TypeMode.COLLECTIVE, members=await members(world, "dan"))
    made = await booked(world, "ben")
    await world.dialogue.handle(actor("dan"), LeaveType(INTRO))
    await world.dialogue.handle(actor("ada"), RemoveType(INTRO, confirmed=True))
    card = await ask(world, ShowBooking(made.id), BookingCard, "ben")
    assert card.done
    assert "Meeting type" not in " ".join(read(*card.notes))
    await moves(world, "ben", made)
    assert await world.person("dan") in now_of(world, made).protected


async def test_the_failed_card_of_a_guest_names_no_calendar_of_the_host() -> None:
    world = await scene()
    world.box("ada").add_calendar("Divorce")
    await world.configuring.refresh(await world.person("ada"))
    setup = await world.setup("ada")
    secret = frozenset(item.id for item in setup.calendars if item.name == "Divorce")
    await world.configuring.choose(setup.preferences.person, setup.preferences.linked, secret)
    offered = await ask(world, FIND, SlotsCard, "ben")
    command = offered.days[0].slots[0].command
    assert command is not None
    form = await world.dialogue.form(actor("ben"), command)
    assert isinstance(form, BookingForm)
    world.box("ada").unreadable["Divorce"] = PermissionMissing("calendar")
    await world.dialogue.submit(actor("ben", CARD), form.submit)
    await world.work()
    (failed,) = world.store.transactions.tables.bookings.values()
    assert failed.failure == "calendar_unreadable"
    card = await ask(world, ShowBooking(failed.id), BookingCard, "ben")
    assert "Divorce" not in repr(card)
    own = await ask(world, ShowBooking(failed.id), BookingCard, "ada")
    assert "Divorce" in repr(own)


async def test_what_was_arranged_for_somebody_is_moved_in_their_calendar() -> None:
    world = await office(connected=True)
    made = await booked(world, "ada", FOR_CLEO)
    world.box("cleo").add(MONDAY + 24 * HOUR, MONDAY + 36 * HOUR)
    offered = await moves(world, "ada", made)
    assert not any(MONDAY + 24 * HOUR <= start < MONDAY + 36 * HOUR for start in offered)
    moved = now_of(world, made)
    assert moved.protected == {await world.person("cleo"), await world.person("dan")}
    assert [event.start for event in world.box("ada").written(made.id)] == [moved.plan.when.start]


@pytest.mark.parametrize("limit", [None, 1])
async def test_the_same_wish_from_two_devices_is_one_booking(limit: int | None) -> None:
    world = await scene(daily_limit=limit)
    offered = (await slots(world, "ben"))[0]
    for _ in range(2):
        assert await book(world, "ben", offered) is None
    await world.work()
    (made,) = world.store.transactions.tables.bookings.values()
    assert made.state is BookingState.CONFIRMED
    assert len(world.box("ada").written(made.id)) == 1
