"""What the invited answer: on every card, told once to the host, with ways on that work."""

from datetime import timedelta

import pytest

from core.dialogue.answer_commands import AcceptProposal, KeepAnswers, ShowAnswers, TellOfAnswers
from core.dialogue.commands import ShowBooking, ShowBookings
from core.dialogue.screens import AnswersCard, BookingCard, BookingsCard, Problem
from core.shared.errors import SlotTaken
from core.shared.ranges import Range
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import HOUR, hold, now_of, release
from tests.unit.core.disagreeing import STOOD, Desk
from tests.unit.core.invited import (
    ACCEPTED,
    AT,
    DECLINED,
    LATER,
    MAYBE,
    answered,
    answers,
    give,
    invited,
    known,
    labels,
    lies_at,
    messages,
    party,
    press,
    words,
)
from tests.unit.world import user


@pytest.fixture
async def ada() -> Desk:
    return await party()


async def test_the_card_and_the_list_say_who_accepted_who_declined_and_who_is_silent(ada: Desk) -> None:
    booking = await invited(ada)
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    assert read(*card.notes)[0] == "Ben Example, Carol Example and Dina Example haven't answered."
    await answered(ada, booking, "ben", ACCEPTED)
    await answered(ada, booking, "carol", DECLINED)
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    said = "Ben Example accepted, Carol Example declined, Dina Example hasn't answered."
    assert read(*card.notes)[0] == said
    assert "Answers" in read(*(action.label for action in card.actions))
    line = (await ask(ada, ShowBookings(), BookingsCard)).bookings[0]
    assert read(line.state) == [f"Written to “Calendar”. {said}"]


async def test_an_accepted_invitation_is_counted_on_the_card_and_told_to_nobody(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "ben", ACCEPTED)
    await answered(ada, booking, "carol", MAYBE)
    assert messages(ada) == []
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    assert read(*card.notes)[0] == "Ben Example accepted, Carol Example said maybe, Dina Example hasn't answered."


async def test_where_one_person_is_invited_their_no_is_said_once(ada: Desk) -> None:
    booking = await invited(ada, guests=("ben",))
    await answered(ada, booking, "ben", DECLINED)
    (card,) = messages(ada)
    assert words(card)[1:] == ["Ben Example declined Wed 3 Mar 10:00–11:00.", "Nothing changes until you choose."]


async def test_a_declined_invitation_is_told_to_the_host_with_its_three_ways_on(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    (card,) = messages(ada)
    assert words(card) == [
        "Carol Example declined",
        "Carol Example declined Wed 3 Mar 10:00–11:00.",
        "Carol Example declined, Ben Example and Dina Example haven't answered.",
        "Nothing changes until you choose.",
    ]
    assert labels(card) == [
        "Other times", "Keep", "Cancel meeting", "Show the booking", "My bookings", "Don't tell me about answers",
    ]  # fmt: skip
    names = read(*(action.name or action.label for action in card.actions))
    assert len(set(names)) == len(names)
    assert [messages(ada, key) for key in ("ben", "carol", "dina")] == [[], [], []]


async def test_several_answers_within_a_short_time_are_one_message(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED, stood=False)
    assert messages(ada) == []
    await answered(ada, booking, "ben", DECLINED, LATER)
    (card,) = messages(ada)
    assert words(card)[:3] == [
        "News from the invited",
        "Ben Example proposes Wed 3 Mar 14:00–15:00, free for all 4.",
        "Carol Example declined Wed 3 Mar 10:00–11:00.",
    ]
    await answered(ada, booking, "dina", DECLINED)  # a minute later: the same message
    (card,) = messages(ada)
    assert "Dina Example declined Wed 3 Mar 10:00–11:00." in words(card)


async def test_what_comes_much_later_is_a_message_of_its_own_and_both_stay_true(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    ada.clock.advance(timedelta(hours=2))
    await answered(ada, booking, "ben", DECLINED)
    first, second = messages(ada)
    assert first == second
    assert len(known(ada, booking).told) == 2
    assert known(ada, booking).messages == 2


async def test_a_proposal_says_for_whom_it_is_not_free(ada: Desk) -> None:
    booking = await invited(ada)
    ada.box("dina").add(LATER.start, LATER.end, "Secret")
    await answered(ada, booking, "ben", MAYBE, LATER)
    (card,) = messages(ada)
    assert words(card)[:2] == [
        "Ben Example proposes another time",
        "Ben Example proposes Wed 3 Mar 14:00–15:00, not free for Dina Example.",
    ]
    assert "Secret" not in repr(card)


async def test_accepting_a_proposal_moves_the_event_and_nothing_else_of_it(ada: Desk) -> None:
    booking = await invited(ada)
    (before,) = ada.box("ada").written(booking.id)
    await answered(ada, booking, "ben", MAYBE, LATER)
    shown = await press(ada, "Accept proposal")
    assert isinstance(shown, AnswersCard)
    assert read(shown.heading) == ["Moving it …"]
    await ada.work()
    await ada.told(STOOD)
    assert lies_at(ada, booking) == (LATER, LATER.start)
    (after,) = ada.box("ada").written(booking.id)
    assert (after.id, after.join_url, after.subject) == (before.id, before.join_url, before.subject)
    (card,) = messages(ada)
    assert words(card)[:2] == ["Moved", "It is on Wed 3 Mar 14:00–15:00 now. Outlook asked everybody again."]
    assert words(card)[2] == "Ben Example, Carol Example and Dina Example haven't answered."


async def test_a_proposal_of_another_length_is_taken_as_it_was_made(ada: Desk) -> None:
    booking = await invited(ada)
    longer = Range(LATER.start, LATER.end + HOUR / 2)
    await answered(ada, booking, "ben", MAYBE, longer)
    await press(ada, "Accept proposal")
    await ada.work()
    assert now_of(ada, booking).plan.when == longer


@pytest.mark.parametrize(("start", "end"), [(0.5, 1.5), (-0.5, 0.5), (-0.5, 1.5)], ids=["later", "earlier", "longer"])
async def test_a_proposal_that_overlaps_the_present_time_is_taken_too(ada: Desk, start: float, end: float) -> None:
    booking = await invited(ada)
    there = Range(AT + start * HOUR, AT + end * HOUR)
    await answered(ada, booking, "ben", MAYBE, there)
    (card,) = messages(ada)
    assert "free for all 4" in words(card)[1]
    await press(ada, "Accept proposal")
    await ada.work()
    await ada.told(STOOD)
    assert lies_at(ada, booking) == (there, there.start)
    assert words(messages(ada)[0])[0] == "Moved"


async def test_a_proposal_to_make_it_shorter_is_left_to_outlook(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "ben", MAYBE, Range(AT, AT + HOUR / 2))
    shown = await press(ada, "Accept proposal")
    assert isinstance(shown, AnswersCard)
    assert words(shown)[1].startswith("Not moved: Wed 3 Mar 10:00–10:30 lies within the time it has now.")
    assert lies_at(ada, booking) == (Range(AT, AT + HOUR), AT)


async def test_while_it_moves_into_an_overlapping_time_nobody_else_gets_a_part_of_either(ada: Desk) -> None:
    booking = await invited(ada)
    there = Range(AT + HOUR / 2, AT + 3 * HOUR / 2)
    await answered(ada, booking, "ben", MAYBE, there)
    await press(ada, "Accept proposal")
    for part in (AT - HOUR / 2, AT + HOUR / 2, AT + HOUR):
        with pytest.raises(SlotTaken):
            await hold(ada, "ben", (), part)


async def test_a_proposal_waits_while_outlook_and_the_booking_disagree(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "ben", MAYBE, LATER)
    ada.drag(booking, AT + 2 * HOUR)
    answers(ada, booking, "carol", MAYBE, LATER)
    await ada.told(STOOD)
    shown = await give(ada, AcceptProposal(booking.id, LATER.start, LATER.end))
    assert isinstance(shown, AnswersCard)
    assert words(shown)[1].startswith("Not moved: Outlook has this meeting at another time")
    assert lies_at(ada, booking) == (Range(AT, AT + HOUR), AT + 2 * HOUR)


async def test_accepting_twice_or_from_two_devices_moves_once(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "ben", MAYBE, LATER)
    command = AcceptProposal(booking.id, LATER.start, LATER.end)
    await give(ada, command, request="one")
    await give(ada, command, request="one")
    again = await give(ada, command, request="two")
    assert isinstance(again, AnswersCard)
    assert read(again.heading) == ["Moving it …"]
    await ada.work()
    await ada.told()
    late = await give(ada, command)
    assert isinstance(late, AnswersCard)
    assert read(late.heading) == ["Moved"]
    await ada.work()
    assert ada.calls("move") == 1


async def test_a_proposal_that_was_taken_meanwhile_says_so_and_nothing_moves(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "ben", MAYBE, LATER)
    await invited(ada, LATER.start, ("dina",))
    shown = await press(ada, "Accept proposal")
    assert isinstance(shown, AnswersCard)
    assert words(shown)[1].startswith("Not moved: somebody in this meeting has no time on Wed 3 Mar 14:00–15:00")
    assert lies_at(ada, booking) == (Range(AT, AT + HOUR), AT)


async def test_a_time_that_nobody_proposes_is_not_moved_to(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "ben", MAYBE, LATER)
    await give(ada, AcceptProposal(booking.id, LATER.end, LATER.end + HOUR))
    await ada.work()
    assert lies_at(ada, booking) == (Range(AT, AT + HOUR), AT)


async def test_a_second_proposal_takes_the_place_of_the_first(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "ben", MAYBE, LATER)
    other = Range(LATER.end, LATER.end + HOUR)
    await answered(ada, booking, "ben", MAYBE, other)
    (card,) = messages(ada)
    assert words(card)[1] == "Ben Example proposes Wed 3 Mar 15:00–16:00, free for all 4."
    assert labels(card).count("Accept proposal") == 1


async def test_a_withdrawn_answer_settles_the_message_and_what_comes_again_is_told_again(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    await answered(ada, booking, "carol", ACCEPTED)
    (card,) = messages(ada)
    assert words(card)[:2] == ["Nothing is left to decide", "Nobody declines or proposes another time now."]
    ada.clock.advance(HOUR)
    await answered(ada, booking, "carol", DECLINED)
    assert [words(one)[0] for one in messages(ada)] == ["Carol Example declined"] * 2


async def test_an_answer_that_doesnt_stand_for_ninety_seconds_is_never_told(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED, stood=False)
    await answered(ada, booking, "carol", ACCEPTED)
    assert messages(ada) == []


async def test_keep_settles_what_was_seen_and_anything_newer_is_shown_first(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    (stale,) = messages(ada)
    shown = await press(ada, "Keep")
    assert isinstance(shown, AnswersCard)
    assert words(shown)[:2] == ["Kept as it is", "You keep this time. In Outlook everything stays as it is."]
    await answered(ada, booking, "carol", DECLINED)  # once more the same
    assert len(messages(ada)) == 1
    await answered(ada, booking, "ben", DECLINED, LATER)
    (old,) = [one.command for one in stale.actions if isinstance(one.command, KeepAnswers)]
    shown = await give(ada, old)
    assert isinstance(shown, AnswersCard)
    assert read(shown.heading) == ["Ben Example proposes another time"]


async def test_an_answer_to_the_old_time_says_nothing_of_the_new_one(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    ada.clock.advance(timedelta(minutes=1))
    early = ada.clock.now()
    ada.clock.advance(timedelta(minutes=1))
    await answered(ada, booking, "ben", MAYBE, LATER)
    await press(ada, "Accept proposal")
    answers(ada, booking, "dina", DECLINED, at=early)  # it was said before, and comes after
    await ada.work()
    await ada.told(STOOD)
    assert known(ada, booking).remarks == ()
    await answered(ada, booking, "carol", DECLINED)
    assert [one.name for one in known(ada, booking).remarks] == ["Carol Example"]


async def test_a_notification_that_comes_twice_changes_nothing(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    before = dict(ada.messenger.messages)
    await ada.told(STOOD)
    await ada.told(STOOD)
    assert ada.messenger.messages == before


async def test_who_wants_no_such_messages_gets_none_and_may_ask_for_them_again(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    shown = await press(ada, "Don't tell me about answers")
    assert isinstance(shown, AnswersCard)
    assert words(shown)[-1] == "I don't tell you about answers any more. They stand on your bookings."
    other = await invited(ada, AT + 2 * HOUR)
    await answered(ada, other, "ben", DECLINED)
    assert len(messages(ada)) == 1
    await give(ada, TellOfAnswers(on=True, booking=booking.id))
    await answered(ada, other, "carol", DECLINED)
    assert len(messages(ada)) == 2


async def test_the_answers_of_somebody_elses_booking_are_not_shown_and_not_changed(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    for command in (ShowAnswers(booking.id), KeepAnswers(booking.id, ""), TellOfAnswers(on=False, booking=booking.id)):
        await ask(ada, command, Problem, "ben")
    await ask(ada, AcceptProposal(booking.id, LATER.start, LATER.end), Problem, "ben")
    await ask(ada, ShowAnswers("nothing"), Problem)


async def test_the_message_ends_with_the_booking(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    await release(ada, booking)
    await ada.work()
    (card,) = messages(ada)
    assert words(card)[0] == "This meeting is over"
    assert card.actions


async def test_a_message_that_became_something_else_is_left_alone(ada: Desk) -> None:
    booking = await invited(ada)
    await answered(ada, booking, "carol", DECLINED)
    shown = await press(ada, "Show the booking")
    assert isinstance(shown, BookingCard)
    await answered(ada, booking, "ben", DECLINED)
    (card,) = messages(ada)  # a new one, as nobody would see it there
    assert words(card)[0] == "News from the invited"
    assert sum(isinstance(one, BookingCard) for one in ada.messenger.to(user("ada"))) == 1


@pytest.mark.parametrize("day", [1, 3])
async def test_in_quiet_hours_it_waits_until_they_are_over(ada: Desk, day: int) -> None:
    booking = await invited(ada, AT + timedelta(days=day))
    ada.clock.set(ada.clock.now().replace(hour=20, minute=30))  # 21:30 in Berlin
    await answered(ada, booking, "carol", DECLINED)
    assert messages(ada) == []
    await ada.work(through=timedelta(hours=10))
    assert len(messages(ada)) == 1
    told_at = known(ada, booking).told_at
    assert told_at is not None
    assert told_at.hour == 6  # 07:00 in Berlin


async def test_the_fourth_booking_of_a_day_waits_for_the_morning_and_a_meeting_of_today_does_not(ada: Desk) -> None:
    bookings = [await invited(ada, AT + number * HOUR) for number in range(4)]
    today = await invited(ada, ada.clock.now() + 6 * HOUR)
    for one in bookings:
        await answered(ada, one, "carol", DECLINED)
    assert len(messages(ada)) == 3
    await answered(ada, today, "carol", DECLINED)
    assert len(messages(ada)) == 4
    await ada.work(through=timedelta(hours=24))
    assert len(messages(ada)) == 5
