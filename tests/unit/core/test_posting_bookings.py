"""A booking that was begun in a channel can be posted there: once, by who booked it, and nothing but what is asked."""

from datetime import timedelta
from typing import cast

import pytest

from core.booking.model import Booking, BookingState
from core.dialogue.booking_commands import MoveBooking, PostBooking
from core.dialogue.commands import Book, BookEarliest, CancelBooking, Find, OpenBookingForm, ShowBooking
from core.dialogue.model import Actor, MessageRef, Place
from core.dialogue.screens import BookingAsk, BookingCard, BookingForm, Line, Problem, Screen, SeriesCard, SlotsCard
from core.dialogue.series_commands import BookSeries
from core.people.model import Reader
from core.shared.ids import new_id
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.world import MONDAY, World, user

HOUR = timedelta(hours=1)
CHANNEL = "C1"
NOON = MONDAY + 3 * HOUR  # by the clock of Berlin
POSTED = "Booked: “Planning”, Mon 1 Mar {time}, Berlin, with Ben Example. Booked by Ada Example."


def the_booking(world: World) -> Booking:
    (found,) = [one for one in world.store.transactions.tables.bookings.values() if one.moves is None]
    return found


async def booked(world: World, channel: str = CHANNEL) -> BookingCard:
    """From a search in the channel to the card in the direct message."""
    command = Book(MONDAY + HOUR, 60, (BEN,), "Planning", note="Don't tell", channel=channel)
    assert await world.dialogue.submit(actor("ada"), command) is None
    await world.work()
    assert the_booking(world).state is BookingState.CONFIRMED
    return the_card(world)


def the_card(world: World) -> BookingCard:
    shown = world.messenger.last(user("ada"))
    assert isinstance(shown, BookingCard)
    return shown


def buttons(card: Screen | None) -> list[PostBooking]:
    assert isinstance(card, BookingCard)
    return [one.command for one in card.actions if isinstance(one.command, PostBooking)]


def line(world: World) -> str:
    (shown,) = world.messenger.channels.values()
    assert isinstance(shown.screen, Line)
    assert shown.screen.action is None
    return read(shown.screen.text)[0]


async def press(world: World, key: str = "ada", card: MessageRef | None = None) -> Screen | None:
    shown = await world.dialogue.handle(actor(key, card), PostBooking(the_booking(world).id))
    await world.work()
    return shown


async def test_the_way_from_a_search_in_a_channel_keeps_it_to_the_booking(two: World) -> None:
    there = Actor(user("ada"), Place.CHANNEL, CHANNEL, new_id())
    card = await two.dialogue.handle(there, Find(people=(BEN,), duration_minutes=30))
    assert isinstance(card, SlotsCard)
    slot = card.days[0].slots[0].command
    assert isinstance(slot, OpenBookingForm)
    assert slot.channel == CHANNEL
    form = await two.dialogue.form(actor("ada"), slot)
    assert isinstance(form, BookingForm)
    assert form.submit.channel == CHANNEL
    asked = await ask(two, slot, BookingAsk)
    assert [getattr(one.command, "channel", "") for one in asked.actions] == [CHANNEL] * 3
    earliest = await two.dialogue.handle(there, BookEarliest(Find(people=(BEN,))))
    assert cast(Book, cast(BookingAsk, earliest).actions[0].command).channel == CHANNEL


async def test_the_card_offers_it_once_it_is_confirmed_and_says_that_it_is_posted(two: World) -> None:
    assert buttons(await booked(two)) == [PostBooking(the_booking(two).id)]
    assert not two.messenger.channels
    pressed = await press(two)
    assert not buttons(pressed)
    assert "I'm posting it to the channel you searched from." in read(*cast(BookingCard, pressed).notes)
    assert line(two) == POSTED.format(time="10:00–11:00")
    assert not buttons(the_card(two))
    assert read(*the_card(two).notes)[-1] == "It's posted in the channel you searched from."


async def test_what_was_searched_in_private_has_no_button(two: World) -> None:
    assert not buttons(await booked(two, channel=""))
    assert not buttons(await press(two))
    assert not two.messenger.channels


async def test_only_who_booked_can_post_it(two: World) -> None:
    await two.connected("cleo")
    await booked(two)
    assert isinstance(await press(two, "cleo"), Problem)
    assert isinstance(await press(two, "ben"), Problem)
    assert not two.messenger.channels


async def test_it_is_posted_once_however_often_it_is_pressed(two: World) -> None:
    await booked(two)
    for _ in range(3):
        await press(two)
    assert line(two) == POSTED.format(time="10:00–11:00")


async def test_a_series_that_was_searched_in_a_channel_is_posted_there_with_how_often_it_comes(two: World) -> None:
    command = Book(MONDAY + HOUR, 60, (BEN,), "Planning", channel=CHANNEL, repeats="weekly", number=3)
    review = await two.dialogue.submit(actor("ada"), command)
    assert isinstance(review, SeriesCard)
    (book,) = [one.command for one in review.actions if isinstance(one.command, BookSeries)]
    await two.dialogue.handle(actor("ada"), book)
    await two.work()
    assert buttons(the_card(two)) == [PostBooking(the_booking(two).id)]
    await press(two)
    assert line(two) == POSTED.format(time="10:00–11:00") + " Every week from Mon 1 Mar to Mon 15 Mar: 3 dates."
    assert not buttons(the_card(two))


async def test_a_move_and_a_cancellation_are_said_in_the_posted_line(two: World) -> None:
    await booked(two)
    await press(two)
    booking = the_booking(two)
    await two.dialogue.handle(actor("ada"), MoveBooking(booking.id, NOON, booking.plan.when.start, confirmed=True))
    await two.work()
    assert line(two) == POSTED.format(time="12:00–13:00")
    await two.dialogue.handle(actor("ada"), CancelBooking(booking.id, confirmed=True, comment="I'm ill"))
    await two.work()
    assert line(two) == "Cancelled: “Planning”, Mon 1 Mar 12:00–13:00, Berlin."
    assert not buttons(await ask(two, ShowBooking(booking.id), BookingCard))


async def test_a_cancelled_booking_is_not_posted_by_an_old_card(two: World) -> None:
    await booked(two)
    await two.dialogue.handle(actor("ada"), CancelBooking(the_booking(two).id, confirmed=True))
    await two.work()
    assert not buttons(await press(two))
    assert not two.messenger.channels


async def test_a_channel_that_takes_no_message_is_said_with_what_to_do_and_can_be_tried_again(two: World) -> None:
    two.messenger.shut.add(CHANNEL)
    await booked(two)
    await press(two)
    assert not two.messenger.channels
    assert "Invite me there, then post it again." in read(*the_card(two).notes)[-1]
    assert buttons(the_card(two))
    two.messenger.shut.clear()
    await press(two)
    assert line(two) == POSTED.format(time="10:00–11:00")
    assert not buttons(the_card(two))


async def test_a_chat_that_is_away_gets_it_later(two: World) -> None:
    await booked(two)
    two.messenger.fails = 1
    await two.dialogue.handle(actor("ada"), PostBooking(the_booking(two).id))
    await two.work(through=HOUR)
    assert line(two) == POSTED.format(time="10:00–11:00")


@pytest.mark.parametrize("title", ["<!channel> [x](https://evil.example)", "@everyone\nBooked: “Other”"])
async def test_a_title_is_data(two: World, title: str) -> None:
    await two.dialogue.submit(actor("ada"), Book(MONDAY + HOUR, 60, (BEN,), title, channel=CHANNEL))
    await two.work()
    await press(two)
    (shown,) = two.messenger.channels.values()
    assert dict(cast(Line, shown.screen).text.values)["title"] == title
    assert shown.reader == Reader("Europe/Berlin", shown.reader.locale)
