"""Somebody invited gets something else at that time: the host is told that they are busy, once, and never by what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.configuration.model import SeenBy
from core.dialogue.booking_commands import MoveBooking
from core.dialogue.screens import BookingAsk
from core.people.model import Invitee
from core.shared.ranges import Range
from core.sync.model import Response
from tests.unit.core.asking import read
from tests.unit.core.booking_scene import HOUR, now_of
from tests.unit.core.disagreeing import STOOD, Desk, booked, desk
from tests.unit.core.invited import AT, DECLINED, answers, give, invited, known, messages, party, words

TODAY = AT - timedelta(days=2) + 5 * HOUR
TO_MORNING = timedelta(hours=24)


@pytest.fixture
async def ada() -> Desk:
    return await party()


async def test_it_is_told_next_morning_with_new_slots_and_without_saying_by_what(ada: Desk) -> None:
    booking = await invited(ada)
    ada.box("ben").add(AT + HOUR / 2, AT + HOUR, "Secret interview")
    await ada.told(STOOD)
    assert messages(ada) == []
    await ada.work(through=TO_MORNING)
    (card,) = messages(ada)
    assert words(card)[:2] == [
        "Ben Example is busy at that time now",
        "Ben Example is busy on Wed 3 Mar 10:00–11:00 now.",
    ]
    assert "Secret" not in repr(card)
    told_at = known(ada, booking).told_at
    assert told_at is not None
    assert (told_at.hour, told_at.minute) == (7, 0)  # 08:00 in Berlin
    assert read(*(one.label for one in card.times)) == ["Wed 3 Mar 09:00", "Wed 3 Mar 09:30", "Wed 3 Mar 11:00"]


async def test_a_slot_of_the_message_asks_once_and_moves(ada: Desk) -> None:
    booking = await invited(ada, TODAY)
    ada.box("ben").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    (card,) = messages(ada)
    command = card.times[0].command
    assert isinstance(command, MoveBooking)
    asked = await give(ada, command)
    assert isinstance(asked, BookingAsk)
    await give(ada, replace(command, confirmed=True))
    await ada.work()
    assert now_of(ada, booking).plan.when.start == command.start


async def test_within_a_day_it_is_told_after_it_has_stood(ada: Desk) -> None:
    await invited(ada, TODAY)
    ada.box("ben").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    assert len(messages(ada)) == 1


async def test_it_is_told_once_and_settled_when_it_goes_away(ada: Desk) -> None:
    await invited(ada, TODAY)
    taken = ada.box("ben").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    await ada.told(STOOD)
    assert len(messages(ada)) == 1
    ada.box("ben").remove(taken)
    await ada.told(STOOD)
    (card,) = messages(ada)
    assert words(card)[0] == "Nothing is left to decide"


async def test_what_goes_away_before_the_morning_is_never_told(ada: Desk) -> None:
    await invited(ada)
    taken = ada.box("ben").add(AT, AT + HOUR)
    await ada.told(STOOD)
    ada.box("ben").remove(taken)
    await ada.told(STOOD)
    await ada.work(through=TO_MORNING)
    assert messages(ada) == []


@pytest.mark.parametrize(
    "event",
    [
        {"show_as": ShowAs.FREE},
        {"show_as": ShowAs.TENTATIVE},
        {"response": Response.NOT_RESPONDED},
        {"response": Response.DECLINED},
        {"is_cancelled": True},
    ],
    ids=["free", "tentative", "unanswered", "declined", "cancelled"],
)
async def test_what_doesnt_take_their_time_for_certain_is_not_told(ada: Desk, event: dict[str, object]) -> None:
    await invited(ada, TODAY)
    ada.box("ben").add(TODAY, TODAY + HOUR, **event)
    await ada.told(STOOD)
    assert messages(ada) == []


async def test_what_touches_only_or_is_the_hosts_own_is_not_told(ada: Desk) -> None:
    await invited(ada, TODAY)
    ada.box("ben").add(TODAY + HOUR, TODAY + 2 * HOUR)
    ada.box("ada").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    assert messages(ada) == []


async def test_the_bookings_own_copy_makes_nobody_busy(ada: Desk) -> None:
    booking = await invited(ada, TODAY)
    (copy,) = [one for one in ada.box("ben").all_events() if one.ical_uid == now_of(ada, booking).ical_uid]
    ada.box("ben").change(copy.id, response=Response.ACCEPTED, show_as=ShowAs.BUSY)
    await ada.told(STOOD)
    assert known(ada, booking).busy == ()


async def test_who_declined_is_not_told_as_busy_too(ada: Desk) -> None:
    booking = await invited(ada, TODAY)
    answers(ada, booking, "ben", DECLINED)
    ada.box("ben").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    (card,) = messages(ada)
    assert words(card)[0] == "Ben Example declined"


async def test_who_shares_their_times_with_nobody_is_not_told_of(ada: Desk) -> None:
    booking = await invited(ada, TODAY)
    chosen = ada.store.transactions.tables.preferences
    ben, carol = await ada.person("ben"), await ada.person("carol")
    chosen[ben] = replace(chosen[ben], seen_by=SeenBy.NOBODY)
    mine = Invitee("Ada", "ada@contoso.com", await ada.person("ada"))
    chosen[carol] = replace(chosen[carol], seen_by=SeenBy.CHOSEN, shown_to=(mine,))
    ada.box("ben").add(TODAY, TODAY + HOUR)
    ada.box("carol").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    assert [one.name for one in known(ada, booking).busy] == ["Carol Example"]


async def test_of_more_than_five_people_nobody_is_told_of() -> None:
    guests = ("ben", "carol", "dina", "eve", "finn", "gil")
    ada = await party(*guests)
    await invited(ada, TODAY, guests)
    ada.box("ben").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    assert messages(ada) == []


async def test_a_colleague_who_isnt_connected_is_asked_about_at_night() -> None:
    ada = await desk()
    ada.join("zoe")
    ada.mailbox("zoe@contoso.com")
    booking = await booked(ada, AT, guests=("zoe",))
    (copy,) = ada.box("zoe").all_events()
    ada.box("zoe").change(copy.id, show_as=ShowAs.BUSY)  # accepted: the booking itself makes nobody busy
    nightly = ada.listeners.booking.busy_later.nightly
    await nightly(booking.host)
    assert known(ada, booking).busy == ()
    taken = ada.box("zoe").add(AT, AT + HOUR / 2, "Secret")
    await nightly(booking.host)
    assert [one.name for one in known(ada, booking).busy] == ["Zoe Example"]
    await ada.work(through=TO_MORNING)
    (card,) = messages(ada)
    assert words(card)[0] == "Zoe Example is busy at that time now"
    ada.box("zoe").remove(taken)
    await nightly(booking.host)
    assert known(ada, booking).busy == ()


async def test_beyond_two_weeks_nobody_is_looked_at_until_the_night_in_which_it_comes_near(ada: Desk) -> None:
    far = AT + timedelta(days=21)
    booking = await invited(ada, far)
    ada.box("ben").add(far, far + HOUR)
    await ada.told(STOOD)
    assert known(ada, booking).busy == ()
    ada.clock.advance(timedelta(days=12))
    await ada.listeners.booking.busy_later.nightly(booking.host)
    assert [one.name for one in known(ada, booking).busy] == ["Ben Example"]


async def test_a_moved_booking_forgets_who_was_busy(ada: Desk) -> None:
    booking = await invited(ada, TODAY)
    ada.box("ben").add(TODAY, TODAY + HOUR)
    await ada.told(STOOD)
    (card,) = messages(ada)
    command = card.times[0].command
    assert isinstance(command, MoveBooking)
    await give(ada, replace(command, confirmed=True))
    await ada.work()
    await ada.told(STOOD)
    assert known(ada, booking).busy == ()
    assert known(ada, booking).when == Range(command.start, command.start + HOUR)
    assert words(messages(ada)[0])[0] == "Moved"
