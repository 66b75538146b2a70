"""Optional people: they stop no time, are told apart, and Outlook invites them as optional."""

from dataclasses import replace
from datetime import date, timedelta

from adapters.edge.fields import addresses_text, people_field
from core.booking.model import BookingState
from core.dialogue.commands import Book, Find, Named, OpenBookingForm
from core.dialogue.reading import read_command
from core.dialogue.screens import BookingCard, BookingForm, PersonChoice, SlotsCard, UserText
from core.outlook.create_event import event_body
from core.shared.errors import OutlookUnavailable
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.world import MONDAY, World, user

HOUR = timedelta(hours=1)
NOON = MONDAY + 3 * HOUR
DAY = MONDAY.date()
MAYBE_BEN = replace(BEN, optional=True)


async def test_an_optional_person_stops_no_time_and_the_list_says_when_they_cannot_come(two: World) -> None:
    two.box("ben").add(NOON, NOON + HOUR)
    needed = await ask(two, Find((BEN,), 30, DAY, DAY), SlotsCard)
    card = await ask(two, Find((MAYBE_BEN,), 30, DAY, DAY), SlotsCard)
    starts = [[slot.command.start for day in one.days for slot in day.slots] for one in (needed, card)]  # type: ignore[union-attr]
    assert NOON not in starts[0]
    assert NOON in starts[1]
    away = "Ben Example, who is optional, can't come at Mon 1 Mar 12:00 and Mon 1 Mar 12:30."
    assert read(*card.unknown) == [away]


async def test_somebody_optional_who_can_never_come_is_said_in_one_line(two: World) -> None:
    two.box("ben").add(MONDAY - HOUR, MONDAY + 12 * HOUR)
    card = await ask(two, Find((MAYBE_BEN,), 30, DAY, DAY), SlotsCard)
    assert card.days
    assert read(*card.unknown) == ["Ben Example, who is optional, can't come at any of these times."]


async def test_an_optional_persons_broken_calendar_stops_nothing(two: World) -> None:
    two.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    await two.dialogue.submit(actor("ada"), Book(NOON, 30, (MAYBE_BEN,), "Coffee"))
    await two.work()
    (booking,) = two.store.transactions.tables.bookings.values()
    assert booking.state is BookingState.CONFIRMED
    assert booking.protected == {await two.person("ada")}
    assert [one["type"] for one in event_body(booking)["attendees"]] == ["optional"]  # type: ignore[index, union-attr]


async def test_a_busy_optional_person_does_not_stop_the_booking_and_the_card_lists_them_apart(two: World) -> None:
    await two.connected("cleo")
    two.box("ben").add(NOON, NOON + HOUR)
    people = (Named("user", "UCLEO"), MAYBE_BEN)
    await two.dialogue.submit(actor("ada"), Book(NOON, 30, people, "Coffee"))
    await two.work()
    card = two.messenger.last(user("ada"))
    assert isinstance(card, BookingCard)
    assert card.done
    assert list(card.people) == ["Cleo Example"]
    assert "Optional: Ben Example." in read(*card.notes)
    (booking,) = two.store.transactions.tables.bookings.values()
    assert [one["type"] for one in event_body(booking)["attendees"]] == ["required", "optional"]  # type: ignore[index, union-attr]


async def test_the_form_keeps_who_is_optional(two: World) -> None:
    form = await two.dialogue.form(actor("ada"), OpenBookingForm(NOON, 30, (MAYBE_BEN,)))
    assert isinstance(form, BookingForm)
    assert [one.named for one in form.people] == [MAYBE_BEN]


def test_optional_is_typed_before_the_people_it_is_meant_for() -> None:
    found = read_command("find 30m with <@UBEN> optional <@UCLEO> and dina@x.com tomorrow", date(2027, 3, 1))
    assert isinstance(found, Find)
    cleo, dina = Named("user", "UCLEO", optional=True), Named("address", "dina@x.com", optional=True)
    assert found.people == (BEN, cleo, dina)
    plain = read_command("find with optional@x.com", date(2027, 3, 1))
    assert isinstance(plain, Find)
    assert plain.people == (Named("address", "optional@x.com"),)


def test_addresses_of_optional_people_are_typed_and_shown_alike() -> None:
    named = [Named("address", "a@b.c"), Named("address", "d@e.f", optional=True), Named("address", "optional@g.h")]
    text = addresses_text([PersonChoice(one, UserText("x")) for one in named])
    assert text == "a@b.c, optional@g.h, optional d@e.f"
    assert people_field([], text) == [
        {"kind": "address", "value": "a@b.c"},
        {"kind": "address", "value": "optional@g.h"},
        {"kind": "address", "value": "d@e.f", "optional": True},
    ]
    assert people_field(["U1"], "", ["U1", "U2"]) == [
        {"kind": "user", "value": "U1"},
        {"kind": "user", "value": "U2", "optional": True},
    ]
