"""Moving a booking from any card: what is asked, what is held, what everybody's messages say."""

from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingId, BookingState
from core.dialogue.booking_commands import ChooseBooking, MoveBooking, OfferTimes
from core.dialogue.commands import Book, Find, ShowBooking, ShowBookings
from core.dialogue.model import MessageRef
from core.dialogue.screens import BookingAsk, BookingCard, BookingsCard, Problem, Screen, SlotsCard
from core.people.model import Reader
from core.shared.errors import OutlookUnavailable, SlotTaken
from tests.fakes.chat import Shown
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, CARD, actor, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of
from tests.unit.core.ways_out import HALF, Desk, desk
from tests.unit.world import user

NOON = TEN + 2 * HOUR
DAY = timedelta(days=1)
OTHER = MessageRef("DUADA", "2.0")


@pytest.fixture
async def two() -> Desk:
    return await desk()


def place(world: Desk, ref: MessageRef, key: str = "ada") -> None:
    """A message of ours that the person clicks in."""
    world.messenger.messages[ref] = Shown(user(key), _nothing(), Reader("Europe/Berlin", "en-GB"))


def _nothing() -> Screen:
    return Screen()


async def booked(world: Desk, *, card: MessageRef | None = CARD) -> str:
    """Ada booked an hour with Ben, from this message."""
    if card is not None:
        place(world, card)
    assert await world.dialogue.submit(actor(card=card), Book(TEN, 60, (BEN,), "Planning")) is None
    await world.work()
    (booking,) = world.store.transactions.tables.bookings.values()
    return booking.id


def the_booking(world: Desk, booking: str) -> Booking:
    return now_of(world, BookingId(booking))


def messages(world: Desk, booking: str) -> list[Shown]:
    """Every message that shows the booking."""
    rows = [row for row in world.store.transactions.tables.notices.values() if row.subject == f"booking:{booking}"]
    return [world.messenger.messages[row.ref] for row in rows if row.ref]


async def test_a_card_offers_other_times_in_days_and_the_time_is_the_button(two: Desk) -> None:
    booking = await booked(two)
    card = two.messenger.messages[CARD].screen
    assert isinstance(card, BookingCard)
    (move,) = (one.command for one in card.actions if read(one.label) == ["Move"])
    assert move == OfferTimes(booking)
    slots = await ask(two, OfferTimes(booking), SlotsCard)
    starts = [one.command.start for day in slots.days for one in day.slots if isinstance(one.command, MoveBooking)]
    assert len(slots.days) == 3
    assert TEN + HALF in starts, "by half an hour, into its own time"
    assert TEN not in starts
    assert read(slots.heading)[0].startswith("Other times for Planning, now Mon")
    more = await ask(two, next(one.command for one in slots.actions if read(one.label) == ["More times"]), SlotsCard)
    assert more.days[0].day.on > slots.days[-1].day.on


async def test_only_times_that_suit_everybody_are_offered(two: Desk) -> None:
    booking = await booked(two)
    two.box("ben").add(NOON, NOON + HOUR, "Dentist")
    slots = await ask(two, OfferTimes(booking), SlotsCard)
    starts = {one.command.start for day in slots.days for one in day.slots if isinstance(one.command, MoveBooking)}
    assert NOON not in starts
    assert NOON + HOUR in starts


async def test_one_confirmation_names_both_times_and_who_is_told(two: Desk) -> None:
    booking = await booked(two)
    asked = await ask(two, MoveBooking(booking, NOON, TEN), BookingAsk)
    assert read(asked.when) != read(asked.lines[0])
    assert read(*asked.lines)[1] == "Outlook tells Ben Example."
    assert asked.actions[0].command == MoveBooking(booking, NOON, TEN, confirmed=True)
    assert the_booking(two, booking).plan.when.start == TEN


async def test_a_move_edits_the_cards_in_every_chat_and_outlook_keeps_its_text(two: Desk) -> None:
    booking = await booked(two)
    event = the_booking(two, booking).outlook_id
    before = two.copy("ada", "Planning")
    place(two, OTHER)
    assert await two.dialogue.handle(actor(card=OTHER), MoveBooking(booking, NOON, TEN, confirmed=True)) is None
    await two.work()
    assert two.lies(event) == NOON
    assert two.copy("ada", "Planning").join_url == before.join_url
    for shown in messages(two, booking):
        card = shown.screen
        assert isinstance(card, BookingCard)
        assert card.when.range.start == NOON
        assert any(note.startswith("Moved from Mon") for note in read(*card.notes))
    assert [shown.user for shown in messages(two, booking)].count(user("ada")) == 2
    assert [shown.user for shown in messages(two, booking)].count(user("ben")) == 1


async def test_a_booking_moves_by_half_an_hour_into_its_own_time(two: Desk) -> None:
    booking = await booked(two)
    later = TEN + HALF
    two.box("ben").add(TEN - HOUR, TEN, "Before")
    two.box("ben").add(later + HOUR, later + 2 * HOUR, "After")
    await two.dialogue.handle(actor(card=CARD), MoveBooking(booking, later, TEN, confirmed=True))
    with pytest.raises(SlotTaken):
        await hold(two, "ben", (), TEN + HOUR)  # what it takes anew
    with pytest.raises(SlotTaken):
        await hold(two, "ben", (), TEN - HALF)  # and what it still has
    await two.work()
    assert the_booking(two, booking).plan.when.start == later
    assert two.lies(the_booking(two, booking).outlook_id or "") == later
    with pytest.raises(SlotTaken):
        await hold(two, "ben", (), TEN + HOUR)
    assert (await hold(two, "ada", (), TEN - HALF)).state is BookingState.HELD


async def test_while_outlook_is_asked_the_cards_say_where_it_goes(two: Desk) -> None:
    booking = await booked(two)
    await two.dialogue.handle(actor(card=CARD), MoveBooking(booking, NOON, TEN, confirmed=True))
    two.outlook.faults += ["lost before"]
    await two.work()
    card = two.messenger.messages[CARD].screen
    assert isinstance(card, BookingCard)
    assert read(card.heading) == ["Moving …"]
    assert "is held for it" in read(card.state)[0]
    assert [type(one.command) for one in card.actions if one.command] == [ShowBooking]
    await two.work(through=timedelta(minutes=2))
    assert the_booking(two, booking).plan.when.start == NOON


async def test_p6_a_lost_race_shows_new_times_where_it_was_asked_and_the_reason_elsewhere(two: Desk) -> None:
    booking = await booked(two)
    place(two, OTHER)
    await two.dialogue.handle(actor(card=OTHER), MoveBooking(booking, NOON, TEN, confirmed=True))
    two.box("ben").add(NOON, NOON + HOUR, "Dentist")  # a second later
    await two.work()
    assert the_booking(two, booking).plan.when.start == TEN
    slots, card = two.messenger.messages[OTHER].screen, two.messenger.messages[CARD].screen
    assert isinstance(slots, SlotsCard)
    assert slots.taken is not None
    assert isinstance(card, BookingCard)
    assert "It was not moved to" in read(*card.notes)[-1]
    assert isinstance(await two.dialogue.handle(actor(card=OTHER), ShowBooking(booking)), BookingCard)


async def test_p6_a_time_that_somebody_booked_here_a_moment_ago_shows_new_times_at_once(two: Desk) -> None:
    booking = await booked(two)
    await hold(two, "ben", (), NOON)
    slots = await ask(two, MoveBooking(booking, NOON, TEN, confirmed=True), SlotsCard, card=CARD)
    assert slots.taken is not None
    assert all(one.command.start != NOON for day in slots.days for one in day.slots)  # type: ignore[union-attr]


async def test_a_card_of_before_the_move_answers_with_the_present(two: Desk) -> None:
    booking = await booked(two)
    await two.dialogue.handle(actor(card=CARD), MoveBooking(booking, NOON, TEN, confirmed=True))
    await two.work()
    stale = await ask(two, MoveBooking(booking, NOON + HOUR, TEN, confirmed=True), BookingCard)
    assert stale.when.range.start == NOON
    await two.work()
    assert the_booking(two, booking).plan.when.start == NOON


async def test_a_move_whose_booking_was_cancelled_meanwhile_moves_nothing(two: Desk) -> None:
    booking = await booked(two)
    known = the_booking(two, booking)
    prepared = await two.moving.prepare_booking(known, NOON, "Europe/Berlin", "click")
    async with two.store.transactions.write() as tx:
        held = await two.holding.hold(tx, prepared)
    async with two.store.transactions.write() as tx:
        await two.holding.release(tx, known.host, known.id)
    await two.work()
    assert now_of(two, held).state is BookingState.FAILED
    assert the_booking(two, booking).state is BookingState.CANCELLED
    assert [call for call, _ in two.outlook.calls if call == "move"] == []


async def test_others_can_not_move_it(two: Desk) -> None:
    booking = await booked(two)
    for command in (OfferTimes(booking), MoveBooking(booking, NOON, TEN, confirmed=True)):
        refused = await ask(two, command, Problem, key="ben")
        assert refused.next_step is not None
    assert the_booking(two, booking).plan.when.start == TEN


async def test_the_word_reschedule_picks_the_booking_and_the_only_one_goes_on_at_once(two: Desk) -> None:
    booking = await booked(two)
    assert isinstance(await ask(two, ChooseBooking("move"), SlotsCard), SlotsCard)
    await hold(two, "ada", (), TEN + DAY)
    await two.work()
    picked = await ask(two, ChooseBooking("move", Find(part="afternoon")), BookingsCard)
    assert read(picked.heading) == ["Which booking shall move?"]
    first = picked.bookings[0].actions[0]
    assert (read(first.label), first.command) == (["Move"], OfferTimes(booking, Find(part="afternoon")))
    offered = await ask(two, OfferTimes(booking, Find(part="afternoon")), SlotsCard)
    hours = {one.command.start.hour for day in offered.days for one in day.slots}  # type: ignore[union-attr]
    assert min(hours) >= 11  # noon in Berlin


async def test_the_word_cancel_asks_at_once_when_there_is_one(two: Desk) -> None:
    none = await ask(two, ChooseBooking("cancel"), BookingsCard)
    assert (none.heading, none.bookings) == (None, ())
    await booked(two)
    assert read((await ask(two, ChooseBooking("cancel"), BookingAsk)).heading) == ["Cancel this meeting?"]


async def test_every_line_of_the_list_offers_move(two: Desk) -> None:
    booking = await booked(two)
    listed = await ask(two, ShowBookings(), BookingsCard)
    assert OfferTimes(booking) in [one.command for one in listed.bookings[0].actions]


async def test_an_unreadable_calendar_offers_no_times_and_names_it(two: Desk) -> None:
    booking = await booked(two)
    two.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    slots = await ask(two, OfferTimes(booking), SlotsCard)
    assert slots.days == ()
    assert "Ben" in read(slots.nothing)[0]
