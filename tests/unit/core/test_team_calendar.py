"""A team calendar belongs to nobody: its bookings are nobody's own, and survive whoever leaves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.booking.model import Booking, BookingState
from core.configuration.meeting_types.model import MeetingType, TypeMode
from core.configuration.teams.model import is_team
from core.connection.model import ConnectionId, ConnectionState
from core.dialogue.booking_commands import MoveBooking
from core.dialogue.commands import CancelBooking, Find, Named, ShowBooking, ShowBookings
from core.dialogue.screens import BookingAsk, BookingCard, BookingsCard, Problem, SlotsCard, TypesCard
from core.dialogue.type_commands import LeaveType, SaveType, ShareType, ShowTypes
from core.shared.errors import InvalidChoice, OutlookRejected, ReconnectNeeded
from core.shared.ranges import Range
from core.sync.model import Event
from tests.fakes.outlook import FakeOutlook
from tests.unit.core.asking import CARD, actor, ask, read
from tests.unit.core.types_scene import book, latest, slots, terms
from tests.unit.world import MONDAY, World, build, user

HOUR = timedelta(hours=1)
ROOM = "Team room"
KIND = "room-1"
NEW = SaveType(draft=KIND, name="Tour", durations="60", mode="team", people=(Named("user", "UBEN"),), linked=ROOM)


async def seen_by(*keys: str, outlook: type[FakeOutlook] = FakeOutlook, **listed: Any) -> World:
    """Ada, Ben and Dan are connected; the team room is one calendar, shared with these of them."""
    world = build(outlook=outlook)
    for key in ("ada", "ben", "dan"):
        world.join(key)
        box = world.mailbox(f"{key}@contoso.com")
        if key in keys:
            share(world, key, **listed)
        await world.connected(key)
        assert box is world.box(key)
    world.join("cleo")
    return world


def share(world: World, key: str, name: str = ROOM, **listed: Any) -> None:
    box = world.box(key)
    plain = {"owner_address": "room@contoso.com", "owner_name": "Room 1"}
    box.add_calendar(name, **{**plain, **listed})
    for other in world.outlook.mailboxes.values():
        if other is not box and name in other.events:
            box.events[name] = other.events[name]


async def calendar(world: World, key: str, name: str = ROOM) -> str:
    return next(one.id for one in (await world.setup(key)).calendars if one.name == name)


async def team(*keys: str, outlook: type[FakeOutlook] = FakeOutlook, **changes: Any) -> World:
    """The shared type Tour of the team room, made by Ada, with Ben."""
    world = await seen_by(*(keys or ("ada", "ben")), outlook=outlook)
    saved = await world.dialogue.submit(actor(), replace(NEW, linked=await calendar(world, "ada"), **changes))
    assert isinstance(saved, TypesCard), saved
    await ask(world, ShareType(KIND), TypesCard)
    return world


def kind(world: World) -> MeetingType:
    return next(iter(world.store.transactions.tables.meeting_types.values()))


async def toured(world: World, key: str = "cleo", number: int = 0) -> Booking:
    offered = (await slots(world, key, Find(terms=terms(KIND))))[number]
    assert await book(world, key, offered) is None
    await world.work()
    made = latest(world)
    world.clock.advance(timedelta(minutes=1))
    return made


def written(world: World, booking: Booking) -> list[str]:
    """By which names the calendars go that have the booking's event; one calendar once."""
    found = {
        id(events): name
        for box in world.outlook.mailboxes.values()
        for name, events in box.events.items()
        if any(event.transaction_id == booking.id and not event.is_cancelled for event in events)
    }
    return list(found.values())


async def leave(world: World, key: str) -> None:
    for connection in await world.connections(key):
        await world.connecting.disconnect(await world.person(key), connection.id)
    await world.work()


async def by(world: World, booking: Booking) -> str:
    known = world.store.transactions.tables.connections[booking.connection]
    return known.account.address.split("@")[0]


async def test_a_team_calendar_is_booked_in_outlook_and_its_host_is_nobody() -> None:
    world = await team()
    made = await toured(world)
    assert made.state is BookingState.CONFIRMED
    assert (made.host, kind(world).team) == (made.host, made.host)
    assert is_team(made.host)
    assert made.protected == {made.host}
    assert written(world, made) == [ROOM]
    assert [item.address for item in made.plan.invitees] == ["cleo@contoso.com"]
    assert world.box("ada").events["Calendar"] == []
    assert (await ask(world, ShowBooking(made.id), BookingCard, "cleo")).done


async def test_the_same_form_sent_twice_makes_one_team() -> None:
    world = await team()
    await world.dialogue.submit(actor(), replace(NEW, linked=await calendar(world, "ada")))
    assert len(world.store.transactions.tables.teams) == 1
    assert len(world.store.transactions.tables.meeting_types) == 1


async def test_ones_own_calendar_is_no_team_calendar() -> None:
    world = await seen_by("ada")
    refused = await world.dialogue.submit(actor(), replace(NEW, linked=await calendar(world, "ada", "Calendar")))
    assert isinstance(refused, InvalidChoice)
    assert (refused.field, refused.reason) == ("linked", "teams.choose_shared")
    assert world.store.transactions.tables.teams == {}


async def test_nobody_makes_a_team_of_a_calendar_that_they_cannot_write() -> None:
    world = await seen_by("ada", can_edit=False)
    share(world, "ben")
    await world.configuring.refresh(await world.person("ben"))
    refused = await world.dialogue.submit(actor(), replace(NEW, linked=await calendar(world, "ada")))
    assert isinstance(refused, InvalidChoice)
    assert (refused.field, refused.reason) == ("linked", "choice.shared_read_only")


async def test_what_is_in_the_team_calendar_blocks_and_what_its_members_have_does_not() -> None:
    world = await team()
    world.box("ada").add(MONDAY, MONDAY + 5 * HOUR, calendar=ROOM)
    world.box("ada").add(MONDAY + 5 * HOUR, MONDAY + 6 * HOUR)
    world.box("ben").add(MONDAY + 5 * HOUR, MONDAY + 6 * HOUR)
    first = (await slots(world, "cleo", Find(terms=terms(KIND))))[0]
    assert first.start == MONDAY + 5 * HOUR


async def test_two_bookings_of_one_hour_are_never_both_taken() -> None:
    world = await team()
    offered = (await slots(world, "cleo", Find(terms=terms(KIND))))[0]
    assert await book(world, "cleo", offered) is None
    assert isinstance(await book(world, "dan", offered), SlotsCard)
    await world.work()
    assert len(world.store.transactions.tables.bookings) == 1


async def test_when_a_member_leaves_the_next_one_writes_and_the_old_bookings_are_still_managed() -> None:
    world = await team()
    old, other = await toured(world), await toured(world, "dan", 1)
    assert await by(world, old) == "ada"
    await leave(world, "ada")
    assert written(world, old) == [ROOM]
    new = await toured(world)
    assert await by(world, new) == "ben"
    there = (await slots(world, "cleo", Find(terms=terms(KIND))))[-1].start
    ask_first = await ask(world, MoveBooking(old.id, there, old.plan.when.start), BookingAsk, "cleo", CARD)
    await world.dialogue.handle(actor("cleo", CARD), ask_first.actions[0].command)  # type: ignore[arg-type]
    await world.work()
    moved = world.store.transactions.tables.bookings[old.id]
    assert (moved.state, moved.plan.when.start) == (BookingState.CONFIRMED, there)
    assert await by(world, moved) == "ben"
    await world.dialogue.handle(actor("dan", CARD), CancelBooking(other.id, confirmed=True))
    await world.work()
    assert world.store.transactions.tables.bookings[other.id].state is BookingState.CANCELLED
    assert written(world, other) == []


async def test_any_member_sees_and_cancels_and_nobody_else_does() -> None:
    world = await team()
    made = await toured(world)
    card = await ask(world, ShowBookings(), BookingsCard, "ben")
    assert [read(line.title) for line in card.bookings] == [[made.plan.title]]
    outsider = await ask(world, ShowBookings(), BookingsCard, "dan")
    assert outsider.bookings == ()
    assert isinstance(await world.dialogue.handle(actor("dan"), CancelBooking(made.id, confirmed=True)), Problem)
    await world.dialogue.handle(actor("ben", CARD), CancelBooking(made.id, confirmed=True))
    await world.work()
    assert world.store.transactions.tables.bookings[made.id].state is BookingState.CANCELLED


async def test_when_nobody_can_write_it_booking_stops_says_so_and_falls_back_to_nothing() -> None:
    world = await team("ada")
    made = await toured(world)
    await leave(world, "ada")
    stopped = await world.dialogue.handle(actor("cleo"), Find(terms=terms(KIND)))
    assert isinstance(stopped, Problem)
    assert "no member can write" in " ".join(read(stopped.what, stopped.means))
    assert world.store.transactions.tables.bookings[made.id].state is BookingState.CONFIRMED
    assert world.box("ben").all_events() == []


async def test_it_goes_on_as_soon_as_a_member_can_write_it_again() -> None:
    world = await team("ada")
    await leave(world, "ada")
    share(world, "ben")
    await world.configuring.refresh(await world.person("ben"))
    assert await by(world, await toured(world)) == "ben"


async def test_a_member_whose_sign_in_died_is_passed_over() -> None:
    world = await team()
    (mine,) = await world.connections("ada")
    async with world.store.transactions.write() as tx:
        await world.store.connections.save(tx, replace(mine, state=ConnectionState.NEEDS_RECONNECT))
        await world.store.persons.raise_busy_version(tx, mine.person)
    assert await by(world, await toured(world)) == "ben"


class Dying(FakeOutlook):
    """Ada's sign-in dies while her copy of the calendar is being read."""

    dies = False

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        known = self.memory.tables.connections[connection]
        if self.dies and known.account.address.startswith("ada"):
            dead = replace(known, state=ConnectionState.NEEDS_RECONNECT)
            self.memory.tables.connections[connection] = dead
            raise ReconnectNeeded
        return await super().events(connection, outlook_calendar_id, window)


async def test_a_sign_in_that_dies_in_the_fresh_look_passes_the_booking_to_the_next_member() -> None:
    world = await team(outlook=Dying)
    offered = (await slots(world, "cleo", Find(terms=terms(KIND))))[0]
    assert await book(world, "cleo", offered) is None
    Dying.dies = True
    try:
        await world.work()
    finally:
        Dying.dies = False
    made = latest(world)
    assert (made.state, await by(world, made)) == (BookingState.CONFIRMED, "ben")


async def test_a_member_who_may_only_read_it_does_not_write_it() -> None:
    world = await seen_by("ada")
    share(world, "ben", can_edit=False)
    await world.configuring.refresh(await world.person("ben"))
    await world.dialogue.submit(actor(), replace(NEW, linked=await calendar(world, "ada")))
    await ask(world, ShareType(KIND), TypesCard)
    await leave(world, "ada")
    assert isinstance(await world.dialogue.handle(actor("cleo"), Find(terms=terms(KIND))), Problem)


async def test_a_member_who_leaves_between_the_press_and_the_writing_leaves_no_gap() -> None:
    world = await team()
    offered = (await slots(world, "cleo", Find(terms=terms(KIND))))[0]
    assert await book(world, "cleo", offered) is None
    for connection in await world.connections("ada"):
        await world.connecting.disconnect(await world.person("ada"), connection.id)
    await world.work()
    made = latest(world)
    assert (made.state, await by(world, made)) == (BookingState.CONFIRMED, "ben")
    assert written(world, made) == [ROOM]


async def test_an_event_whose_writer_left_before_it_was_known_is_found_and_not_made_twice() -> None:
    world = await team()
    offered = (await slots(world, "cleo", Find(terms=terms(KIND))))[0]
    assert await book(world, "cleo", offered) is None
    world.outlook.faults = ["lost after"]
    await world.work()
    await leave(world, "ada")
    await world.work(timedelta(minutes=5))
    made = latest(world)
    assert made.state is BookingState.CONFIRMED
    assert len([one for one in world.box("ben").events[ROOM] if one.transaction_id == made.id]) == 1


async def test_a_conflict_calendar_that_nobody_sees_any_more_is_unknown_and_never_free() -> None:
    world = await seen_by("ada", "ben")
    share(world, "ada", "Holidays of the team", owner_address="team@contoso.com")
    await world.configuring.refresh(await world.person("ada"))
    chosen = {
        "linked": await calendar(world, "ada"),
        "conflicts": (await calendar(world, "ada", "Holidays of the team"),),
    }
    await world.dialogue.submit(actor(), replace(NEW, **chosen))
    await ask(world, ShareType(KIND), TypesCard)
    assert await slots(world, "cleo", Find(terms=terms(KIND)))
    await leave(world, "ada")
    card = await ask(world, Find(terms=terms(KIND)), SlotsCard, "cleo")
    assert card.days == ()


async def test_who_leaves_the_type_is_no_way_to_its_calendar_any_more() -> None:
    world = await team()
    await ask(world, LeaveType(KIND), TypesCard, "ben")
    assert next(iter(world.store.transactions.tables.teams.values())).members == (await world.person("ada"),)
    made = await toured(world)
    assert isinstance(await world.dialogue.handle(actor("ben"), ShowBooking(made.id)), Problem)


async def test_the_card_of_types_names_the_calendar_and_says_when_nobody_reaches_it() -> None:
    world = await team("ada")
    card = await ask(world, ShowTypes(), TypesCard, "ben")
    assert any(ROOM in line for line in read(*card.parts[0].lines))
    await leave(world, "ada")
    card = await ask(world, ShowTypes(), TypesCard, "ben")
    assert any("no member can write" in line for line in read(*card.parts[0].lines))


async def test_a_refusal_for_certain_frees_the_hour() -> None:
    world = await team()
    offered = (await slots(world, "cleo", Find(terms=terms(KIND))))[0]
    assert await book(world, "cleo", offered) is None
    world.outlook.faults = [OutlookRejected(403, "ErrorAccessDenied")]
    await world.work()
    assert latest(world).state is BookingState.FAILED
    assert offered.start in {one.start for one in await slots(world, "dan", Find(terms=terms(KIND)))}


async def test_nobody_is_sent_a_message_for_the_team_itself() -> None:
    world = await team()
    made = await toured(world)
    await world.work(timedelta(days=2))
    assert kind(world).mode is TypeMode.TEAM
    known = world.store.transactions.tables.notices.values()
    assert all(one.person != made.host for one in known)
    assert world.messenger.last(user("cleo")) is not None


async def test_an_event_is_found_by_its_booking_where_the_next_member_sees_it_under_another_id() -> None:
    world = await team()
    made = await toured(world)
    mine = world.box("ben")
    mine.events[ROOM] = [replace(event, id=f"{event.id} as Ben sees it") for event in mine.events[ROOM]]
    await leave(world, "ada")
    await world.dialogue.handle(actor("cleo", CARD), CancelBooking(made.id, confirmed=True))
    await world.work()
    assert mine.events[ROOM] == []
    assert world.store.transactions.tables.bookings[made.id].state is BookingState.CANCELLED
