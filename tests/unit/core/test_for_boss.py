"""An assistant schedules for somebody whose calendar is shared with them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.booking.model import BookingState
from core.booking.usecases.responses_times import Proposals
from core.configuration.model import SeenBy
from core.dialogue.commands import BookEarliest, CancelBooking, Find, Named, OpenBookingForm, ShowBooking, Terms, Why
from core.dialogue.reading import read_command
from core.dialogue.screens import BookingCard, BookingForm, Problem, SlotsCard
from core.shared.errors import PermissionMissing
from core.shared.ranges import Range
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.types_scene import book, booked, latest, slots
from tests.unit.world import MONDAY, World, build, user

HOUR = timedelta(hours=1)
BOSS = Named("user", "UCLEO")
DAN = Named("user", "UDAN")
FOR_CLEO = Find(people=(DAN,), terms=Terms(boss=BOSS))


async def office(*, can_edit: bool = True, connected: bool = False) -> World:
    """Ada assists Cleo, whose calendar is shared with her; Dan is connected."""
    world = build()
    await world.connected("ada")
    await world.connected("dan")
    world.join("cleo")
    if connected:
        await world.connected("cleo")
    world.box("ada").add_calendar(
        "Cleo", owner_name="Cleo Example", owner_address="cleo@contoso.com", can_edit=can_edit
    )
    await world.configuring.refresh(await world.person("ada"))
    await world.work()
    return world


def test_for_and_a_person_says_whose_calendar_it_is_for() -> None:
    today = date(2027, 3, 1)
    found = read_command("find 30m with <@UDAN> for <@UCLEO>", today)
    assert found == Find(people=(DAN,), duration_minutes=30, terms=Terms(boss=BOSS))
    mailed = read_command("book 30m for Cleo@contoso.com with <@UDAN> tomorrow", today)
    assert isinstance(mailed, BookEarliest)
    assert mailed.find.terms == Terms(boss=Named("address", "cleo@contoso.com"))
    assert mailed.find.people == (DAN,)
    why = read_command("why 14:00 for <@UCLEO>", today)
    assert why == Why(today, 14 * 60, terms=Terms(boss=BOSS))
    for_long = read_command("find for 30 min with <@UDAN>", today)
    assert for_long == Find(people=(DAN,), duration_minutes=30)


def test_for_two_people_is_not_guessed() -> None:
    found = read_command("find 30m for <@UCLEO> for <@UDAN>", date(2027, 3, 1))
    assert getattr(found, "unknown", ()) == ("for",)


async def test_the_meeting_is_looked_for_and_written_in_the_others_calendar() -> None:
    world = await office()
    world.box("ada").add(MONDAY, MONDAY + 2 * HOUR)  # Ada's own meeting doesn't matter
    world.box("ada").add(MONDAY + 3 * HOUR, MONDAY + 4 * HOUR, calendar="Cleo")
    starts = [one.start for one in await slots(world, "ada", FOR_CLEO)]
    assert starts[0] < MONDAY + 2 * HOUR
    assert MONDAY + 3 * HOUR not in starts
    made = await booked(world, "ada", FOR_CLEO)
    assert made.state is BookingState.CONFIRMED
    assert made.outlook_calendar_id == "Cleo"
    assert [item.address for item in made.plan.invitees] == ["dan@contoso.com"]
    assert made.plan.title == "Cleo / Dan"
    card = await ask(world, ShowBooking(made.id), BookingCard)
    assert "For Cleo Example, in their calendar." in read(*card.notes)


async def test_the_form_and_the_list_say_for_whom_it_is() -> None:
    world = await office()
    card = await ask(world, FOR_CLEO, SlotsCard)
    assert read(card.heading) == ["30 min with Dan Example, for Cleo Example"]
    form = await world.dialogue.form(actor(), (await slots(world, "ada", FOR_CLEO))[0])
    assert isinstance(form, BookingForm)
    assert read(form.writes_to) == ["Goes into “Cleo”"]


async def test_a_connected_other_is_protected_by_their_own_hours_and_calendars_and_the_assistant_is_not() -> None:
    world = await office(connected=True)
    world.box("cleo").add(MONDAY, MONDAY + 2 * HOUR, subject="SECRET")  # only in what Cleo connected herself
    card = await ask(world, FOR_CLEO, SlotsCard)
    made = await booked(world, "ada", FOR_CLEO)
    assert made.plan.when.start >= MONDAY + 2 * HOUR
    assert made.protected == {await world.person("cleo"), await world.person("dan")}
    assert made.host == await world.person("ada")
    assert "Calendar" not in " ".join(read(*card.sources))
    again = await booked(world, "ada", Find(duration_minutes=30))
    assert again.plan.when.start == MONDAY + HOUR  # Ada's own time stays hers


async def test_two_meetings_of_the_other_never_overlap_whoever_books_them() -> None:
    world = await office(connected=True)
    offered = (await slots(world, "ada", FOR_CLEO))[0]
    mine = OpenBookingForm(offered.start, 30)
    assert await book(world, "cleo", mine) is None
    assert isinstance(await book(world, "ada", offered), SlotsCard)
    await world.work()
    assert latest(world).host == await world.person("cleo")


async def test_a_calendar_that_is_shared_to_look_only_says_who_can_change_that() -> None:
    world = await office(can_edit=False)
    found = await world.dialogue.handle(actor(), FOR_CLEO)
    assert isinstance(found, Problem)
    assert found.next_step is not None


@pytest.mark.parametrize("boss", [DAN, Named("address", "nobody@contoso.com")])
async def test_for_somebody_who_shares_nothing_nothing_is_looked_for(boss: Named) -> None:
    world = await office()
    found = await world.dialogue.handle(actor(), Find(terms=Terms(boss=boss)))
    assert isinstance(found, Problem)
    assert "share no calendar with you" in read(found.means)[0]


async def test_the_fresh_look_is_at_the_others_calendar() -> None:
    world = await office()
    offered = (await slots(world, "ada", FOR_CLEO))[0]
    assert await book(world, "ada", offered) is None
    world.box("ada").add(offered.start, offered.start + HOUR, calendar="Cleo")
    await world.work()
    assert (latest(world).state, latest(world).failure) == (BookingState.FAILED, "slot_taken")
    again = await world.dialogue.handle(actor(), ShowBooking(latest(world).id))
    assert isinstance(again, SlotsCard)
    assert "for Cleo Example" in read(again.heading)[0]


async def test_what_the_other_calls_their_own_calendars_is_never_said_to_the_assistant() -> None:
    world = await office(connected=True)
    world.box("cleo").add_calendar("Divorce")
    await world.configuring.refresh(await world.person("cleo"))
    setup = await world.setup("cleo")
    secret = frozenset(item.id for item in setup.calendars if item.name == "Divorce")
    await world.configuring.choose(setup.preferences.person, setup.preferences.linked, secret)
    offered = (await slots(world, "ada", FOR_CLEO))[0]
    world.box("cleo").unreadable["Divorce"] = PermissionMissing("calendar")
    assert await book(world, "ada", offered) is None
    await world.work()
    assert latest(world).failure == "calendar_unreadable"
    card = await ask(world, ShowBooking(latest(world).id), BookingCard)
    assert "Divorce" not in repr(card)
    assert "Cleo" in read(card.state)[0]


async def test_who_shows_nobody_their_times_is_scheduled_by_the_shared_calendar_alone() -> None:
    world = await office(connected=True)
    world.box("cleo").add(MONDAY, MONDAY + 2 * HOUR)
    cleo = await world.person("cleo")
    async with world.store.transactions.write() as tx:
        chosen = await world.store.preferences.get(tx, cleo)
        assert chosen is not None
        await world.configuring.save_in(tx, replace(chosen, seen_by=SeenBy.NOBODY))
    made = await booked(world, "ada", FOR_CLEO)
    assert made.plan.when.start < MONDAY + 2 * HOUR
    assert cleo not in made.protected


async def test_a_proposed_time_is_judged_by_the_others_calendars_not_by_the_assistants() -> None:
    world = await office(connected=True)
    made = await booked(world, "ada", FOR_CLEO)
    bookings = world.rooms.bookings
    proposals = Proposals(
        times=bookings.times, arranging=bookings.types.arranging, gathering=world.gathering, moving=world.moving
    )
    there = Range(made.plan.when.start + 3 * HOUR, made.plan.when.end + 3 * HOUR)
    world.box("ada").add(there.start, there.end)
    assert (await proposals.judge(made, there)).busy == ()
    world.box("cleo").add(there.start, there.end, subject="SECRET")
    assert (await proposals.judge(made, there)).busy == ("Cleo Example",)


async def test_whom_it_is_booked_for_hears_of_it_once_in_their_own_chat_and_when_it_ends() -> None:
    world = await office(connected=True)
    made = await booked(world, "ada", FOR_CLEO)
    await world.work(through=timedelta(minutes=3))
    (card,) = cards_of(world, "cleo")
    assert read(card.heading, card.state, *card.people) == [
        "A meeting with you was booked",
        "Ada booked it for you. It is in your calendar.",
        "Dan Example",
    ]
    (dans,) = cards_of(world, "dan")
    assert read(dans.state, *dans.people) == ["Ada booked it. The invitation is in Outlook.", "Cleo Example"]
    await world.dialogue.handle(actor(), CancelBooking(made.id, confirmed=True))
    await world.work(through=timedelta(minutes=3))
    (card,) = cards_of(world, "cleo")
    assert read(card.heading) == ["A meeting with you was cancelled"]
    assert [type(one.screen) for one in world.messenger.messages.values()].count(BookingCard) == 3


def cards_of(world: World, key: str) -> list[BookingCard]:
    return [one for one in world.messenger.to(user(key)) if isinstance(one, BookingCard)]
