"""The message that Outlook and a booking disagree: one for each, for the host, edited until they agree again."""

from datetime import datetime, timedelta

import pytest

from core.booking.model import Booking
from core.dialogue.answers.differences import state_line, ways_out
from core.dialogue.answers.disagreement import shown_subject
from core.dialogue.commands import FollowOutlook, PutBack
from core.dialogue.model import MessageRef, Notice
from core.dialogue.screens import BookingCard, DisagreementCard, Problem, Style
from tests.unit.core.asking import actor, read
from tests.unit.core.booking_scene import HOUR, TEN, now_of
from tests.unit.core.crashing import Crash
from tests.unit.core.disagreeing import IN_TWO_DAYS, STOOD, Desk, booked, desk
from tests.unit.core.test_notices import place
from tests.unit.world import user

AT = TEN + IN_TWO_DAYS
LATER = AT + 2 * HOUR
PRESSED = MessageRef("DUADA", "77.0")


@pytest.fixture
async def ada() -> Desk:
    return await desk()


async def moved(ada: Desk, to: datetime = LATER) -> Booking:
    booking = await booked(ada, AT)
    ada.drag(booking, to)
    await ada.told(STOOD)
    return booking


def words(card: DisagreementCard) -> list[str]:
    buttons = [action.label for action in card.actions]
    return read(card.heading, card.title, card.booked, card.now, *card.lines, *buttons)


async def test_the_card_names_both_times_what_is_taken_and_who_hears_of_which_choice(ada: Desk) -> None:
    await moved(ada)
    (card,) = ada.cards()
    assert words(card) == [
        "Moved in Outlook: which time shall hold?",
        "Planning",
        "Wed 3 Mar 10:00–11:00",
        "Wed 3 Mar 12:00–13:00",
        "Until you choose, both times are taken.",
        "Follow Outlook: the booking takes Outlook's time. Nobody is told again.",
        "Put it back: Outlook tells Ben Example.",
        "Follow Outlook",
        "Put it back",
        "Open in Outlook",
        "My bookings",
    ]
    assert not card.done
    assert card.actions[0].style is Style.PRIMARY
    names = read(*(action.name or action.label for action in card.actions))
    assert len(set(names)) == len(names)


async def test_the_card_of_a_deleted_event_offers_to_book_it_again(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    await ada.told(STOOD)
    (card,) = ada.cards()
    said = words(card)
    assert said[0] == "Deleted in Outlook: shall the booking end?"
    assert card.now is None
    assert "Book it again: Outlook sends Ben Example a new invitation." in said
    assert said[-4:-2] == ["Follow Outlook", "Book it again"]


async def test_without_guests_nobody_is_told_and_that_is_said(ada: Desk) -> None:
    booking = await booked(ada, AT, guests=())
    ada.drag(booking, LATER)
    await ada.told(STOOD)
    (card,) = ada.cards()
    assert "Put it back: it goes back in Outlook. Nobody else is invited." in words(card)


async def test_only_the_host_gets_it(ada: Desk) -> None:
    await moved(ada)
    assert len(ada.cards("ada")) == 1
    assert ada.cards("ben") == []


async def test_an_event_that_is_dragged_twice_is_one_card_that_is_edited(ada: Desk) -> None:
    booking = await moved(ada)
    ada.drag(booking, LATER + HOUR)
    await ada.told()
    (card,) = ada.cards()
    assert read(card.now) == ["Wed 3 Mar 13:00–14:00"]


async def test_when_it_is_moved_back_in_outlook_the_card_says_that_they_agree_again(ada: Desk) -> None:
    booking = await moved(ada)
    ada.drag(booking, AT)
    await ada.told()
    (card,) = ada.cards()
    assert words(card)[0] == "Outlook and Clearhour agree again"
    assert card.done
    assert card.actions


async def test_what_differs_after_they_agreed_is_a_new_message(ada: Desk) -> None:
    booking = await moved(ada)
    ada.drag(booking, AT)
    await ada.told()
    ada.drag(booking, LATER)
    await ada.told(STOOD)
    assert [card.done for card in ada.cards()] == [True, False]


async def test_the_message_and_the_pressed_one_follow_until_it_is_put_back(ada: Desk) -> None:
    booking = await moved(ada)
    place(ada, PRESSED)
    screen = await ada.press_back(booking, card=PRESSED)
    assert isinstance(screen, DisagreementCard)
    assert words(screen)[0] == "Putting it back …"
    await ada.work()
    assert [words(card)[0] for card in ada.cards()] == ["Outlook and Clearhour agree again"] * 2


async def test_a_press_through_the_door_is_answered_in_its_message_which_follows_to_the_end(ada: Desk) -> None:
    booking = await moved(ada)
    place(ada, PRESSED)
    pressed = actor(card=PRESSED)
    screen = await ada.dialogue.handle(pressed, PutBack(booking.id))
    assert isinstance(screen, DisagreementCard)
    await ada.dialogue.delivered(pressed, screen, PRESSED)
    await ada.work()
    shown = ada.messenger.messages[PRESSED].screen
    assert isinstance(shown, DisagreementCard)
    assert shown.done
    refused = await ada.dialogue.handle(actor("ben"), PutBack(booking.id))
    assert isinstance(refused, Problem)
    assert refused.what.key == "problem.not_yours.what"


async def test_every_card_says_what_it_is_about_until_nothing_will_change_and_leads_on(ada: Desk) -> None:
    booking = await moved(ada)
    asker = await ada.asker()
    open_card = await ada.answers.card(asker, now_of(ada, booking))
    returning = await ada.press_back(booking)
    await ada.work()
    settled = await ada.answers.card(asker, now_of(ada, booking))
    assert isinstance(returning, DisagreementCard)
    assert [shown_subject(one) for one in (open_card, returning, settled)] == [f"disagree:{booking.id}"] * 2 + [None]
    assert all(any(action.command for action in one.actions) for one in (open_card, returning, settled))


async def test_the_messages_of_a_meeting_that_is_booked_again_become_the_new_bookings_card(ada: Desk) -> None:
    booking = await booked(ada, AT)
    first = MessageRef("DUADA", "55.0")
    place(ada, first)
    async with ada.store.transactions.write() as tx:
        subject = f"booking:{booking.id}"
        await ada.store.notices.save(tx, Notice(booking.host, subject, "card", user("ada"), first))
    ada.delete(booking)
    await ada.told(STOOD)
    before = len(ada.messenger.messages)
    (asked,) = [ref for ref, shown in ada.messenger.messages.items() if isinstance(shown.screen, DisagreementCard)]
    assert await ada.press_back(booking, card=asked) is None
    await ada.work(through=STOOD)
    for ref in (first, asked):
        shown = ada.messenger.messages[ref].screen
        assert isinstance(shown, BookingCard)
        assert (shown.done, read(shown.heading)) == (True, ["Booked"])
    assert len(ada.messenger.messages) == before
    assert {subject for _, subject, _ in ada.store.transactions.tables.notices if booking.id in subject} == set()
    place(ada, PRESSED)
    assert await ada.press_back(booking, card=PRESSED) is None
    await ada.work()
    assert isinstance(ada.messenger.messages[PRESSED].screen, BookingCard)


async def test_cancelling_it_elsewhere_settles_the_card(ada: Desk) -> None:
    booking = await moved(ada)
    async with ada.store.transactions.write() as tx:
        await ada.holding.release(tx, booking.host, booking.id)
    await ada.work()
    (card,) = ada.cards()
    assert (words(card)[0], card.done) == ("Cancelled", True)


async def test_a_chat_that_is_away_gets_it_later_and_once(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, LATER)
    ada.messenger.fails = 2
    await ada.told(STOOD)
    await ada.work(through=timedelta(minutes=5))
    assert len(ada.cards()) == 1


@pytest.mark.parametrize("steps", range(40))
async def test_a_process_that_dies_anywhere_says_it_in_the_end_and_at_most_twice(steps: int) -> None:
    ada = await desk()
    booking = await booked(ada, AT)
    ada.drag(booking, LATER)
    await ada.told()
    ada.store.transactions.crashes.countdown = steps  # type: ignore[attr-defined]
    try:
        await ada.work(through=STOOD)
    except Crash:
        await ada.restart()
    ada.store.transactions.crashes.countdown = None  # type: ignore[attr-defined]
    await ada.work(through=timedelta(minutes=5))
    assert 1 <= len(ada.cards()) <= 2
    assert ada.said(booking) == ["moved"]


async def test_the_lists_line_of_state_says_where_outlook_has_it_and_offers_both(ada: Desk) -> None:
    booking = await moved(ada)
    now = now_of(ada, booking)
    assert read(state_line(now)) == ["Outlook has it on Wed 3 Mar 12:00–13:00"]
    assert [action.command for action in ways_out(now, ada.clock.now())] == [
        FollowOutlook(booking.id),
        PutBack(booking.id),
    ]
    assert state_line(booking) is None
    assert ways_out(booking, ada.clock.now()) == ()
    await ada.press_back(booking)
    returning = now_of(ada, booking)
    assert read(state_line(returning)) == ["Outlook has it on Wed 3 Mar 12:00–13:00; it is being put back."]
    assert ways_out(returning, ada.clock.now()) == ()


async def test_nothing_is_sent_to_somebody_who_left_meanwhile(ada: Desk) -> None:
    booking = await moved(ada)
    async with ada.store.transactions.write() as tx:
        await ada.store.bookings.forget_person(tx, booking.host)
        await ada.store.notices.forget_person(tx, booking.host)
    before = len(ada.messenger.to(user("ada")))
    await ada.disagreements.disagrees(booking.id, "moved")
    assert len(ada.messenger.to(user("ada"))) == before
