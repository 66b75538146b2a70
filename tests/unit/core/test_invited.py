"""What people hear of bookings that others make with them: once, in their own chat, edited in place, or not at all."""

from datetime import timedelta

import pytest

from core.dialogue.booking_commands import MoveBooking, TellOfBookings
from core.dialogue.commands import Book, CancelBooking, ShowBooking
from core.dialogue.screens import BookingCard, Problem, SettingsCard
from core.dialogue.settings_commands import ShowSettings
from core.shared.errors import OutlookUnavailable
from tests.unit.core import round_robin
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold
from tests.unit.core.crashing import CrashingMemory
from tests.unit.world import MONDAY, World, build, user

NOON = TEN + 2 * HOUR
EVENING = MONDAY + timedelta(hours=13)  # 22:00 in Berlin
TOMORROW = TEN + timedelta(days=1)


async def at(now: object = MONDAY) -> World:
    world = build(now, memory=CrashingMemory())  # type: ignore[arg-type]
    for key in ("ada", "ben"):
        await world.connected(key)
    return world


@pytest.fixture
async def two() -> World:
    return await at()


def cards(world: World, key: str = "ben") -> list[BookingCard]:
    return [screen for screen in world.messenger.to(user(key)) if isinstance(screen, BookingCard)]


async def booked(world: World, start: object = TEN, key: str = "ada") -> str:
    people = (BEN,)
    assert await world.dialogue.submit(actor(key), Book(start, 60, people, "Planning")) is None  # type: ignore[arg-type]
    await world.work()
    return next(reversed(world.store.transactions.tables.bookings))


async def test_who_is_invited_hears_of_it_once_with_who_booked_it_and_what_can_be_done(two: World) -> None:
    await booked(two)
    (card,) = cards(two)
    assert read(card.heading, card.state) == [
        "A meeting with you was booked",
        "Ada booked it. The invitation is in Outlook.",
    ]
    assert read(*card.people) == ["Ada"]
    assert read(*(one.label for one in card.actions)) == ["Join", "My agenda", "Don't tell me about bookings"]
    assert [read(one.heading) for one in cards(two, "ada")] == [["Booked"]]


async def test_a_move_and_a_cancellation_edit_that_message(two: World) -> None:
    booking = await booked(two)
    await two.dialogue.handle(actor(), MoveBooking(booking, NOON, TEN, confirmed=True))
    await two.work()
    (card,) = cards(two)
    assert card.when.range.start == NOON
    assert read(*card.notes)[0].startswith("Moved from Mon")
    await two.dialogue.handle(actor(), CancelBooking(booking, confirmed=True, comment="I'm ill"))
    await two.work()
    (card,) = cards(two)
    assert read(card.heading) == ["A meeting with you was cancelled"]
    assert "Join" not in read(*(one.label for one in card.actions))


async def test_one_button_turns_it_off_and_the_settings_turn_it_on_again(two: World) -> None:
    booking = await booked(two)
    (card,) = cards(two)
    off = card.actions[-1].command
    assert off == TellOfBookings(on=False, booking=booking)
    changed = await ask(two, off, BookingCard, key="ben")
    assert read(*changed.notes) == ["You won't be told of bookings any more. Outlook's invitations still come."]
    before = len(cards(two))
    await booked(two, NOON)
    assert len(cards(two)) == before
    settings = await ask(two, ShowSettings(), SettingsCard, key="ben")
    (on,) = (one.command for part in settings.parts for one in part.actions if one.command == TellOfBookings(on=True))
    await ask(two, on, SettingsCard, key="ben")
    await booked(two, TOMORROW)
    assert len(cards(two)) == before + 1


async def test_in_the_quiet_hours_it_waits_for_the_morning() -> None:
    world = await at(EVENING)
    await booked(world, TOMORROW + timedelta(hours=2))
    assert cards(world) == []
    await world.work(through=timedelta(hours=10))
    assert len(cards(world)) == 1
    assert world.clock.now().hour == 6  # seven in Berlin


async def test_what_begins_before_the_quiet_hours_end_is_told_two_hours_ahead() -> None:
    world = await at(EVENING)
    await booked(world, EVENING + timedelta(hours=6))
    assert cards(world) == []
    await world.work(through=timedelta(hours=10))
    assert len(cards(world)) == 1
    assert world.clock.now() == EVENING + timedelta(hours=4)


async def test_what_is_cancelled_before_the_morning_is_never_told() -> None:
    world = await at(EVENING)
    booking = await booked(world, TOMORROW + timedelta(hours=2))
    await world.dialogue.handle(actor(), CancelBooking(booking, confirmed=True))
    await world.work(through=timedelta(hours=12))
    assert cards(world) == []


async def test_what_never_reached_outlook_is_not_told(two: World) -> None:
    two.outlook.faults += [OutlookUnavailable()]
    await two.dialogue.submit(actor(), Book(TEN, 60, (BEN,), "Planning"))
    await two.work()
    assert cards(two) == []
    await two.work(through=timedelta(minutes=2))
    assert len(cards(two)) == 1


async def test_guests_see_the_booking_in_their_message_only_and_manage_nothing(two: World) -> None:
    booking = await booked(two)
    for command in (ShowBooking(booking), CancelBooking(booking, confirmed=True)):
        await ask(two, command, Problem, key="ben")
    stranger = await hold(two, "ada", (), NOON)
    await ask(two, TellOfBookings(on=True, booking=stranger.id), SettingsCard, key="ben")


async def test_a_booking_that_is_handed_over_goes_on_in_the_same_message() -> None:
    world = await round_robin.team()
    await world.connected("dana")
    old = await round_robin.booked(world, guests=("carol", "dana"))
    (before,) = cards(world, "dana")
    assert read(before.state) == ["Carol booked it. The invitation is in Outlook."]
    new = await round_robin.hand_over(world, old)
    await world.work(through=timedelta(seconds=30))
    (card,) = cards(world, "dana")
    assert (read(before.heading), read(card.heading)) == (["A meeting with you was booked"],) * 2
    assert (read(*before.people), read(*card.people)) == (["Ada", "Carol Example"], ["Ben", "Carol Example"])
    await world.dialogue.handle(actor("ben"), CancelBooking(new.id, confirmed=True))
    await world.work()
    (card,) = cards(world, "dana")
    assert read(card.heading) == ["A meeting with you was cancelled"]
