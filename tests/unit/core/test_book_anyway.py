"""A calendar that can't be read stops a booking by name; trying again, and booking without it, are explicit."""

from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.dialogue.commands import Find, Named, ShowBooking
from core.dialogue.health_commands import BookAgain, IgnoreUntil
from core.dialogue.model import MessageRef
from core.dialogue.screens import BookingAsk, BookingCard, NewsCard, SettingsCard, SlotsCard
from core.dialogue.settings_commands import SaveRules
from core.shared.errors import PermissionMissing
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of, scene
from tests.unit.world import World

FORBIDDEN = PermissionMissing("calendar")
FAMILY = "Family"
CARD = MessageRef("DUADA", "1.0")


@pytest.fixture
async def two() -> World:
    """Ada, whose second calendar blocks, and Ben."""
    world = await scene()
    world.box("ada").add_calendar(FAMILY)
    await world.configuring.refresh(await world.person("ada"))
    setup = await world.setup("ada")
    conflicts = frozenset(item.id for item in setup.calendars if item.name == FAMILY)
    await world.configuring.choose(setup.preferences.person, setup.preferences.linked, conflicts)
    await world.work()
    return world


async def stopped(world: World, who: str = "ada", calendar: str = FAMILY) -> Booking:
    """A booking that the fresh look stopped."""
    world.box(who).unreadable[calendar] = FORBIDDEN
    booking = await hold(world)
    await world.work()
    found = now_of(world, booking)
    assert (found.state, found.failure) == (BookingState.FAILED, "calendar_unreadable")
    return found


async def press(world: World, command: BookAgain) -> object:
    return await world.dialogue.handle(actor("ada", CARD), command)


def new_of(world: World, old: Booking) -> Booking:
    (found,) = [one for one in world.store.transactions.tables.bookings.values() if one.id != old.id]
    return found


def audited(world: World) -> list[dict[str, str]]:
    rows = world.store.transactions.tables.audit.values()
    return [details for _, action, details in rows if action == "booking.anyway"]


async def test_p4_the_card_of_a_stopped_booking_names_the_calendar_and_both_ways_on(two: World) -> None:
    booking = await stopped(two)
    card = await ask(two, ShowBooking(booking.id), BookingCard)
    assert "Not every calendar could be read (Family)" in read(card.state)[0]
    assert read(*(action.label for action in card.actions))[:2] == ["Try again", "Book anyway …"]
    assert two.box("ada").written(booking.id) == []


async def test_p4_no_list_of_times_is_made_from_the_calendars_that_could_be_read(two: World) -> None:
    assert (await ask(two, Find(), SlotsCard)).days
    two.box("ada").unreadable[FAMILY] = FORBIDDEN
    found = await ask(two, Find(), SlotsCard)
    assert found.days == ()
    assert "Not read: Family" in " ".join(read(*found.sources))
    theirs = await ask(two, Find(people=(Named("user", "UADA"),)), SlotsCard, "ben")
    assert theirs.days == ()


async def test_trying_again_books_once_the_calendar_can_be_read(two: World) -> None:
    booking = await stopped(two)
    two.box("ada").unreadable.clear()
    assert await press(two, BookAgain(booking.id)) is None
    await two.work()
    found = new_of(two, booking)
    assert (found.state, found.unchecked, found.plan) == (BookingState.CONFIRMED, None, booking.plan)
    assert audited(two) == []


async def test_trying_again_while_it_still_cannot_be_read_books_nothing(two: World) -> None:
    booking = await stopped(two)
    assert await press(two, BookAgain(booking.id)) is None
    await two.work()
    assert new_of(two, booking).failure == "calendar_unreadable"
    assert two.box("ada").all_events() == []


async def test_booking_anyway_asks_once_and_is_written_marked_and_audited(two: World) -> None:
    booking = await stopped(two)
    asked = await press(two, BookAgain(booking.id, anyway=True))
    assert isinstance(asked, BookingAsk)
    assert "Not read: Family." in read(*asked.lines)[0]
    assert len(two.store.transactions.tables.bookings) == 1, "nothing happens before the confirmation"
    command = asked.actions[0].command
    assert command == BookAgain(booking.id, anyway=True, confirmed=True)
    assert await press(two, command) is None
    await two.work()
    found = new_of(two, booking)
    assert (found.state, found.unchecked) == (BookingState.CONFIRMED, FAMILY)
    assert len(two.box("ada").written(found.id)) == 1
    card = await ask(two, ShowBooking(found.id), BookingCard)
    assert "Booked without reading Family, as you asked." in read(*card.notes)
    (family,) = [item.id for item in (await two.setup("ada")).calendars if item.name == FAMILY]
    assert audited(two) == [{"booking": found.id, "unread": family}]


async def test_booking_anyway_still_looks_into_every_calendar_that_can_be_read(two: World) -> None:
    booking = await stopped(two)
    two.box("ben").add(TEN, TEN + HOUR, "Dentist")
    await press(two, BookAgain(booking.id, anyway=True, confirmed=True))
    await two.work()
    assert new_of(two, booking).failure == "slot_taken"
    assert audited(two) == []


async def test_booking_anyway_keeps_to_the_daily_limit(two: World) -> None:
    booking = await stopped(two)
    await ask(two, SaveRules(horizon_days="60", daily_limit="1"), SettingsCard, key="ben")
    await hold(two, "ben", (), TEN + 3 * HOUR)
    await two.work()
    await press(two, BookAgain(booking.id, anyway=True, confirmed=True))
    await two.work()
    failures = [one.failure for one in two.store.transactions.tables.bookings.values()]
    assert sorted(map(str, failures)) == ["None", "calendar_unreadable", "day_full"]
    assert audited(two) == []


async def test_booking_anyway_never_overlaps_a_booking_of_our_own(two: World) -> None:
    booking = await stopped(two)
    two.box("ada").unreadable.clear()
    await hold(two, "ben", (), TEN + timedelta(minutes=30))
    await two.work()
    two.box("ada").unreadable[FAMILY] = FORBIDDEN
    assert isinstance(await press(two, BookAgain(booking.id, anyway=True, confirmed=True)), SlotsCard)
    assert audited(two) == []


async def test_what_can_be_read_by_then_is_not_marked(two: World) -> None:
    booking = await stopped(two)
    two.box("ada").unreadable.clear()
    await press(two, BookAgain(booking.id, anyway=True, confirmed=True))
    await two.work()
    found = new_of(two, booking)
    assert (found.state, found.unchecked) == (BookingState.CONFIRMED, None)
    assert audited(two) == []


async def test_of_a_guest_only_the_name_is_told_not_the_calendars(two: World) -> None:
    booking = await stopped(two, "ben", DEFAULT)
    assert booking.failure_detail == "Ben Example"
    await press(two, BookAgain(booking.id, anyway=True, confirmed=True))
    await two.work()
    assert new_of(two, booking).unchecked == "Ben Example"


async def test_pressed_twice_by_the_platform_it_books_once(two: World) -> None:
    booking = await stopped(two)
    twice = actor("ada", CARD, request="same")
    for _ in range(2):
        await two.dialogue.handle(twice, BookAgain(booking.id, anyway=True, confirmed=True))
    await two.work()
    assert new_of(two, booking).state is BookingState.CONFIRMED


async def test_a_booking_that_stands_is_only_shown(two: World) -> None:
    booking = await hold(two)
    await two.work()
    found = await press(two, BookAgain(booking.id, anyway=True, confirmed=True))
    assert isinstance(found, BookingCard)
    assert len(two.store.transactions.tables.bookings) == 1


async def test_an_ignored_calendar_stops_no_booking(two: World) -> None:
    setup = await two.setup("ada")
    (family,) = [item.id for item in setup.calendars if item.name == FAMILY]
    two.box("ada").unreadable[FAMILY] = FORBIDDEN
    day = two.clock.now().date() + timedelta(days=7)
    await ask(two, IgnoreUntil(f"calendar:{family}", day), NewsCard)
    booking = await hold(two)
    await two.work()
    assert now_of(two, booking).state is BookingState.CONFIRMED
