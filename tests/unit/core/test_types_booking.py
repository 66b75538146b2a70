"""Booking by a meeting type: by its rules, in the name of its host, for whoever asks."""

from datetime import datetime, timedelta

import pytest

from core.booking.model import BookingState
from core.configuration.meeting_types.model import TypeMode
from core.dialogue.commands import OWN, Find, OpenBookingForm, ShowBooking, Terms, Why
from core.dialogue.screens import BookingCard, BookingForm, Problem, SlotsCard
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.core.types_scene import INTRO, add, book, booked, latest, members, scene, slots, terms
from tests.unit.world import MONDAY, World

HOUR = timedelta(hours=1)


async def on_monday(world: World, key: str = "ben", by: Terms | None = None) -> list[datetime]:
    """Every start on the first day."""
    day = MONDAY.date()
    found = await slots(world, key, Find(duration_minutes=30, since=day, until=day, terms=by or terms()))
    return [one.start for one in found]


async def test_a_guest_books_the_owners_time_in_the_owners_calendar() -> None:
    world = await scene()
    made = await booked(world, "ben")
    ada, ben = await world.person("ada"), await world.person("ben")
    assert (made.state, made.host, made.booked_by, made.type) == (BookingState.CONFIRMED, ada, ben, INTRO)
    assert made.protected == {ada, ben}
    assert [item.address for item in made.plan.invitees] == ["ben@contoso.com"]
    assert len(world.box("ada").written(made.id)) == 1
    card = await ask(world, ShowBooking(made.id), BookingCard, "ben")
    assert card.done


async def test_a_guest_who_never_connected_is_invited_by_their_address() -> None:
    world = await scene()
    made = await booked(world, "cleo")
    assert made.state is BookingState.CONFIRMED
    assert [item.address for item in made.plan.invitees] == ["cleo@contoso.com"]
    assert made.booked_by == await world.person("cleo")


async def test_a_guest_sees_whose_calendars_were_read_and_not_how_they_are_called() -> None:
    world = await scene()
    card = await ask(world, Find(terms=terms()), SlotsCard, "ben")
    assert "Calendar" not in " ".join(read(*card.sources))
    assert "Ada" in " ".join(read(*card.sources))
    form = await world.dialogue.form(actor("ben"), (await slots(world, "ben"))[0])
    assert isinstance(form, BookingForm)
    assert read(form.writes_to) == ["Goes into the calendar of Ada Example"]


async def test_times_are_offered_by_the_types_rules() -> None:
    world = await scene(durations=(45, 90), minimum_notice_minutes=24 * 60, horizon_days=2)
    found = await slots(world, "ben")
    assert {one.duration_minutes for one in found} == {45}
    assert found[0].start >= MONDAY + timedelta(days=1)
    assert found[-1].start < MONDAY + timedelta(days=3)
    longer = await slots(world, "ben", Find(duration_minutes=90, terms=terms()))
    assert {one.duration_minutes for one in longer} == {90}
    other = await slots(world, "ben", Find(duration_minutes=15, terms=terms()))
    assert {one.duration_minutes for one in other} == {45}


async def test_buffers_of_the_type_keep_off_the_hosts_events() -> None:
    world = await scene(buffer_before_minutes=30, buffer_after_minutes=30)
    world.box("ada").add(MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)
    half = timedelta(minutes=30)
    starts = await on_monday(world)
    wide = [MONDAY + 2 * HOUR - 2 * half, MONDAY + 3 * HOUR + half]
    assert set(wide) <= set(starts)
    assert not [start for start in starts if wide[0] < start < wide[1]]


async def test_a_type_that_is_not_shared_is_for_its_members_only() -> None:
    world = await scene(shared=False)
    assert isinstance(await world.dialogue.handle(actor("ben"), Find(terms=terms())), Problem)
    await add(world, shared=False, mode=TypeMode.COLLECTIVE, members=await members(world, "ben"))
    assert await slots(world, "ben")


async def test_a_type_of_another_workspace_is_not_bookable() -> None:
    world = await scene(workspace="T2")
    assert isinstance(await world.dialogue.handle(actor("ben"), Find(terms=terms())), Problem)


async def test_templates_are_filled_in_and_a_typed_note_comes_below() -> None:
    world = await scene(
        title="{type}: {guest} meets {host}", note="Bring {guest}'s questions", place="Room 1", online=False
    )
    made = await booked(world, "ben", note="About {host}")
    assert made.plan.title == "Intro: Ben Example meets Ada Example"
    assert made.plan.note == "Bring Ben Example's questions\n\nAbout {host}"
    assert (made.plan.place, made.plan.online) == ("Room 1", False)


async def test_a_daily_limit_counts_this_types_bookings_and_closes_the_day() -> None:
    world = await scene(daily_limit=1, minimum_notice_minutes=0)
    offered = await slots(world, "ben")
    first, second = offered[0], offered[1]
    assert first.start.date() == second.start.date()
    assert await book(world, "ben", first) is None
    lost = await book(world, "dan", second)
    assert isinstance(lost, SlotsCard)
    await world.work()
    assert all(one.start.date() != first.start.date() for one in await slots(world, "dan"))
    own = await slots(world, "ada", Find(terms=type(terms())()))
    assert any(one.start.date() == first.start.date() for one in own)


async def test_collective_needs_everybody_and_invites_everybody() -> None:
    world = await scene()
    await add(world, mode=TypeMode.COLLECTIVE, members=await members(world, "dan"))
    world.box("dan").add(MONDAY, MONDAY + 4 * HOUR)
    made = await booked(world, "ben")
    assert made.plan.when.start >= MONDAY + 4 * HOUR
    assert {item.address for item in made.plan.invitees} == {"ben@contoso.com", "dan@contoso.com"}
    assert made.protected == {await world.person(key) for key in ("ada", "ben", "dan")}


async def test_k_of_n_invites_as_many_as_are_needed_of_those_who_are_free() -> None:
    world = await scene()
    await world.connected("eve")
    await add(world, mode=TypeMode.K_OF_N, k=1, members=await members(world, "dan", "eve"))
    world.box("dan").add(MONDAY, MONDAY + 4 * HOUR)
    made = await booked(world, "ben")
    assert made.plan.when.start < MONDAY + 4 * HOUR
    assert {item.address for item in made.plan.invitees} == {"ben@contoso.com", "eve@contoso.com"}


async def test_k_of_n_offers_nothing_while_too_few_are_free_and_a_required_member_is_always_needed() -> None:
    world = await scene()
    await world.connected("eve")
    world.box("dan").add(MONDAY, MONDAY + 4 * HOUR)
    await add(world, mode=TypeMode.K_OF_N, k=2, members=await members(world, "dan", "eve"))
    assert (await slots(world, "ben"))[0].start >= MONDAY + 4 * HOUR
    await add(world, mode=TypeMode.K_OF_N, k=1, members=await members(world, "dan", "eve", required="dan"))
    made = await booked(world, "ben")
    assert made.plan.when.start >= MONDAY + 4 * HOUR
    assert {item.address for item in made.plan.invitees} == {"ben@contoso.com", "dan@contoso.com", "eve@contoso.com"}


@pytest.mark.parametrize("copied", [False, True])
async def test_a_type_writes_into_and_looks_at_the_calendars_of_its_own(copied: bool) -> None:
    world = await scene(copied=copied)
    world.box("ada").add_calendar("Customers")
    world.box("ada").add_calendar("Holidays")
    await world.configuring.refresh(await world.person("ada"))
    ids = {item.name: item.id for item in (await world.setup("ada")).calendars}
    await add(world, linked=ids["Customers"], conflicts=frozenset({ids["Holidays"]}))
    world.box("ada").add(MONDAY, MONDAY + 2 * HOUR)  # in a calendar that doesn't count for this type
    world.box("ada").add(MONDAY + 3 * HOUR, MONDAY + 4 * HOUR, calendar="Holidays")
    await world.work(through=timedelta(minutes=1))
    starts = await on_monday(world)
    early = MONDAY + 1.5 * HOUR
    assert early in starts
    assert MONDAY + 3 * HOUR not in starts
    assert MONDAY + 4 * HOUR in starts
    plain = await on_monday(world, "ada", OWN)
    assert early not in plain
    assert MONDAY + 3 * HOUR in plain
    made = await booked(world, "ben")
    assert made.state is BookingState.CONFIRMED
    assert made.outlook_calendar_id == "Customers"


async def test_a_type_whose_calendar_is_gone_books_nothing_and_says_so() -> None:
    world = await scene()
    world.box("ada").add_calendar("Customers")
    await world.configuring.refresh(await world.person("ada"))
    ids = {item.name: item.id for item in (await world.setup("ada")).calendars}
    await add(world, linked=ids["Customers"])
    offered = (await slots(world, "ben"))[0]
    world.box("ada").remove_calendar("Customers")
    await world.configuring.refresh(await world.person("ada"))
    for key in ("ada", "ben"):
        found = await world.dialogue.form(actor(key), offered)
        assert isinstance(found, Problem)
        assert "calendar of this meeting type" in read(found.means)[0]
    assert not world.store.transactions.tables.bookings


async def test_why_asks_by_the_types_rules() -> None:
    world = await scene(minimum_notice_minutes=24 * 60)
    card = await world.dialogue.handle(actor("ben"), Why(MONDAY.date(), 14 * 60, terms=terms()))
    assert "24 h notice is asked for" in " ".join(read(*card.reasons))


async def test_the_owner_books_by_their_own_type_with_whom_they_name() -> None:
    world = await scene()
    made = await booked(world, "ada", Find(people=(BEN,), terms=terms()))
    assert (made.host, made.booked_by) == (await world.person("ada"), None)
    assert [item.address for item in made.plan.invitees] == ["ben@contoso.com"]


async def test_a_lost_race_shows_other_times_of_the_same_type() -> None:
    world = await scene()
    offered = (await slots(world, "ben"))[0]
    assert await book(world, "ben", offered) is None
    again = await book(world, "dan", offered)
    assert isinstance(again, SlotsCard)
    assert all(
        isinstance(slot.command, OpenBookingForm) and slot.command.terms == terms()
        for day in again.days
        for slot in day.slots
    )
    await world.work()
    assert latest(world).booked_by == await world.person("ben")


async def test_k_of_n_books_nothing_once_too_few_of_them_are_free_any_more() -> None:
    world = await scene()
    await world.connected("eve")
    await add(world, mode=TypeMode.K_OF_N, k=2, members=await members(world, "dan", "eve"))
    offered = (await slots(world, "ben"))[0]
    world.box("dan").add(offered.start, offered.start + HOUR)
    assert isinstance(await book(world, "ben", offered), SlotsCard)
    assert world.store.transactions.tables.bookings == {}
