"""Recurring bookings in the chat: from the form to the dates of what is booked, as a person presses through them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.dialogue.commands import Book, CancelBooking, Command, ShowBooking, ShowBookings
from core.dialogue.screens import BookingAsk, BookingCard, BookingsCard, Problem, SeriesCard, Text
from core.dialogue.series_commands import (
    BookSeries,
    CancelDate,
    DecideDate,
    MoveDate,
    OfferDateMove,
    OfferDates,
    ReviewAgain,
    ReviewSeries,
    ShowDates,
    SkipClashes,
)
from core.shared.errors import InvalidChoice, OutlookUnavailable
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, CARD, actor, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold, scene, state_of
from tests.unit.core.series_scene import WEEK, starts, week
from tests.unit.world import World, user

DAY = timedelta(days=1)
SIX = Book(TEN, 60, (BEN,), "Planning", repeats="weekly", number=6)


async def desk(*keys: str) -> World:
    return await scene(*keys)


async def review(world: World, book: Book = SIX) -> SeriesCard:
    found = await world.dialogue.submit(actor(), book)
    assert isinstance(found, SeriesCard), found
    return found


def buttons(card: SeriesCard) -> list[str]:
    return [action.label.key for action in card.actions if isinstance(action.label, Text)]


def draft_of(card: SeriesCard) -> str:
    found = {action.command.draft for action in card.actions if isinstance(action.command, ReviewSeries)}
    (draft,) = found
    return draft


async def press(world: World, command: Command) -> SeriesCard:
    return await ask(world, command, SeriesCard, card=CARD)


def booked(world: World) -> Booking:
    (found,) = [one for one in world.store.transactions.tables.bookings.values() if one.dates]
    return found


async def book_all(world: World, book: Book = SIX) -> Booking:
    card = await review(world, book)
    assert await world.dialogue.handle(actor(card=CARD), BookSeries(draft_of(card))) is None
    await world.work()
    return booked(world)


async def test_without_a_clash_one_confirmation_books_every_date_and_the_card_says_so() -> None:
    world = await desk()
    card = await review(world)
    assert (card.heading.key, buttons(card)[0], card.dates) == ("series.ready", "action.book_series", ())
    assert "Every week from Mon 1 Mar to Mon 5 Apr: 6 dates." in read(*card.lines)
    assert "Mon 1 Mar 10:00–11:00 (Berlin)" in read(*card.lines)
    assert await world.dialogue.handle(actor(card=CARD), BookSeries(draft_of(card))) is None
    await world.work()
    assert state_of(world, booked(world)) == (BookingState.CONFIRMED, None)
    shown = world.messenger.last(user("ada"))
    assert isinstance(shown, BookingCard)
    assert shown.done
    assert "action.dates" in [action.label.key for action in shown.actions if isinstance(action.label, Text)]


async def test_each_clash_is_decided_by_itself_and_the_confirmation_names_every_decision() -> None:
    world = await desk()
    for number in (1, 2):
        world.box("ada").add(week(number), week(number) + HOUR, "Dentist")
    world.box("ben").add(week(4), week(4) + HOUR, "Secret")
    card = await review(world)
    assert read(card.heading) == ["3 of 6 dates clash"]
    assert [len(line.actions) for line in card.dates] == [3, 3, 2]  # Ben's time is not Ada's to book over
    said = " ".join(read(*(text for line in card.dates for text in line.lines)))
    assert "Dentist" in said
    assert "Secret" not in said
    draft = draft_of(card)
    await press(world, DecideDate(draft, 1, "skip"))
    offered = await press(world, OfferDates(draft, 4))
    moves = [action.command for action in offered.dates[0].actions if isinstance(action.command, DecideDate)]
    assert [one.decision for one in moves] == ["move", "move", "move", "skip"]
    await press(world, moves[0])
    card = await press(world, DecideDate(draft, 2, "anyway"))
    assert (card.heading.key, card.dates) == ("series.ready", ())
    assert [line.key for line in card.lines][-3:] == ["series.left_out", "series.moved", "series.anyway"]
    assert await world.dialogue.handle(actor(card=CARD), BookSeries(draft)) is None
    await world.work()
    assert moves[0].start is not None
    wanted = [week(0), week(2), week(3), moves[0].start, week(5)]
    assert starts(world, "ben", booked(world)) == sorted(wanted)


async def test_skip_all_leaves_out_what_clashes_and_start_over_takes_it_back() -> None:
    world = await desk()
    world.box("ada").add(week(1), week(1) + HOUR)
    draft = draft_of(await review(world))
    card = await press(world, SkipClashes(draft))
    assert read(card.heading) == ["Book 5 dates?"]
    assert "action.start_over" in buttons(card)
    card = await press(world, ReviewSeries(draft, fresh=True))
    assert read(card.heading) == ["1 of 6 dates clashes"]


async def test_pressed_twice_on_two_devices_it_is_booked_once() -> None:
    world = await desk()
    draft = draft_of(await review(world))
    assert await world.dialogue.handle(actor(card=CARD), BookSeries(draft)) is None
    assert isinstance(await world.dialogue.handle(actor(), BookSeries(draft)), BookingCard)
    await world.work()
    assert isinstance(await world.dialogue.handle(actor(), BookSeries(draft)), BookingCard)
    assert len(world.box("ada").written(booked(world).id)) == 1


async def test_a_clash_that_came_after_the_card_is_shown_before_anything_is_booked() -> None:
    world = await desk()
    draft = draft_of(await review(world))
    world.box("ben").add(week(5), week(5) + HOUR)
    card = await press(world, BookSeries(draft))
    assert "series.taken" in [line.key for line in card.lines]
    assert read(card.heading) == ["1 of 6 dates clashes"]
    await hold(world, "ben", (), week(4))
    card = await press(world, BookSeries(draft))
    assert read(card.heading) == ["2 of 6 dates clash"]


async def test_a_date_lost_at_the_fresh_look_is_named_and_the_series_can_be_looked_at_again() -> None:
    world = await desk()
    draft = draft_of(await review(world))
    await world.dialogue.handle(actor(card=CARD), BookSeries(draft))
    world.box("ben").add(week(2), week(2) + HOUR)
    await world.work()
    card = world.messenger.last(user("ada"))
    assert isinstance(card, BookingCard)
    assert any("Mon 15 Mar" in line and "Taken meanwhile" in line for line in read(*card.notes))
    again = next(action.command for action in card.actions if isinstance(action.command, ReviewAgain))
    once_more = await press(world, again)
    assert read(once_more.heading) == ["1 of 6 dates clashes"]


async def test_nobody_but_their_person_sees_or_books_a_draft() -> None:
    world = await desk()
    draft = draft_of(await review(world))
    for command in (ReviewSeries(draft), BookSeries(draft), SkipClashes(draft), DecideDate(draft, 0, "skip")):
        await ask(world, command, Problem, "ben")
    await ask(world, ReviewSeries("none"), Problem)
    world.clock.advance(2 * DAY)
    await ask(world, ReviewSeries(draft), Problem)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": None}, "until"),
        ({"number": 53}, "number"),
        ({"number": 0}, "number"),
        ({"until": date(2027, 2, 1)}, "until"),
        ({"until": date(2029, 3, 1)}, "until"),
        ({"repeats": "daily", "duration_minutes": 1440, "number": 3, "start": TEN}, None),
    ],
)
async def test_a_rule_that_gives_no_series_is_said_beside_its_field(
    change: dict[str, object], field: str | None
) -> None:
    world = await desk()
    found = await world.dialogue.submit(actor(), replace(SIX, **change))
    if field is None:
        assert isinstance(found, SeriesCard)
    else:
        assert isinstance(found, InvalidChoice)
        assert found.field == field


async def test_bookings_show_a_series_once_with_its_next_date_and_it_stays_while_dates_come() -> None:
    world = await desk()
    await book_all(world)
    world.clock.set(week(2) + 2 * HOUR)
    card = await ask(world, ShowBookings(), BookingsCard)
    (line,) = card.bookings
    assert line.when.range.start == week(3)
    assert "Every week from Mon 1 Mar to Mon 5 Apr: 6 dates." in read(line.state)[0]


async def test_one_date_is_called_off_after_one_question_and_the_others_stay() -> None:
    world = await desk()
    booking = await book_all(world)
    dates = await press(world, ShowDates(booking.id))
    assert len(dates.dates) == 6
    await ask(world, CancelDate(booking.id, 2), BookingAsk)
    assert await world.dialogue.handle(actor(card=CARD), CancelDate(booking.id, 2, confirmed=True)) is None
    await ask(world, CancelDate(booking.id, 2, confirmed=True), SeriesCard)  # pressed once more
    await world.work()
    wanted = [week(number) for number in (0, 1, 3, 4, 5)]
    assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
    assert await hold(world, "ben", (), week(2))
    card = await ask(world, ShowBooking(booking.id), BookingCard)
    assert "series.left_out" in [note.key for note in card.notes]


async def test_the_last_date_that_is_left_is_cancelled_with_its_series() -> None:
    world = await desk()
    booking = await book_all(world, replace(SIX, number=2))
    world.clock.set(week(0) + 2 * HOUR)
    asked = await ask(world, CancelDate(booking.id, 1), BookingAsk)
    assert [action.command for action in asked.actions if isinstance(action.command, CancelBooking)]


async def test_one_date_moves_between_its_neighbours_and_stands_there_for_everybody() -> None:
    world = await desk()
    booking = await book_all(world)
    offered = await press(world, OfferDateMove(booking.id, 2))
    moves = [action.command for action in offered.dates[0].actions if isinstance(action.command, MoveDate)]
    assert len(moves) == 3
    there = moves[0].start
    assert week(1) < there < week(3)
    assert await world.dialogue.handle(actor(card=CARD), moves[0]) is None
    await world.work()
    wanted = sorted([week(0), week(1), there, week(3), week(4), week(5)])
    assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
    assert [one.start for one in booked(world).occurrences] == wanted
    assert await hold(world, "ben", (), week(2))
    card = await ask(world, ShowBooking(booking.id), BookingCard)
    assert "series.moved" in [note.key for note in card.notes]


async def test_all_dates_are_cancelled_at_once() -> None:
    world = await desk()
    booking = await book_all(world)
    asked = await ask(world, CancelBooking(booking.id), BookingAsk)
    assert "ask.all_dates" in [line.key for line in asked.lines]
    sure = next(action.command for action in asked.actions if isinstance(action.command, CancelBooking))
    assert await world.dialogue.handle(actor(card=CARD), sure) is None
    await world.work()
    assert state_of(world, booking) == (BookingState.CANCELLED, None)
    assert starts(world, "ada", booking) == [] == starts(world, "ben", booking)
    assert await hold(world, "ben", (), week(3))


async def test_others_cannot_touch_the_dates_of_a_series() -> None:
    world = await desk("ada", "ben", "carol")
    booking = await book_all(world)
    commands = (
        ShowDates(booking.id),
        CancelDate(booking.id, 1, confirmed=True),
        OfferDateMove(booking.id, 1),
        MoveDate(booking.id, 1, week(1) + DAY),
        ReviewAgain(booking.id),
    )
    for command in commands:
        await ask(world, command, Problem, "carol")
        await ask(world, command, Problem, "ben")
    await world.work()
    assert starts(world, "ben", booking) == [week(number) for number in range(6)]


async def test_a_calendar_that_cannot_be_read_stops_a_series_and_it_can_be_booked_without_it() -> None:
    world = await desk()
    draft = draft_of(await review(world))
    await world.dialogue.handle(actor(card=CARD), BookSeries(draft))
    world.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    await world.work(through=timedelta(minutes=5))
    assert state_of(world, booked(world)) == (BookingState.FAILED, "calendar_unreadable")
    card = world.messenger.last(user("ada"))
    assert isinstance(card, BookingCard)
    anyway = next(action.command for action in card.actions if getattr(action.command, "anyway", False))
    asked = await ask(world, anyway, BookingAsk)
    assert asked.actions[0].command is not None
    assert await world.dialogue.handle(actor(), asked.actions[0].command) is None
    await world.work(through=timedelta(minutes=5))
    states = {one.state for one in world.store.transactions.tables.bookings.values()}
    assert states == {BookingState.FAILED, BookingState.CONFIRMED}
    (made,) = [one for one in world.store.transactions.tables.bookings.values() if one.state is BookingState.CONFIRMED]
    assert len(made.dates) == 6
    assert len(starts(world, "ada", made)) == 6
    assert made.dates[-1].planned.start == TEN + 5 * WEEK - HOUR


async def test_guests_are_told_which_dates_it_has_and_nothing_of_the_hosts_reasons() -> None:
    world = await desk()
    world.box("ada").add(week(1), week(1) + HOUR, "Dentist")
    world.box("ada").add(week(2), week(2) + HOUR, "Dentist")
    draft = draft_of(await review(world))
    await press(world, DecideDate(draft, 1, "skip"))
    await press(world, DecideDate(draft, 2, "anyway"))
    await world.dialogue.handle(actor(card=CARD), BookSeries(draft))
    await world.work()
    card = next(one for one in reversed(world.messenger.to(user("ben"))) if isinstance(one, BookingCard))
    said = read(*card.notes)
    assert said[:2] == ["Every week from Mon 1 Mar to Mon 5 Apr: 6 dates.", "Left out: Mon 8 Mar 10:00–11:00."]
    assert not [line for line in said if "busy" in line or "Dentist" in line]


async def test_until_every_date_stands_in_outlook_the_card_says_how_many_are_missing_and_not_booked() -> None:
    world = await desk()
    for number in (1, 2):
        world.box("ada").add(week(number), week(number) + HOUR)
    draft = draft_of(await review(world))
    await press(world, SkipClashes(draft))
    world.outlook.faults = ["", "", "lost before"]
    await world.dialogue.handle(actor(card=CARD), BookSeries(draft))
    await world.work()
    card = world.messenger.last(user("ada"))
    assert isinstance(card, BookingCard)
    assert (card.done, card.heading.key) == (False, "booking.pushing")
    assert "Outlook has the series; 1 of 6 dates still has to be changed there." in read(*card.notes)
    await world.work(through=timedelta(minutes=2))
    card = world.messenger.last(user("ada"))
    assert isinstance(card, BookingCard)
    assert card.done
    assert not [note for note in card.notes if note.key in ("series.unfinished", "series.inviting")]


async def test_a_date_that_is_moved_twice_or_moved_and_called_off_at_once_has_one_end() -> None:
    world = await desk()
    booking = await book_all(world)
    there = week(2) + DAY
    for _ in range(2):
        await world.dialogue.handle(actor(card=CARD), MoveDate(booking.id, 2, there))
    await world.dialogue.handle(actor(), MoveDate(booking.id, 2, there + 2 * HOUR))
    await world.dialogue.handle(actor(), MoveDate(booking.id, 3, week(3) + DAY))
    await world.work()
    assert starts(world, "ben", booking) == [week(0), week(1), there, week(3), week(4), week(5)]
    assert [call for call, _ in world.outlook.calls].count("move") == 1

    await world.dialogue.handle(actor(), MoveDate(booking.id, 4, week(4) + DAY))
    assert await world.dialogue.handle(actor(card=CARD), CancelDate(booking.id, 4, confirmed=True)) is None
    await world.work()
    wanted = [week(0), week(1), there, week(3), week(5)]
    assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
    assert [one.start for one in booked(world).occurrences] == wanted
