"""Sync preference: the dry run, the switch, what it takes in, Undo for ten minutes, and the way back."""

from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.booking.model import BookingState
from core.dialogue.commands import CancelBooking, Command, ShowCalendars
from core.dialogue.payloads import to_payload
from core.dialogue.screens import BookingAsk, CalendarPicker, Problem, SyncPreferenceCard
from core.dialogue.sync_commands import AskSyncPreference, ChooseSyncPreference, ShowSyncPreference
from core.shared.errors import OutlookUnavailable
from core.sync.model import Attendee, Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import actor, ask
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of
from tests.unit.core.disagreeing import IN_TWO_DAYS, STOOD, Desk, booked, desk
from tests.unit.core.two_way import (
    adopted,
    back,
    buttons,
    can_be_cancelled,
    chosen,
    dry_run,
    keys,
    listed,
    made,
    switch,
    undo,
    words,
)

AT = TEN + IN_TWO_DAYS
LATER = AT + 2 * HOUR
DAY = timedelta(days=1)


@pytest.fixture
async def ada() -> Desk:
    return await desk()


async def test_the_calendars_card_leads_to_the_preference_which_is_one_way_at_first(ada: Desk) -> None:
    picker = await ask(ada, ShowCalendars(), CalendarPicker)
    assert ShowSyncPreference() in [action.command for action in picker.actions]
    card = await ask(ada, ShowSyncPreference(), SyncPreferenceCard)
    assert card.heading.key == "sync.one_way"
    assert buttons(card) == ["action.to_two_way", "action.calendars"]


async def test_the_dry_run_counts_and_names_and_changes_nothing(ada: Desk) -> None:
    for number in range(7):
        made(ada, AT + number * HOUR, f"Errand {number}")
    moved = await booked(ada, AT + DAY)
    ada.drag(moved, LATER + DAY)
    await ada.told(STOOD)
    card = await dry_run(ada)
    assert words(card) == [
        "Two-way: this is what it would do",
        "Calendar",
        (
            "Takes in 7 from Outlook as bookings: Errand 0 (Wed 3 Mar 10:00–11:00), Errand 1 (Wed 3 Mar 11:00–12:00),"
            " Errand 2 (Wed 3 Mar 12:00–13:00), Errand 3 (Wed 3 Mar 13:00–14:00) and"
            " Errand 4 (Wed 3 Mar 14:00–15:00); and 2 more."
        ),
        "Cancels 0.",
        "Moves 1 to where Outlook has it: Planning (Thu 4 Mar 12:00–13:00).",
        "Outlook itself is not changed. You can undo this for 10 minutes.",
    ]
    assert adopted(ada) == []
    assert now_of(ada, moved).plan.when.start == AT + DAY
    assert (await ask(ada, ShowSyncPreference(), SyncPreferenceCard)).heading.key == "sync.one_way"


async def test_events_made_in_the_linked_calendar_appear_as_bookings_once_it_is_two_way(ada: Desk) -> None:
    before = await booked(ada, AT)
    made(ada, LATER)
    await ada.told()
    assert await listed(ada) == [("Planning", AT)]
    card = await switch(ada)
    assert (card.heading.key, buttons(card)[0]) == ("sync.two_way", "action.undo")
    assert await listed(ada) == [("Planning", AT), ("Dentist", LATER)]
    made(ada, AT + DAY, "Lunch")
    await ada.told()
    assert await listed(ada) == [("Planning", AT), ("Dentist", LATER), ("Lunch", AT + DAY)]
    assert now_of(ada, before).adopted is None


@pytest.mark.parametrize(
    "more",
    [
        {"show_as": ShowAs.FREE},
        {"is_cancelled": True},
        {"response": Response.DECLINED},
    ],
)
async def test_what_takes_no_time_is_no_booking(ada: Desk, more: dict[str, object]) -> None:
    made(ada, AT, **more)
    await switch(ada)
    assert await listed(ada) == []


async def test_whole_days_are_no_booking(ada: Desk) -> None:
    ada.box("ada").add_days(AT.date(), (AT + DAY).date())
    await switch(ada)
    assert await listed(ada) == []


async def test_an_event_that_becomes_free_is_no_booking_any_more_and_comes_back_when_busy(ada: Desk) -> None:
    event = made(ada, AT)
    await switch(ada)
    ada.box("ada").change(event, show_as=ShowAs.FREE)
    await ada.told(STOOD)
    assert (await listed(ada), ada.cards()) == ([], [])
    ada.box("ada").change(event, show_as=ShowAs.BUSY)
    await ada.told()
    assert await listed(ada) == [("Dentist", AT)]


async def test_events_of_another_calendar_are_no_bookings(ada: Desk) -> None:
    other = ada.box("ada").add_calendar("Projects")
    made(ada, AT, calendar=other)
    await ada.configuring.refresh(await ada.person("ada"))
    await switch(ada)
    assert await listed(ada) == []


async def test_a_series_is_one_booking_at_its_next_date_and_left_to_outlook(ada: Desk) -> None:
    for week in range(4):
        made(ada, AT + 7 * DAY * week, "Weekly", series="master-1")
    await switch(ada)
    assert await listed(ada) == [("Weekly", AT)]
    assert not await can_be_cancelled(ada, "Weekly")
    ada.clock.set(AT + 2 * HOUR)
    assert await listed(ada) == [("Weekly", AT + 7 * DAY)]
    (booking,) = adopted(ada)
    assert booking.adopted is not None
    assert booking.adopted.rule == "weekly"
    refused = await ada.dialogue.handle(actor(), CancelBooking(booking.id, confirmed=True))
    assert isinstance(refused, Problem)
    assert refused.means.key == "booking.series_in_outlook"


async def test_what_they_organise_can_be_cancelled_here_and_never_comes_back(ada: Desk) -> None:
    made(ada, AT)
    await switch(ada)
    (booking,) = adopted(ada)
    assert isinstance(await ada.dialogue.handle(actor(), CancelBooking(booking.id)), BookingAsk)
    await ada.dialogue.handle(actor(), CancelBooking(booking.id, confirmed=True))
    await ada.work()
    await ada.told(STOOD)
    assert ada.box("ada").all_events() == []
    assert (await listed(ada), now_of(ada, booking).state) == ([], BookingState.CANCELLED)
    assert ada.cards() == []


async def test_a_meeting_of_somebody_elses_appears_but_cannot_be_cancelled_here(ada: Desk) -> None:
    ada.outlook.meet(ada.box("ben"), (("ada@contoso.com", "Ada"),), AT, AT + HOUR, "Review")
    await switch(ada)
    assert await listed(ada) == [("Review", AT)]
    assert not await can_be_cancelled(ada, "Review")
    (booking,) = adopted(ada)
    assert isinstance(await ada.dialogue.handle(actor(), CancelBooking(booking.id, confirmed=True)), Problem)
    assert now_of(ada, booking).state is BookingState.CONFIRMED


async def test_adopted_bookings_protect_their_time_also_where_the_linked_calendar_did_not_block(ada: Desk) -> None:
    person = await ada.person("ada")
    setup = await ada.configuring.setup(person)
    await ada.configuring.choose_advanced(person, setup.preferences.blocking, linked_blocks=False)
    made(ada, AT)
    await ada.work()
    await switch(ada)
    booking = await hold(ada, "ada", ("ben",), AT)
    await ada.work()
    found = now_of(ada, booking)
    assert (found.state, found.failure) == (BookingState.FAILED, "slot_taken")


async def test_two_events_at_once_are_both_bookings_as_nothing_of_ours_refuses_outlook(ada: Desk) -> None:
    made(ada, AT, "One")
    made(ada, AT, "Two")
    await booked(ada, AT + DAY)
    made(ada, AT + DAY, "Three")
    await switch(ada)
    assert sorted(await listed(ada)) == [
        ("One", AT), ("Planning", AT + DAY), ("Three", AT + DAY), ("Two", AT),
    ]  # fmt: skip


async def test_a_colleagues_booking_is_not_taken_in_as_made_in_outlook(ada: Desk) -> None:
    await switch(ada)
    await booked(ada, AT, host="ben", guests=("ada",))
    assert (await listed(ada), adopted(ada)) == ([], [])
    assert await listed(ada, "ben") == [("Planning", AT)]


async def test_the_title_of_an_event_follows_outlook(ada: Desk) -> None:
    event = made(ada, AT)
    await switch(ada)
    ada.box("ada").change(event, subject="Dentist, Dr Who")
    await ada.told()
    assert await listed(ada) == [("Dentist, Dr Who", AT)]


async def test_undo_puts_everything_back_and_leaves_outlook_alone(ada: Desk) -> None:
    moved = await booked(ada, AT)
    gone = await booked(ada, AT + DAY, guests=())
    made(ada, AT + 2 * DAY)
    ada.drag(moved, LATER)
    ada.delete(gone)
    await ada.told(STOOD)
    before = now_of(ada, moved), now_of(ada, gone)
    events = sorted(ada.box("ada").all_events(), key=lambda one: one.id)
    writes = [ada.calls(name) for name in ("create", "move", "cancel")]
    await switch(ada)
    assert now_of(ada, moved).plan.when.start == LATER
    assert now_of(ada, gone).state is BookingState.CANCELLED
    assert len(adopted(ada)) == 1
    card = await undo(ada)
    assert keys(card)[0] == "sync.undone"
    assert (now_of(ada, moved), now_of(ada, gone)) == before
    assert adopted(ada) == []
    assert sorted(ada.box("ada").all_events(), key=lambda one: one.id) == events
    assert [ada.calls(name) for name in ("create", "move", "cancel")] == writes


async def test_undo_also_puts_back_what_followed_after_the_switch(ada: Desk) -> None:
    booking = await booked(ada, AT)
    await switch(ada)
    ada.drag(booking, LATER)
    await ada.told()
    ada.drag(booking, LATER + HOUR)
    await ada.told()
    assert now_of(ada, booking).plan.when.start == LATER + HOUR
    await undo(ada)
    assert now_of(ada, booking).plan.when.start == AT
    assert ada.kind(booking) == "outlook.moved"
    assert not ada.cards()[-1].done


async def test_undo_leaves_what_was_taken_meanwhile_and_says_so(ada: Desk) -> None:
    booking = await booked(ada, AT)
    await switch(ada)
    ada.drag(booking, LATER)
    await ada.told()
    await booked(ada, AT)
    card = await undo(ada)
    assert keys(card)[:2] == ["sync.undone", "sync.undo_kept"]
    assert now_of(ada, booking).plan.when.start == LATER


async def test_undo_is_gone_after_ten_minutes_also_from_the_card(ada: Desk) -> None:
    made(ada, AT)
    choose, switched = chosen(await dry_run(ada)), ada.clock.now()
    asked = actor()
    card = await ada.dialogue.handle(asked, choose)
    assert isinstance(card, SyncPreferenceCard)
    assert "action.undo" in buttons(card)
    await ada.dialogue.delivered(asked, card, await ada.rooms.posting.show(asked.user, card, None))
    for minutes, there in ((9, True), (2, False)):
        await ada.work(through=timedelta(minutes=minutes))
        ada.clock.set(max(ada.clock.now(), switched + timedelta(minutes=minutes)))
        (shown,) = [one for one in ada.messenger.to(actor().user) if isinstance(one, SyncPreferenceCard)]
        assert ("action.undo" in buttons(shown)) == there
    late = await undo(ada)
    assert keys(late)[0] == "sync.undo_over"
    assert len(adopted(ada)) == 1


async def test_a_press_on_a_dry_run_that_is_out_of_date_shows_the_new_one_first(ada: Desk) -> None:
    old = chosen(await dry_run(ada))
    made(ada, AT)
    await ada.told()
    card = await ask(ada, old, SyncPreferenceCard)
    assert keys(card)[:2] == ["sync.changed_meanwhile", "sync.would_take"]
    assert adopted(ada) == []
    assert (await ask(ada, chosen(card), SyncPreferenceCard)).heading.key == "sync.two_way"


async def test_confirming_twice_switches_once_and_undo_still_counts_from_the_first(ada: Desk) -> None:
    choose = chosen(await dry_run(ada))
    await ask(ada, choose, SyncPreferenceCard)
    ada.clock.advance(timedelta(minutes=9))
    await ask(ada, choose, SyncPreferenceCard)
    ada.clock.advance(timedelta(minutes=2))
    assert buttons(await ask(ada, ShowSyncPreference(), SyncPreferenceCard))[0] != "action.undo"


async def test_back_to_one_way_says_what_it_means_and_the_adopted_ones_are_no_bookings(ada: Desk) -> None:
    booking = await booked(ada, AT)
    made(ada, LATER)
    await switch(ada)
    card = await back(ada)
    assert (card.heading.key, await listed(ada)) == ("sync.one_way", [("Planning", AT)])
    ada.drag(booking, LATER + HOUR)
    await ada.told(STOOD)
    assert ada.kind(booking) == "outlook.moved"
    await switch(ada)
    assert ada.kind(booking) is None
    assert [title for title, _ in await listed(ada)] == ["Dentist", "Planning"]


async def test_a_calendar_that_cannot_be_read_is_not_switched(ada: Desk) -> None:
    ada.box("ada").unreadable[DEFAULT] = OutlookUnavailable()
    ada.clock.advance(timedelta(hours=3))
    await ada.told()
    assert isinstance(await ada.dialogue.handle(actor(), AskSyncPreference(two_way=True)), Problem)


async def test_nobody_elses_calendar_can_be_switched(ada: Desk) -> None:
    choose = chosen(await dry_run(ada))
    refused = await ada.dialogue.handle(actor("ben"), ChooseSyncPreference(choose.calendar, two_way=True, seen="x"))
    assert isinstance(refused, Problem)
    assert not (await ada.setup("ben")).preferences.two_way


async def test_a_new_linked_calendar_is_one_way_and_the_other_ones_events_are_no_bookings(ada: Desk) -> None:
    other = ada.box("ada").add_calendar("Projects")
    person = await ada.person("ada")
    made(ada, AT)
    setup = await ada.configuring.refresh(person)
    await switch(ada)
    projects = next(one for one in setup.calendars if one.outlook_id == other)
    await ada.configuring.choose(person, projects.id, frozenset())
    await ada.work()
    assert await listed(ada) == []
    assert (await ask(ada, ShowSyncPreference(), SyncPreferenceCard)).heading.key == "sync.one_way"


async def test_an_invitation_keeps_its_people(ada: Desk) -> None:
    ada.outlook.meet(ada.box("ada"), (("carol@elsewhere.example", "Carol"),), AT, AT + HOUR, "Lunch")
    await switch(ada)
    (booking,) = adopted(ada)
    assert [item.name for item in booking.plan.invitees] == ["Carol"]
    assert Attendee("carol@elsewhere.example", "Carol") in ada.box("ada").all_events()[0].attendees


async def test_every_button_of_every_card_about_the_preference_leads_somewhere(ada: Desk) -> None:
    made(ada, AT)
    await ada.told()
    seen: set[str] = set()
    waiting: list[Command] = [ShowSyncPreference()]
    while waiting:
        command = waiting.pop()
        if to_payload(command) in seen:
            continue
        seen.add(to_payload(command))
        screen = await ada.dialogue.handle(actor(), command)
        await ada.work()
        assert not isinstance(screen, Problem), (command, screen)
        if isinstance(screen, SyncPreferenceCard):
            names = [action.name or action.label for action in screen.actions]
            assert screen.actions
            assert len(set(names)) == len(names)
            waiting += [action.command for action in screen.actions if action.command is not None]
    assert len(seen) >= 8
