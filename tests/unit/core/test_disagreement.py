"""Outlook and a booking disagree: two choices, each against Outlook as it is, and every press leads to what is true."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.connection.model import ConnectionState
from core.dialogue.screens import DisagreementCard
from core.people.model import PersonId
from core.shared.errors import (
    Gone,
    InvalidChoice,
    NotYours,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
)
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of, release
from tests.unit.core.disagreeing import IN_TWO_DAYS, STOOD, Desk, booked, desk

AT = TEN + IN_TWO_DAYS
LATER = AT + 2 * HOUR
HALF = timedelta(minutes=30)


@pytest.fixture
async def ada() -> Desk:
    return await desk()


async def moved(ada: Desk, to: datetime = LATER) -> Booking:
    booking = await booked(ada, AT)
    ada.drag(booking, to)
    await ada.told(STOOD)
    return booking


async def deleted(ada: Desk) -> Booking:
    booking = await booked(ada, AT)
    ada.delete(booking)
    await ada.told(STOOD)
    return booking


def done(screen: object) -> bool:
    assert isinstance(screen, DisagreementCard), screen
    return screen.done


def others(ada: Desk, booking: Booking) -> list[Booking]:
    return [one for one in ada.store.transactions.tables.bookings.values() if one.id != booking.id]


async def test_following_takes_outlooks_time_and_gives_the_booked_one_back(ada: Desk) -> None:
    booking = await moved(ada)
    assert done(await ada.press_follow(booking))
    found = now_of(ada, booking)
    assert (found.state, found.plan.when.start, found.failure) == (BookingState.CONFIRMED, LATER, None)
    await ada.work()
    assert ada.said() == ["moved", "agrees"]
    assert (await hold(ada, "ben", (), AT)).state is BookingState.HELD
    assert ada.lies(booking) == LATER


async def test_following_twice_is_following_once(ada: Desk) -> None:
    booking = await moved(ada)
    await ada.press_follow(booking)
    before = now_of(ada, booking)
    assert done(await ada.press_follow(booking))
    assert now_of(ada, booking) == before


async def test_following_into_a_time_that_somebody_protected_has_booked_is_refused_and_says_so(ada: Desk) -> None:
    booking = await moved(ada)
    taken = await hold(ada, "ben", (), LATER + HALF)
    screen = await ada.press_follow(booking)
    assert isinstance(screen, DisagreementCard)
    assert screen.lines[0].key == "differs.follow_taken"
    assert [action.label.key for action in screen.actions][:3] == [
        "action.follow_outlook", "action.put_back", "action.find_again",
    ]  # fmt: skip
    found = now_of(ada, booking)
    assert (found.plan.when.start, found.failure) == (AT, "outlook.moved")
    assert now_of(ada, taken).state is BookingState.HELD


async def test_a_hold_that_lapsed_there_does_not_stop_following(ada: Desk) -> None:
    booking = await moved(ada)
    await hold(ada, "ben", (), LATER)
    ada.clock.advance(timedelta(minutes=2))
    assert done(await ada.press_follow(booking))


async def test_following_a_deletion_ends_the_booking_and_tells_nobody(ada: Desk) -> None:
    booking = await deleted(ada)
    assert done(await ada.press_follow(booking))
    await ada.work(through=STOOD)
    assert now_of(ada, booking).state is BookingState.CANCELLED
    assert ada.calls("cancel") == 0
    assert done(await ada.press_follow(booking))
    assert (await hold(ada, "ben", (), AT)).state is BookingState.HELD


async def test_a_press_on_a_card_that_is_out_of_date_does_nothing_but_show_what_is_true(ada: Desk) -> None:
    booking = await moved(ada)
    ada.delete(booking)
    screen = await ada.press_follow(booking)
    assert isinstance(screen, DisagreementCard)
    assert (screen.now, screen.done) == (None, False)
    assert now_of(ada, booking).state is BookingState.CONFIRMED
    assert done(await ada.press_follow(booking))


async def test_putting_back_moves_the_event_to_the_booked_time_in_everybodys_calendar(ada: Desk) -> None:
    booking = await moved(ada)
    assert not done(await ada.press_back(booking))
    await ada.work()
    assert ada.lies(booking) == AT
    assert {copy.start for copy in ada.box("ben").all_events()} == {AT}
    assert (ada.kind(booking), ada.said()[-1]) == (None, "agrees")
    assert now_of(ada, booking).plan == booking.plan


async def test_a_move_that_overlaps_its_own_booked_time_can_be_put_back(ada: Desk) -> None:
    booking = await moved(ada, AT + HALF)
    await ada.press_back(booking)
    await ada.work()
    assert ada.lies(booking) == AT


async def test_putting_back_twice_moves_once(ada: Desk) -> None:
    booking = await moved(ada)
    await ada.press_back(booking)
    assert not done(await ada.press_back(booking))
    await ada.work()
    assert ada.calls("move") == 1
    assert done(await ada.press_back(booking))


async def test_what_is_being_put_back_is_not_followed(ada: Desk) -> None:
    booking = await moved(ada)
    await ada.press_back(booking)
    assert not done(await ada.press_follow(booking))
    await ada.work()
    assert (ada.lies(booking), now_of(ada, booking).plan.when.start) == (AT, AT)


@pytest.mark.parametrize("fault", ["lost before", "lost after"])
async def test_an_answer_that_got_lost_is_asked_for_again(ada: Desk, fault: str) -> None:
    booking = await moved(ada)
    await ada.press_back(booking)
    ada.outlook.faults = [fault]
    await ada.work(through=timedelta(minutes=1))
    assert (ada.lies(booking), ada.kind(booking)) == (AT, None)


@pytest.mark.parametrize("who", ["ada", "ben"])
async def test_putting_back_into_a_time_that_was_taken_in_outlook_says_so(ada: Desk, who: str) -> None:
    booking = await moved(ada)
    ada.box(who).add(AT + HALF, AT + HOUR, "Dentist")
    await ada.press_back(booking)
    await ada.work()
    assert (ada.kind(booking), ada.lies(booking)) == ("outlook.taken", LATER)
    assert ada.calls("move") == 0
    (card,) = ada.cards()
    assert card.lines[0].key == "differs.back_taken"
    assert done(await ada.press_follow(booking))


async def test_a_calendar_that_cannot_be_read_stops_putting_back_until_it_can(ada: Desk) -> None:
    booking = await moved(ada)
    ada.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    await ada.press_back(booking)
    await ada.work()
    assert ada.kind(booking) == "outlook.unreadable"
    ada.box("ben").unreadable.clear()
    await ada.press_back(booking)
    await ada.work()
    assert (ada.lies(booking), ada.kind(booking)) == (AT, None)


async def test_what_outlook_refuses_for_certain_is_said(ada: Desk) -> None:
    booking = await moved(ada)
    await ada.press_back(booking)
    ada.outlook.faults = [OutlookRejected(403, "ErrorAccessDenied")]
    await ada.work()
    assert ada.kind(booking) == "outlook.refused"


async def test_a_mailbox_that_may_not_be_read_any_more_ends_putting_back(ada: Desk) -> None:
    booking = await moved(ada)
    await ada.press_back(booking)
    (connection,) = await ada.connections("ada")
    table = ada.store.transactions.tables.connections
    table[connection.id] = replace(connection, state=ConnectionState.NEEDS_RECONNECT)
    await ada.work()
    assert ada.kind(booking) == "outlook.refused"
    table = ada.store.transactions.tables.connections
    table[connection.id] = connection
    await ada.press_back(booking)
    await ada.work()
    assert (ada.lies(booking), ada.kind(booking)) == (AT, None)


async def test_an_event_that_goes_while_it_is_put_back_is_deleted(ada: Desk) -> None:
    booking = await moved(ada)
    await ada.press_back(booking)
    ada.delete(booking)
    await ada.work()
    assert ada.kind(booking) == "outlook.deleted"
    assert ada.calls("move") == 0


async def test_an_event_that_is_moved_once_more_while_it_is_put_back_is_asked_about_again(ada: Desk) -> None:
    booking = await moved(ada)
    await ada.press_back(booking)
    ada.drag(booking, LATER + HOUR)
    await ada.work()
    assert (ada.kind(booking), ada.lies(booking)) == ("outlook.moved", LATER + HOUR)


async def test_a_deleted_event_is_booked_again_as_a_new_booking_in_place_of_the_old(ada: Desk) -> None:
    booking = await deleted(ada)
    assert await ada.press_back(booking) is None
    await ada.work(through=STOOD)
    (new,) = others(ada, booking)
    assert (new.state, new.plan, new.zone) == (BookingState.CONFIRMED, booking.plan, booking.zone)
    assert now_of(ada, booking).state is BookingState.CANCELLED
    assert [event.start for event in ada.box("ada").written(new.id)] == [AT]
    assert ada.box("ada").written(booking.id) == []
    assert ada.calls("cancel") == 0


async def test_booking_again_twice_books_once(ada: Desk) -> None:
    booking = await deleted(ada)
    assert await ada.press_back(booking) is None
    assert await ada.press_back(booking) is None
    assert await ada.press_follow(booking) is None
    await ada.work(through=STOOD)
    assert [one.state for one in others(ada, booking)] == [BookingState.CONFIRMED]


async def test_booking_again_into_a_time_that_was_taken_in_outlook_ends_with_other_times(ada: Desk) -> None:
    booking = await deleted(ada)
    ada.box("ben").add(AT, AT + HOUR, "Dentist")
    await ada.press_back(booking)
    await ada.work()
    (new,) = others(ada, booking)
    assert (new.state, new.failure) == (BookingState.FAILED, "slot_taken")


async def test_booking_again_with_somebody_who_has_connected_since_and_has_no_time_is_refused(ada: Desk) -> None:
    ada.join("carol")
    booking = await booked(ada, AT, guests=("ben", "carol"))
    ada.delete(booking)
    await ada.told(STOOD)
    await ada.connected("carol")
    await hold(ada, "carol", (), AT)
    screen = await ada.press_back(booking)
    assert isinstance(screen, DisagreementCard)
    assert screen.lines[0].key == "differs.anew_taken"
    assert now_of(ada, booking).state is BookingState.CONFIRMED
    assert ada.kind(booking) == "outlook.deleted"


async def test_without_a_linked_calendar_nothing_is_booked_again(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.box("ada").remove_calendar(DEFAULT)
    await ada.configuring.refresh(booking.host)
    await ada.comparing.unwatched(booking.host)
    await ada.work(through=STOOD)
    assert ada.kind(booking) == "outlook.deleted"
    with pytest.raises(InvalidChoice, match=r"booking.linked_gone"):
        await ada.press_back(booking)
    assert done(await ada.press_follow(booking))


async def test_a_time_that_is_over_cannot_be_put_back(ada: Desk) -> None:
    booking = await moved(ada)
    ada.clock.set(AT + HALF)
    screen = await ada.answers.card(await ada.asker(), now_of(ada, booking))
    assert "action.put_back" not in [action.label.key for action in screen.actions]
    with pytest.raises(InvalidChoice, match=r"time_is_over"):
        await ada.press_back(booking)
    assert done(await ada.press_follow(booking))


async def test_without_the_right_to_write_nothing_is_put_back(ada: Desk) -> None:
    booking = await moved(ada)
    ada.box("ada").listed[DEFAULT] = replace(ada.box("ada").listed[DEFAULT], can_edit=False)
    await ada.configuring.refresh(booking.host)
    with pytest.raises(PermissionMissing):
        await ada.press_back(booking)
    assert ada.kind(booking) == "outlook.moved"


async def test_while_outlook_does_not_answer_nothing_is_decided(ada: Desk) -> None:
    booking = await moved(ada)
    before = now_of(ada, booking)
    ada.outlook.down = True
    for press in (ada.press_follow, ada.press_back):
        with pytest.raises(OutlookUnavailable):
            await press(booking)
    assert now_of(ada, booking) == before


async def test_only_the_host_may_choose(ada: Desk) -> None:
    booking = await moved(ada)
    for press in (ada.press_follow, ada.press_back):
        with pytest.raises(NotYours):
            await press(booking, "ben")


async def test_a_booking_that_is_forgotten_is_gone(ada: Desk) -> None:
    booking = await moved(ada)
    async with ada.store.transactions.write() as tx:
        await ada.store.bookings.forget_person(tx, PersonId(booking.host))
    with pytest.raises(Gone):
        await ada.press_follow(booking)


async def test_cancelling_it_here_leaves_nothing_to_decide(ada: Desk) -> None:
    booking = await moved(ada)
    await release(ada, now_of(ada, booking))
    await ada.work()
    assert now_of(ada, booking).state is BookingState.CANCELLED
    assert done(await ada.press_follow(booking))
    assert done(await ada.press_back(booking))
    assert others(ada, booking) == []
