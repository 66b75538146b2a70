"""Move all, in the chat: where to, which dates clash, one confirmation, and cards that follow."""

from datetime import date, timedelta

from core.booking.model import Booking, BookingState
from core.dialogue.commands import Command, ShowBooking
from core.dialogue.screens import BookingCard, Problem, SeriesCard
from core.dialogue.series_commands import (
    BookSeries,
    DecideDate,
    MoveSeries,
    OfferDates,
    OfferSeriesMove,
    ReviewSeries,
    ShowDates,
    SkipClashes,
)
from core.people.searching import SEARCHES_MOST
from tests.unit.core.asking import CARD, actor, ask, read
from tests.unit.core.booking_scene import HOUR, now_of, scene
from tests.unit.core.series_scene import WEEK, hold_series, skip, starts, week
from tests.unit.world import World, user

DAY = timedelta(days=1)


async def booked() -> tuple[World, Booking]:
    """Ada's weekly meeting with Ben, five dates of six, from Monday at ten."""
    world = await scene()
    booking = await hold_series(world, skip(3))
    await world.work()
    return world, now_of(world, booking)


async def press(world: World, command: Command) -> SeriesCard:
    return await ask(world, command, SeriesCard, card=CARD)


def offered(card: SeriesCard) -> list[MoveSeries]:
    return [one.command for line in card.dates for one in line.actions if isinstance(one.command, MoveSeries)]


def commands(card: SeriesCard) -> list[Command]:
    return [one.command for one in card.actions if one.command is not None]


async def test_from_the_card_to_times_that_suit_every_date_and_one_confirmation_moves_them() -> None:
    world, booking = await booked()
    shown = await ask(world, ShowBooking(booking.id), BookingCard)
    assert OfferSeriesMove(booking.id) in [one.command for one in shown.actions]
    assert OfferSeriesMove(booking.id) in commands(await press(world, ShowDates(booking.id)))
    world.box("ben").add(week(2) + HOUR, week(2) + 2 * HOUR, "Secret")
    card = await press(world, OfferSeriesMove(booking.id))
    times = offered(card)
    assert len(times) == 3
    assert week(0) + HOUR not in [one.start for one in times]  # the third date would clash
    review = await press(world, times[-1])
    by = times[-1].start - week(0)
    assert read(review.heading) == ["Move 5 dates?"]
    assert "Outlook tells Ben Example once, for all dates." in read(*review.notes)
    (book,) = [one for one in commands(review) if isinstance(one, BookSeries)]
    assert await world.dialogue.handle(actor(card=CARD), book) is None
    moving = await ask(world, ShowBooking(booking.id), BookingCard)
    assert read(moving.state)[0].startswith("All dates are held: Every week from ")
    await world.work()
    assert starts(world, "ben", booking) == [week(number) + by for number in (0, 1, 2, 4, 5)]
    done = world.messenger.messages[CARD].screen
    assert isinstance(done, BookingCard)
    assert (done.done, done.when.range.start) == (True, week(0) + by)
    assert isinstance(await world.dialogue.handle(actor(card=CARD), book), Problem | BookingCard | SeriesCard)
    await world.work()
    assert starts(world, "ben", booking) == [week(number) + by for number in (0, 1, 2, 4, 5)]
    theirs = [one for one in world.messenger.to(user("ben")) if isinstance(one, BookingCard)]
    assert [card.when.range.start for card in theirs] == [week(0) + by]


async def test_a_chosen_day_says_of_each_time_how_many_dates_clash_and_each_of_them_is_decided() -> None:
    world, booking = await booked()
    for number in (1, 4):
        world.box("ben").add(week(number) + DAY, week(number) + DAY + HOUR, "Secret")
    card = await press(world, OfferSeriesMove(booking.id, date(2027, 3, 2)))
    labels = [read(one.label)[0] for line in card.dates for one in line.actions]
    assert "Tue 2 Mar 10:00 (2 dates clash)" in labels
    review = await press(world, MoveSeries(booking.id, week(0) + DAY))
    assert read(review.heading) == ["2 of 5 dates clash"]
    assert "Secret" not in " ".join(read(*(text for line in review.dates for text in line.lines)))
    (draft,) = {one.draft for one in commands(review) if isinstance(one, ReviewSeries)}
    assert SkipClashes(draft) in commands(review)
    times = await press(world, OfferDates(draft, 4))
    move = next(one.command for one in times.dates[0].actions if isinstance(one.command, DecideDate))
    await press(world, move)
    ready = await press(world, DecideDate(draft, 1, "skip"))
    await world.dialogue.handle(actor(card=CARD), next(one for one in commands(ready) if isinstance(one, BookSeries)))
    await world.work()
    assert move.start is not None
    wanted = [week(0) + DAY, week(2) + DAY, move.start, week(5) + DAY]
    assert starts(world, "ben", booking) == sorted(wanted)


async def test_dates_taken_after_the_confirmation_are_named_and_nothing_moves() -> None:
    world, booking = await booked()
    review = await press(world, MoveSeries(booking.id, week(0) + DAY))
    (book,) = [one for one in commands(review) if isinstance(one, BookSeries)]
    await world.dialogue.handle(actor(card=CARD), book)
    world.box("ben").add(week(4) + DAY, week(4) + DAY + HOUR, "Just now")
    await world.work()
    shown = await ask(world, ShowBooking(booking.id), BookingCard)
    assert "It was not moved to Tue 2 Mar 10:00–11:00. Dates of it were taken in the meantime." in read(*shown.notes)
    assert starts(world, "ben", booking) == [week(number) for number in (0, 1, 2, 4, 5)]


async def test_what_has_begun_says_that_each_date_is_told_and_too_far_or_past_times_are_refused() -> None:
    world, booking = await booked()
    world.clock.advance(WEEK)
    review = await press(world, MoveSeries(booking.id, week(2) + DAY))
    assert "one by one" in " ".join(read(*review.notes))
    for start in (week(0), week(2) + 5 * WEEK):
        assert isinstance(await world.dialogue.handle(actor(), MoveSeries(booking.id, start)), Problem)


async def test_only_who_may_manage_it_moves_it() -> None:
    world, booking = await booked()
    for command in (OfferSeriesMove(booking.id), MoveSeries(booking.id, week(0) + DAY), OfferSeriesMove("nobody's")):
        assert isinstance(await world.dialogue.handle(actor("ben"), command), Problem)
    review = await press(world, MoveSeries(booking.id, week(0) + DAY))
    (book,) = [one for one in commands(review) if isinstance(one, BookSeries)]
    assert isinstance(await world.dialogue.handle(actor("ben"), book), Problem)
    assert now_of(world, booking).state is BookingState.CONFIRMED
    assert len(world.store.transactions.tables.bookings) == 1


async def test_looking_for_times_that_suit_others_too_is_counted_as_a_question_about_them() -> None:
    world, booking = await booked()
    async with world.store.transactions.write() as tx:
        await world.store.searches.save(tx, booking.host, world.clock.now(), SEARCHES_MOST - 2)
    await press(world, OfferSeriesMove(booking.id))
    await press(world, MoveSeries(booking.id, week(0) + 2 * HOUR))
    for command in (OfferSeriesMove(booking.id), MoveSeries(booking.id, week(0) + 2 * HOUR)):
        refused = await ask(world, command, Problem)
        assert "60 an hour" in read(refused.means)[0]
