"""Commands answered, from the door the chats use: what a person notices."""

from datetime import datetime, timedelta

import pytest

from core.availability import ONLY_BUSY
from core.configuration.model import CalendarId
from core.dialogue.answers.help import USAGES
from core.dialogue.answers.routing import together
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.commands import (
    AddAccount,
    Book,
    BookEarliest,
    CancelBooking,
    ChooseCalendars,
    Disconnect,
    Find,
    Named,
    OpenAdvanced,
    OpenBookingForm,
    OpenFindForm,
    SaveAdvanced,
    ShowBooking,
    ShowBookings,
    ShowCalendars,
    ShowConnections,
    ShowHelp,
)
from core.dialogue.model import MessageRef
from core.dialogue.payloads import COMMANDS, from_payload, to_payload
from core.dialogue.screens import (
    AdvancedForm,
    BookingAsk,
    BookingCard,
    BookingForm,
    BookingsCard,
    CalendarPicker,
    ConnectionsCard,
    ConnectOffer,
    DisconnectAsk,
    DisconnectDone,
    FindForm,
    HelpCard,
    Problem,
    SlotsCard,
    say,
)
from core.people.usecases import PROFILE_AGE
from core.shared.errors import InvalidChoice, OutlookUnavailable
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.core.booking_scene import TEN, hold
from tests.unit.world import World, user


async def test_pressing_a_time_opens_a_form_that_books(two: World) -> None:
    card = await ask(two, Find(people=(BEN,), title="Design"), SlotsCard)
    pressed = card.days[0].slots[0].command
    assert pressed is not None
    form = await two.dialogue.form(actor(), from_payload(to_payload(pressed)))
    assert isinstance(form, BookingForm)
    assert (form.title, read(form.writes_to), form.online) == ("Design", [f"Goes into “{DEFAULT}”"], True)
    assert await two.dialogue.submit(actor(), form.submit) is None
    await two.work()
    shown = two.messenger.last(user("ada"))
    assert isinstance(shown, BookingCard)
    assert shown.done
    assert read(shown.heading, *shown.people) == ["Booked", "Ben Example"]
    assert "Calendar" in read(shown.state)[0]
    assert [event.subject for event in two.box("ada").all_events()] == ["Design"]


async def test_the_default_title_is_first_names(two: World) -> None:
    form = await two.dialogue.form(actor(), OpenBookingForm(TEN, 30, (BEN,)))
    assert isinstance(form, BookingForm)
    assert form.title == "Ada / Ben"
    two.directory.change(user("ben"), name="@benny")
    two.directory.change(user("ada"), name=" ")
    two.clock.advance(PROFILE_AGE)
    odd = await two.dialogue.form(actor(), OpenBookingForm(TEN + timedelta(days=1), 30, (BEN,)))
    assert isinstance(odd, BookingForm)
    assert odd.title == "@benny"


async def test_a_repeated_click_books_once(two: World) -> None:
    for _ in range(2):
        assert await two.dialogue.submit(actor(request="view-1"), Book(TEN, 60, title="Once")) is None
    await two.work()
    assert len(two.box("ada").all_events()) == 1


async def test_a_lost_race_shows_new_times_for_the_same_meeting(two: World) -> None:
    await hold(two, "ben", ())
    lost = await two.dialogue.submit(actor(), Book(TEN, 60, (BEN,), "Ours"))
    assert isinstance(lost, SlotsCard)
    assert lost.taken is not None
    assert lost.taken.key == "slots.taken"
    offered = [slot.command for one in lost.days for slot in one.slots]
    assert all(isinstance(one, OpenBookingForm) and one.start != TEN for one in offered)
    assert all(isinstance(one, OpenBookingForm) and (one.title, one.people) == ("Ours", (BEN,)) for one in offered)


async def test_the_same_question_in_another_message_shows_what_was_booked_by_the_first(two: World) -> None:
    cards = [MessageRef("DUADA", "1.0"), MessageRef("DUADA", "2.0")]
    asked = [await ask(two, BookEarliest(Find(people=(BEN,))), BookingAsk, card=card) for card in cards]
    first, second = (one.actions[0].command for one in asked)
    assert first is not None
    assert second is not None
    assert await two.dialogue.handle(actor(card=cards[0]), first) is None
    await two.work()
    shown = await ask(two, second, BookingCard, card=cards[1])
    assert shown.done
    assert len(two.store.transactions.tables.bookings) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [({"title": "x" * 201}, "title"), ({"note": "x" * 2001}, "note"), ({"duration_minutes": 0}, "duration_minutes"),
     ({"duration_minutes": 1441}, "duration_minutes"), ({"people": (Named("user", "UNOBODY"),)}, "people")],
)  # fmt: skip
async def test_what_cannot_be_booked_is_said_beside_its_field(
    two: World, change: dict[str, object], field: str
) -> None:
    wrong = await two.dialogue.submit(actor(), Book(**{"start": TEN, "duration_minutes": 30, **change}))  # type: ignore[arg-type]
    assert isinstance(wrong, InvalidChoice)
    assert wrong.field == field
    assert two.store.transactions.tables.bookings == {}


async def test_cancelling_asks_once_names_who_is_told_and_takes_it_out(two: World) -> None:
    booking = await hold(two)
    await two.work()
    listed = await ask(two, ShowBookings(), BookingsCard)
    cancel = next(action.command for action in listed.bookings[0].actions if read(action.label) == ["Cancel meeting"])
    assert cancel is not None
    question = await ask(two, cancel, BookingAsk)
    assert [line.key for line in question.lines] == ["ask.guests_told"]
    assert "Ben Example" in read(*question.lines)[0]
    assert len(two.box("ada").written(booking.id)) == 1
    confirmed = question.actions[0].command
    assert confirmed is not None
    assert await two.dialogue.handle(actor(), confirmed) is None
    await two.work()
    assert two.box("ada").all_events() == []
    again = await ask(two, confirmed, BookingCard)
    assert read(again.heading) == ["Cancelled"]


async def test_ids_of_others_and_of_nobody_change_nothing(two: World) -> None:
    booking = await hold(two)
    await two.work()
    (connection,) = await two.connections("ada")
    foreign = [
        ShowBooking(booking.id), CancelBooking(booking.id), CancelBooking(booking.id, confirmed=True),
        Disconnect(connection.id, confirmed=True), AddAccount(connection.id),
    ]  # fmt: skip
    for command in foreign:
        assert (await ask(two, command, Problem, "ben")).what.key == "problem.not_yours.what"
    for command in (
        ShowBooking("x"),
        CancelBooking("x", confirmed=True),
        Disconnect("x"),
        Disconnect("x", confirmed=True),
    ):
        assert (await ask(two, command, Problem)).what.key == "problem.gone.what"
    assert (await ask(two, Disconnect(connection.id), Problem, "ben")).what.key == "problem.gone.what"
    assert len(two.box("ada").written(booking.id)) == 1
    assert await two.connections("ada") == (connection,)


async def test_the_picker_chooses_previews_and_saves(two: World) -> None:
    box = two.box("ada")
    box.add_calendar("Projects")
    box.add(TEN + timedelta(days=7), TEN + timedelta(days=7, hours=1), "Retro")
    box.add(TEN + timedelta(days=8), TEN + timedelta(days=8, hours=1), "Gym", show_as="free")
    card = await ask(two, ShowCalendars(), CalendarPicker)
    assert {str(option.name) for option in card.linkable} == {DEFAULT, "Projects"}
    assert [(str(line.title), line.why_not is None) for line in card.preview] == [("Retro", True), ("Gym", False)]
    projects = next(option.id for option in card.linkable if option.name == "Projects")
    saved = await ask(two, ChooseCalendars(projects, (projects,)), CalendarPicker)
    assert (saved.saved, saved.linked, saved.conflicts) == (True, projects, ())
    assert saved.preview == ()


async def test_a_foreign_calendar_in_the_picker_is_refused(two: World) -> None:
    theirs = (await two.setup("ben")).calendars[0].id
    await ask(two, ChooseCalendars(theirs, ()), Problem)
    await ask(two, ChooseCalendars(None, (CalendarId(theirs),)), Problem)
    assert (await two.setup("ada")).linked is not None


async def test_advanced_settings_show_what_is_chosen_and_take_only_busy(two: World) -> None:
    form = await two.dialogue.form(actor(), OpenAdvanced())
    assert isinstance(form, AdvancedForm)
    assert (form.blocking, form.linked_blocks, form.linked_name) == ("default", True, DEFAULT)
    await two.dialogue.submit(actor(), SaveAdvanced("only_busy"))
    assert (await two.setup("ada")).preferences.blocking == ONLY_BUSY
    await two.dialogue.submit(actor(), SaveAdvanced("custom", ("free", "nonsense"), linked_blocks=False))
    again = await two.dialogue.form(actor(), OpenAdvanced())
    assert isinstance(again, AdvancedForm)
    assert (again.blocking, again.linked_blocks) == ("custom", False)
    assert [name for name, ticked in again.states if ticked] == ["free"]


async def test_disconnecting_says_what_stops_then_erases_and_leaves_outlook_alone(two: World) -> None:
    await hold(two)
    await two.work()
    question = await ask(two, Disconnect(), DisconnectAsk)
    assert say("disconnect.bookings", count=1) in question.stops
    confirmed = question.actions[0].command
    assert confirmed is not None
    await ask(two, confirmed, DisconnectDone)
    await two.work()
    tables = two.store.transactions.tables
    ada = await two.person("ada")
    assert not [one for one in tables.bookings.values() if one.host == ada]
    assert not [key for key in tables.notices if key[0] == ada]
    assert len(two.box("ada").all_events()) == 1
    await ask(two, ShowConnections(), ConnectOffer)


async def test_connections_say_health_and_offer_the_repair(two: World) -> None:
    two.box("ada").unreadable[DEFAULT] = OutlookUnavailable()
    card = await ask(two, ShowConnections(), ConnectionsCard)
    (account,) = card.accounts
    (calendar,) = account.calendars
    assert calendar.state is not None
    assert [text.key for text in (account.state, account.access, calendar.role, calendar.state)] == [
        "connection.ok", "connection.writes", "role.linked_and_conflict", "health.unreadable",
    ]  # fmt: skip


async def test_help_names_what_was_not_understood_and_cuts_it(two: World) -> None:
    card = await ask(two, ShowHelp("x" * 500), HelpCard)
    assert card.unknown == "x" * 100
    assert len(card.entries) == len(USAGES)


async def test_the_find_form_is_filled_in_with_what_was_asked(two: World) -> None:
    form = await two.dialogue.form(
        actor(), OpenFindForm(Find(people=(BEN, Named("user", "UADA")), duration_minutes=25))
    )
    assert isinstance(form, FindForm)
    assert form.durations == (15, 25, 30, 45, 60, 90, 120)
    assert [str(one.name) for one in form.people] == ["Ben Example"]


async def test_a_platforms_repeated_delivery_is_noticed(two: World) -> None:
    once = actor(request="event-1")
    assert [await two.dialogue.first_time(once) for _ in range(2)] == [True, False]


async def test_a_time_that_passed_while_the_card_stood_there_is_said(two: World) -> None:
    two.clock.set(datetime(2027, 3, 1, 12, 0, tzinfo=TEN.tzinfo))
    late = await two.dialogue.form(actor(), OpenBookingForm(TEN, 30))
    assert isinstance(late, Problem)
    assert late.means.key == "booking.time_is_over"


async def test_every_command_has_one_answer_and_every_one_that_opens_a_form_has_one(two: World) -> None:
    assert set(two.dialogue._routes) == set(COMMANDS.values())
    assert set(two.dialogue._forms) == set(FORM_COMMANDS)
    with pytest.raises(ValueError, match="two answers to Find"):
        together({Find: 1}, {ShowHelp: 2}, {Find: 3})
