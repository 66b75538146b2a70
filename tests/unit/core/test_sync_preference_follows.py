"""Two-way: a booking follows its event without a question, unless somebody would be harmed; and nothing echoes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.dialogue.commands import PutBack, ShowBooking, ShowBookings
from core.dialogue.screens import BookingCard, BookingsCard, DisagreementCard
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.ids import new_id
from core.sync.model import Event
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of
from tests.unit.core.disagreeing import IN_TWO_DAYS, STOOD, Desk, booked, desk
from tests.unit.core.two_way import adopted, listed, made, switch

AT = TEN + IN_TWO_DAYS
LATER = AT + 2 * HOUR
DAY = timedelta(days=1)


@pytest.fixture
async def ada() -> Desk:
    found = await desk()
    await switch(found)
    return found


async def replacement(ada: Desk, booking: Booking) -> Booking:
    rows = ada.store.transactions.tables.bookings.values()
    (found,) = (one for one in rows if one.request_key == f"put-back:{booking.id}")
    return found


async def test_p14_a_move_in_outlook_moves_the_booking_its_protection_and_every_card_without_a_question(
    ada: Desk,
) -> None:
    booking = await booked(ada, AT)
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    ref = await ada.rooms.posting.show(actor().user, card, None)
    await ada.dialogue.delivered(actor(), card, ref)
    ada.drag(booking, LATER)
    await ada.told()
    found = now_of(ada, booking)
    assert (found.state, found.plan.when.start, found.failure) == (BookingState.CONFIRMED, LATER, None)
    assert (ada.cards(), ada.said()) == ([], [])
    shown = ada.messenger.messages[ref].screen
    assert isinstance(shown, BookingCard)
    assert shown.when.range.start == LATER
    assert (await hold(ada, "ben", (), AT)).state is BookingState.HELD


async def test_p14_a_deletion_in_outlook_asks_for_the_guests_and_yes_cancels_and_frees_the_time(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    await ada.told(STOOD)
    (card,) = ada.cards()
    assert read(card.heading, *(action.label for action in card.actions[:2])) == [
        "Deleted in Outlook: cancel for 1 guest?", "Yes, cancel it", "Put it back",
    ]  # fmt: skip
    assert now_of(ada, booking).state is BookingState.CONFIRMED
    await ada.press_follow(booking)
    await ada.work()
    assert now_of(ada, booking).state is BookingState.CANCELLED
    assert ada.calls("cancel") == 0
    assert (await hold(ada, "ben", (), AT)).state is BookingState.HELD


async def test_p15_a_deleted_event_is_put_back_from_what_we_kept_of_it(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    await ada.told(STOOD)
    assert await ada.press_back(booking) is None
    await ada.work(through=STOOD)
    new = await replacement(ada, booking)
    assert (new.state, new.plan) == (BookingState.CONFIRMED, booking.plan)
    assert [one.start for one in ada.box("ada").written(new.id)] == [AT]
    assert await listed(ada) == [("Planning", AT)]


async def test_p15_without_guests_it_ends_at_once_with_a_line_and_undo(ada: Desk) -> None:
    booking = await booked(ada, AT, guests=())
    ada.delete(booking)
    await ada.told()
    assert now_of(ada, booking).state is BookingState.CANCELLED
    (card,) = ada.cards()
    assert (card.heading.key, card.done) == ("differs.heading.ended", True)
    assert PutBack(booking.id) in [action.command for action in card.actions]
    assert await ada.press_back(booking) is None
    assert await ada.press_back(booking) is None
    await ada.work(through=STOOD)
    new = await replacement(ada, booking)
    assert (new.state, new.plan) == (BookingState.CONFIRMED, booking.plan)
    assert await listed(ada) == [("Planning", AT)]
    assert [one.start for one in ada.box("ada").all_events()] == [AT]


async def test_p15_an_adopted_event_that_is_deleted_can_be_put_back_too(ada: Desk) -> None:
    guests = (("carol@elsewhere.example", "Carol"), ("dan@elsewhere.example", "Dan"))
    event = ada.outlook.meet(ada.box("ada"), guests, AT, AT + HOUR, "Lunch")
    await ada.told()
    (booking,) = adopted(ada)
    ada.box("ada").remove(event)
    await ada.told(STOOD)
    (card,) = ada.cards()
    assert read(card.heading) == ["Deleted in Outlook: cancel for 2 guests?"]
    assert await ada.press_back(booking) is None
    await ada.work(through=STOOD)
    new = await replacement(ada, booking)
    assert (new.plan.title, [item.name for item in new.plan.invitees]) == ("Lunch", ["Carol", "Dan"])
    assert await listed(ada) == [("Lunch", AT)]


async def test_p16_an_event_that_gets_another_id_is_the_same_booking(ada: Desk) -> None:
    made(ada, AT)
    await ada.told()
    (before,) = adopted(ada)
    (event,) = ada.box("ada").all_events()
    ada.box("ada").remove(event.id)
    ada.box("ada").events[DEFAULT].append(replace(event, id=new_id()))
    await ada.told(STOOD)
    (after,) = adopted(ada)
    assert (after.id, ada.cards()) == (before.id, [])
    assert after.outlook_id != before.outlook_id
    ours = await booked(ada, AT + DAY)
    (mine,) = ada.box("ada").written(ours.id)
    ada.box("ada").remove(mine.id)
    ada.box("ada").events[DEFAULT].append(replace(mine, id=new_id()))
    await ada.told(STOOD)
    assert (now_of(ada, ours).state, ada.cards(), len(adopted(ada))) == (BookingState.CONFIRMED, [], 1)


async def test_a_move_onto_another_booking_of_ours_stays_a_question(ada: Desk) -> None:
    booking = await booked(ada, AT)
    other = await booked(ada, LATER)
    ada.drag(booking, LATER + HOUR / 2)
    await ada.told()
    assert (ada.kind(booking), now_of(ada, booking).plan.when.start) == ("outlook.collides", AT)
    (card,) = ada.cards()
    assert card.heading.key == "differs.heading.collides"
    ada.drag(booking, LATER + HOUR)
    await ada.told()
    assert (ada.kind(booking), now_of(ada, booking).plan.when.start) == (None, LATER + HOUR)
    assert ada.cards()[0].done
    assert now_of(ada, other).plan.when.start == LATER


async def test_what_is_put_back_after_a_collision_goes_back_and_does_not_follow_once_more(ada: Desk) -> None:
    booking = await booked(ada, AT)
    await booked(ada, LATER)
    ada.drag(booking, LATER + HOUR / 2)
    await ada.told()
    await ada.press_back(booking)
    await ada.told(STOOD)
    assert (ada.kind(booking), ada.lies(booking), now_of(ada, booking).plan.when.start) == (None, AT, AT)


async def test_dragging_twice_moves_twice_and_says_nothing(ada: Desk) -> None:
    booking = await booked(ada, AT)
    for hours in (1, 3, 2):
        ada.drag(booking, AT + hours * HOUR)
        await ada.told()
    assert now_of(ada, booking).plan.when.start == AT + 2 * HOUR
    assert ada.cards() == []


async def test_an_adopted_event_that_moves_moves_its_booking(ada: Desk) -> None:
    event = made(ada, AT)
    await ada.told()
    ada.box("ada").change(event, start=LATER, end=LATER + HOUR)
    await ada.told(STOOD)
    assert (await listed(ada), ada.cards()) == ([("Dentist", LATER)], [])


async def test_an_adopted_event_without_guests_that_is_deleted_ends_with_a_line(ada: Desk) -> None:
    event = made(ada, AT)
    await ada.told()
    (booking,) = adopted(ada)
    ada.box("ada").remove(event)
    await ada.told(STOOD)
    assert await listed(ada) == []
    (card,) = ada.cards()
    assert card.heading.key == "differs.heading.ended"
    assert await ada.press_back(booking) is None
    await ada.work(through=STOOD)
    assert await listed(ada) == [("Dentist", AT)]


async def test_an_event_that_goes_to_another_calendar_is_no_booking_any_more_and_nothing_is_asked(ada: Desk) -> None:
    event = made(ada, AT)
    await ada.told()
    box = ada.box("ada")
    other = box.add_calendar("Projects")
    box.events[other] = [one for one in box.events[DEFAULT] if one.id == event]
    box.events[DEFAULT] = []
    await ada.told(STOOD)
    assert (await listed(ada), ada.cards(), adopted(ada)) == ([], [], [])


async def test_an_invitation_that_its_organizer_calls_off_goes_without_a_word(ada: Desk) -> None:
    ada.outlook.meet(ada.box("ben"), (("ada@contoso.com", "Ada"),), AT, AT + HOUR, "Review")
    await ada.told()
    (copy,) = ada.box("ada").all_events()
    ada.box("ada").change(copy.id, is_cancelled=True)
    await ada.told(STOOD)
    assert (await listed(ada), ada.cards()) == ([], [])
    ada.box("ada").remove(copy.id)
    await ada.told(STOOD)
    assert ada.cards() == []


async def test_our_event_that_is_told_before_the_answer_to_our_post_is_no_event_made_in_outlook(ada: Desk) -> None:
    ada.outlook.faults = ["lost after"]
    booking = await hold(ada, "ada", ("ben",), AT)
    await ada.work()
    assert now_of(ada, booking).state is BookingState.PUSHING
    assert len(ada.box("ada").written(booking.id)) == 1
    await ada.notified.receive(tuple(ada.subscriptions.notifications(DEFAULT, ada.clock.now())))
    await ada.work()
    assert now_of(ada, booking).state is BookingState.PUSHING
    assert adopted(ada) == []
    await ada.work(through=STOOD)
    assert (now_of(ada, booking).state, adopted(ada), ada.cards()) == (BookingState.CONFIRMED, [], [])
    assert await listed(ada) == [("Planning", AT)]


async def test_our_cancellation_is_neither_deleted_nor_made_in_outlook(ada: Desk) -> None:
    booking = await booked(ada, AT)
    async with ada.store.transactions.write() as tx:
        await ada.holding.release(tx, booking.host, booking.id)
    ada.outlook.faults = ["lost after"]
    await ada.told(STOOD)
    assert (now_of(ada, booking).state, adopted(ada), ada.cards()) == (BookingState.CANCELLED, [], [])


async def test_a_copy_that_is_behind_our_cancellation_makes_no_booking_of_what_is_left_in_it(ada: Desk) -> None:
    booking = await booked(ada, AT)
    (left,) = ada.box("ada").written(booking.id)
    async with ada.store.transactions.write() as tx:
        await ada.holding.release(tx, booking.host, booking.id)
    await ada.work()
    await stale(ada, left)
    assert await listed(ada) == []
    await ada.work(through=STOOD)
    assert (await listed(ada), ada.cards()) == ([], [])


async def test_an_event_restored_from_the_bin_is_a_booking_again(ada: Desk) -> None:
    booking = await booked(ada, AT, guests=())
    event = ada.delete(booking)
    await ada.told()
    assert await listed(ada) == []
    ada.box("ada").events[DEFAULT].append(event)
    await ada.told(STOOD)
    assert await listed(ada) == [("Planning", AT)]


async def test_the_bookings_question_is_taken_back_when_its_event_comes_back(ada: Desk) -> None:
    booking = await booked(ada, AT)
    event = ada.delete(booking)
    await ada.told(STOOD)
    ada.box("ada").events[DEFAULT].append(event)
    await ada.told(STOOD)
    assert (ada.kind(booking), adopted(ada)) == (None, [])
    assert [card.done for card in ada.cards()] == [True]


async def stale(ada: Desk, event: Event) -> None:
    """Ada's copy still holds this event."""
    calendar = (await ada.setup("ada")).linked
    assert calendar is not None
    async with ada.store.transactions.write() as tx:
        await ada.store.mirror.change(tx, calendar.id, [event], [])


async def test_two_clicks_on_yes_cancel_once(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    await ada.told(STOOD)
    first, second = await ada.press_follow(booking), await ada.press_follow(booking)
    assert isinstance(first, DisagreementCard)
    assert isinstance(second, DisagreementCard)
    assert (first.done, second.done) == (True, True)


async def test_a_series_that_goes_ends_with_a_line_and_cannot_be_put_back(ada: Desk) -> None:
    for week in range(3):
        made(ada, AT + 7 * DAY * week, "Weekly", series="master-1")
    await ada.told()
    assert await listed(ada) == [("Weekly", AT)]
    first, *others = ada.box("ada").all_events()
    ada.box("ada").remove(first.id)
    await ada.told(STOOD)
    assert (await listed(ada), ada.cards()) == ([("Weekly", AT + 7 * DAY)], [])
    for event in others:
        ada.box("ada").remove(event.id)
    await ada.told(STOOD)
    (card,) = ada.cards()
    assert [line.key for line in card.lines] == ["differs.ended_series"]
    assert [action for action in card.actions if isinstance(action.command, PutBack)] == []
    assert await listed(ada) == []


async def test_an_account_that_hides_titles_keeps_them_out_of_bookings_and_of_what_could_be_put_back(ada: Desk) -> None:
    person = await ada.person("ada")
    (connection,) = await ada.connections("ada")
    setup = await ada.configuring.setup(person)
    async with ada.store.transactions.write() as tx:
        hiding = replace(setup.preferences, hidden_titles=frozenset({connection.id}))
        await ada.store.preferences.save(tx, hiding)
    event = ada.outlook.meet(ada.box("ada"), (("carol@elsewhere.example", "Carol"),), AT, AT + HOUR, "Therapy")
    await ada.told()
    assert await listed(ada) == [("Personal: busy", AT)]
    (line,) = (await ask(ada, ShowBookings(), BookingsCard)).bookings
    assert Words(Reader("UTC", "de-DE"), AT).say(line.title) == "Privat: beschäftigt"
    (booking,) = adopted(ada)
    assert booking.plan.invitees == ()
    ada.box("ada").remove(event)
    await ada.told(STOOD)
    (card,) = ada.cards()
    assert [line.key for line in card.lines] == ["differs.ended_hidden"]
    assert [action for action in card.actions if isinstance(action.command, PutBack)] == []
