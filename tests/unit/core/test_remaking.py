"""A meeting made once more stays the host's, whoever presses: by its rules, in their name and calendar."""

import pytest

from core.booking.model import Booking, BookingState
from core.dialogue.commands import Find, PutBack
from core.dialogue.health_commands import BookAgain
from core.dialogue.screens import BookingAsk, Problem
from core.shared.errors import PermissionMissing
from tests.fakes.outlook import DEFAULT
from tests.unit.core import types_scene
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.test_for_boss import FOR_CLEO, office
from tests.unit.core.types_scene import book, booked, latest, slots
from tests.unit.world import World

FORBIDDEN = PermissionMissing("calendar")


async def stopped(world: World, who: str, unread: str, find: Find | None = None) -> Booking:
    """Booked while somebody's calendar can't be read."""
    offered = (await slots(world, who, find))[0]
    world.box(unread).unreadable[DEFAULT] = FORBIDDEN
    assert await book(world, who, offered) is None
    await world.work()
    assert latest(world).failure == "calendar_unreadable"
    return latest(world)


def whose(booking: Booking) -> tuple[object, ...]:
    """All that says whose meeting it is."""
    who = {item.address for item in booking.plan.invitees}
    return booking.host, booking.booked_by, booking.type, booking.behalf, booking.outlook_calendar_id, who


def deleted(world: World, booking: Booking) -> None:
    """In Outlook, which takes it from the invited too."""
    for box in world.outlook.mailboxes.values():
        for event in box.all_events():
            if event.ical_uid == booking.ical_uid:
                box.remove(event.id)


@pytest.mark.parametrize("anyway", [False, True])
async def test_who_booked_by_a_type_tries_again_and_it_is_still_booked_with_its_host(anyway: bool) -> None:
    world = await types_scene.scene()
    before = await stopped(world, "ben", "ada")
    if not anyway:
        world.box("ada").unreadable.clear()
    assert await world.dialogue.handle(actor("ben"), BookAgain(before.id, anyway, confirmed=True)) is None
    await world.work()
    made = latest(world)
    assert (made.state, whose(made), made.protected) == (BookingState.CONFIRMED, whose(before), before.protected)
    assert len(world.box("ada").written(made.id)) == 1
    assert world.box("ben").written(made.id) == []


async def test_who_booked_for_somebody_else_tries_again_in_that_ones_calendar() -> None:
    world = await office(connected=True)
    before = await stopped(world, "ada", "cleo", FOR_CLEO)
    world.box("cleo").unreadable.clear()
    assert await world.dialogue.handle(actor(), BookAgain(before.id)) is None
    await world.work()
    made = latest(world)
    assert (made.state, whose(made), made.protected) == (BookingState.CONFIRMED, whose(before), before.protected)


async def test_booking_anyway_names_no_calendar_of_the_host_to_who_booked() -> None:
    world = await types_scene.scene()
    before = await stopped(world, "ben", "ada")
    asked = await ask(world, BookAgain(before.id, anyway=True), BookingAsk, "ben")
    assert read(*asked.lines)[1] == "Goes into the calendar of Ada Example"
    assert DEFAULT not in read(asked.lines[0])[0]


async def test_a_day_of_the_type_that_is_full_by_then_takes_no_more() -> None:
    world = await types_scene.scene(daily_limit=1, minimum_notice_minutes=0)
    before = await stopped(world, "ben", "ada")
    world.box("ada").unreadable.clear()
    other = next(one for one in await slots(world, "dan") if one.start.date() == before.plan.when.start.date())
    assert await book(world, "dan", other) is None
    await world.work()
    assert latest(world).state is BookingState.CONFIRMED
    assert await world.dialogue.handle(actor("ben"), BookAgain(before.id)) is not None
    assert latest(world).booked_by == await world.person("dan")


async def test_a_host_who_disconnected_is_told_of_to_who_tries_again() -> None:
    world = await types_scene.scene()
    before = await stopped(world, "ben", "ada")
    ada = await world.person("ada")
    (connection,) = await world.connecting.of_person(ada)
    await world.connecting.disconnect(ada, connection.id)
    found = await world.dialogue.handle(actor("ben"), BookAgain(before.id))
    assert isinstance(found, Problem)
    assert "Its owner" in read(found.means)[0]


@pytest.mark.parametrize("kind", ["type", "boss"])
async def test_put_back_after_it_was_deleted_it_is_the_same_meeting(kind: str) -> None:
    world = await (types_scene.scene() if kind == "type" else office(connected=True))
    before = await (booked(world, "ben") if kind == "type" else booked(world, "ada", FOR_CLEO))
    deleted(world, before)
    await world.listeners.booking.comparing.look(before.id)
    await world.dialogue.handle(actor("ada"), PutBack(before.id))
    await world.work()
    made = latest(world)
    assert made.id != before.id
    assert (made.state, whose(made), made.protected) == (BookingState.CONFIRMED, whose(before), before.protected)
