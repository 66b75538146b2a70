"""The list of bookings and a booking's card while Outlook has it elsewhere: said there, with both choices."""

from datetime import timedelta

import pytest

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.commands import FollowOutlook, PutBack, ShowBooking, ShowBookings
from core.dialogue.screens import BookingCard, BookingsCard
from core.dialogue.texts import Words
from core.people.model import Reader
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import HOUR, TEN, now_of
from tests.unit.core.disagreeing import IN_TWO_DAYS, STOOD, Desk, booked, desk
from tests.unit.world import MONDAY

AT = TEN + IN_TWO_DAYS
ELSEWHERE = "Outlook has it on Wed 3 Mar 12:00–13:00"


@pytest.fixture
async def ada() -> Desk:
    return await desk()


@pytest.mark.parametrize("gone", [False, True])
async def test_the_list_and_the_card_say_where_outlook_has_it_and_offer_both_choices(ada: Desk, gone: bool) -> None:
    booking = await booked(ada, AT)
    if gone:
        ada.delete(booking)
    else:
        ada.drag(booking, AT + 2 * HOUR)
    await ada.told(STOOD)
    listed = await ask(ada, ShowBookings(), BookingsCard)
    (line,) = listed.bookings
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    said = "It was deleted in Outlook" if gone else ELSEWHERE
    assert read(line.state, card.state) == [f"{said}. Ben Example hasn't answered.", said]
    for actions in (line.actions, card.actions):
        assert [action.command for action in actions][:2] == [FollowOutlook(booking.id), PutBack(booking.id)]
    words = Words(Reader("Europe/Berlin", "en-GB"), MONDAY)
    for screen in (listed, card):
        assert in_slack.render(screen, words).blocks
        assert in_teams.render(screen, words).card


async def test_while_it_is_put_back_the_list_says_so_and_afterwards_nothing(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told(STOOD)
    await ada.press_back(booking)
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    assert read(card.state) == [f"{ELSEWHERE}; it is being put back."]
    await ada.work(through=timedelta(seconds=5))
    assert now_of(ada, booking).failure is None
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    assert read(card.state) == ["Written to “Calendar”"]
