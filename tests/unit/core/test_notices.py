"""Messages that follow what is true: edited in place, for the right person, nothing left behind."""

from datetime import timedelta

from core.booking.model import BookingState
from core.dialogue.commands import Book, CancelBooking, Find, ShowBooking
from core.dialogue.model import MessageRef
from core.dialogue.screens import BookingAsk, BookingCard, CodeAsked, ConnectDone, ConnectOffer, SlotsCard
from core.people.model import Reader
from core.shared.errors import OutlookRejected
from tests.fakes.chat import Shown
from tests.unit.core.asking import BEN, CARD, actor, ask
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.world import World, user


def place(world: World, ref: MessageRef = CARD) -> None:
    """A message of ours that the person clicks in."""
    world.messenger.messages[ref] = Shown(user("ada"), ConnectOffer((), None), Reader("Europe/Berlin", "en-GB"))


def cards(world: World, key: str = "ada") -> list[BookingCard]:
    return [screen for screen in world.messenger.to(user(key)) if isinstance(screen, BookingCard)]


async def test_the_clicked_message_becomes_the_bookings_card_and_stays_the_only_one(two: World) -> None:
    place(two)
    before = len(two.messenger.messages)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,)))
    await two.work()
    shown = two.messenger.messages[CARD]
    assert isinstance(shown.screen, BookingCard)
    assert shown.screen.done
    assert shown.edits == 2  # held, confirmed
    assert len(two.messenger.messages) == before + 1  # Ben's, who is invited


async def test_a_booking_without_a_clicked_message_gets_one_of_its_own(two: World) -> None:
    await two.dialogue.submit(actor(), Book(TEN, 60, (BEN,)))
    await two.work()
    (card,) = cards(two)
    assert card.done
    assert [card.heading.key for card in cards(two, "ben")] == ["guest.confirmed"]


async def test_a_message_that_can_no_longer_be_edited_is_followed_by_a_new_one_that_is_edited_from_then_on(
    two: World,
) -> None:
    place(two)
    two.messenger.frozen.add(CARD)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60))
    await two.work()
    (card,) = cards(two)
    assert card.done


async def test_cancelling_from_another_message_turns_both(two: World) -> None:
    place(two)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60))
    await two.work()
    (booking,) = two.store.transactions.tables.bookings.values()
    other = MessageRef("DUADA", "2.0")
    place(two, other)
    await two.dialogue.handle(actor(card=other), CancelBooking(booking.id, confirmed=True))
    await two.work()
    headings = {card.heading.key for card in cards(two)}
    assert headings == {"booking.cancelled"}
    assert len(cards(two)) == 2


async def test_while_the_chat_is_away_nothing_is_lost_and_the_last_state_wins(two: World) -> None:
    place(two)
    two.messenger.fails = 3
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60))
    await two.work(through=timedelta(minutes=1))
    shown = two.messenger.messages[CARD].screen
    assert isinstance(shown, BookingCard)
    assert shown.done
    assert two.failures.count("chat_unavailable") == 3


async def test_a_booking_that_lost_its_time_turns_into_new_times(two: World) -> None:
    place(two)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,), "Ours"))
    two.box("ben").add(TEN, TEN + HOUR)
    await two.work()
    shown = two.messenger.messages[CARD].screen
    assert isinstance(shown, SlotsCard)
    assert shown.taken is not None
    again = shown.days[0].slots[0].command
    assert again is not None


async def test_lost_times_of_a_guest_whom_the_chat_no_longer_knows_are_still_said(two: World) -> None:
    place(two)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,), "Ours"))
    two.box("ben").add(TEN, TEN + HOUR)
    two.clock.advance(timedelta(seconds=1))
    two.directory.change(user("ben"), active=False)
    await two.meeting.profile(user("ben"), fresh=True)
    await two.work()
    shown = two.messenger.messages[CARD].screen
    assert isinstance(shown, BookingCard)
    assert (shown.heading.key, shown.state.key) == ("booking.failed", "failed.slot_taken")


async def test_a_refused_booking_says_why_and_how_to_go_on(two: World) -> None:
    place(two)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60))
    two.outlook.faults = [OutlookRejected(400, "ErrorInvalidRequest")]
    await two.work()
    shown = two.messenger.messages[CARD].screen
    assert isinstance(shown, BookingCard)
    assert not shown.done
    assert shown.state.key == "failed.outlook_rejected"
    assert [isinstance(action.command, Find) for action in shown.actions][:1] == [True]


async def test_a_booking_stopped_by_a_disconnection_says_so_on_its_card(two: World) -> None:
    place(two)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60))
    (booking,) = two.store.transactions.tables.bookings.values()
    (connection,) = await two.connections("ada")
    await two.connecting.disconnect(connection.person, connection.id)
    await two.pushing.push(booking.id)  # before the higher rooms cleaned up
    await two.notices.booking_changed(booking.id)
    shown = two.messenger.messages[CARD].screen
    assert isinstance(shown, BookingCard)
    assert (shown.heading.key, shown.state.key) == ("booking.failed", "failed.not_connected")
    assert two.store.transactions.tables.bookings[booking.id].state is BookingState.FAILED


async def test_the_offer_is_asked_to_type_the_code_and_then_says_connected(world: World) -> None:
    world.join("carol", email=None)
    world.mailbox("carol@contoso.com")
    place(world)
    offer = ConnectOffer((), None)
    await world.dialogue.delivered(actor("carol"), offer, CARD)
    finished = await world.sign("carol", "carol@contoso.com")
    await world.work()
    assert isinstance(world.messenger.messages[CARD].screen, CodeAsked)
    await world.connecting.type_code(await world.person("carol"), finished.code)
    await world.work()
    assert isinstance(world.messenger.messages[CARD].screen, ConnectDone)


async def test_a_connection_told_twice_shows_nothing_false(world: World) -> None:
    person = await world.connected("ada")
    (connection,) = await world.connections("ada")
    await world.notices.connected(person, connection.id)
    assert {type(screen) for screen in world.messenger.to(user("ada"))} == {ConnectDone}


async def test_each_reader_gets_the_card_in_their_own_zone_and_language(two: World) -> None:
    two.directory.change(user("ada"), zone="America/New_York", locale="en-US")
    two.clock.advance(timedelta(hours=6, minutes=1))
    later = TEN + timedelta(days=1)
    await two.dialogue.submit(actor(), Book(later, 60))
    await two.work()
    shown = next(one for one in two.messenger.messages.values() if isinstance(one.screen, BookingCard))
    assert shown.reader == Reader("America/New_York", "en-US")
    assert isinstance(shown.screen, BookingCard)
    assert shown.screen.second_zone is not None
    assert shown.screen.second_zone.name == "Europe/Berlin"


async def test_a_stale_card_answers_with_the_present_state(two: World) -> None:
    await two.dialogue.submit(actor(), Book(TEN, 60))
    await two.work()
    (booking,) = two.store.transactions.tables.bookings.values()
    assert (await ask(two, ShowBooking(booking.id), BookingCard)).done


async def test_a_question_on_a_card_is_not_covered_by_what_happens_to_its_booking_meanwhile(two: World) -> None:
    """The answer to a press is settled before it is shown: no edit of what the message showed comes after it."""
    place(two)
    await two.dialogue.submit(actor(card=CARD), Book(TEN, 60, (BEN,)))
    await two.work()
    (booking,) = two.store.transactions.tables.bookings.values()
    before = two.messenger.messages[CARD]
    assert isinstance(await two.dialogue.handle(actor(card=CARD), CancelBooking(booking.id)), BookingAsk)
    await two.dialogue.handle(actor(), CancelBooking(booking.id, confirmed=True))
    await two.work()
    assert two.messenger.messages[CARD] == before
