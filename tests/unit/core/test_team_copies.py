"""A team calendar is copied through the first member who can write it: what Outlook does to its bookings is told."""

from dataclasses import replace
from datetime import timedelta

from core.booking.disagreement import standing
from core.booking.model import Booking, BookingState
from core.booking.ports import WrittenEvent
from core.dialogue.commands import FollowOutlook, PutBack
from core.dialogue.screens import DisagreementCard, TypesCard
from core.dialogue.type_commands import LeaveType, ShareType
from core.shared.ranges import Range
from core.sync.model import Attendee, Response
from tests.fakes.outlook import FakeOutlook
from tests.unit.core.asking import CARD, actor, ask
from tests.unit.core.test_team_calendar import HOUR, KIND, NEW, ROOM, calendar, leave, share, toured
from tests.unit.world import World, build, user


class Near(FakeOutlook):
    """As Outlook is asked: a booking's event is looked for where the booking lies, not wherever it is."""

    async def find(self, booking: Booking) -> WrittenEvent | None:
        found = await super().find(booking)
        return found if found is not None and found.when.overlaps(booking.plan.when) else None


async def copied_team() -> World:
    """As test_team_calendar.team, with copies as the program has them: nobody chose the room as a calendar."""
    world = build(copied=True, outlook=Near)
    for key in ("ada", "ben", "dan"):
        world.join(key)
        world.mailbox(f"{key}@contoso.com")
        if key != "dan":
            share(world, key, owner_address="room@contoso.com", owner_name="Room 1")
        await world.connected(key)
    world.join("cleo")
    await world.dialogue.submit(actor(), replace(NEW, linked=await calendar(world, "ada")))
    await ask(world, ShareType(KIND), TypesCard)
    await world.work()
    return world


async def polled(world: World) -> None:
    """The clock's ticks, and the jobs they ask for."""
    for _ in range(4):
        world.clock.advance(timedelta(minutes=10))
        await world.polling.tick()
        await world.work(timedelta(minutes=3))


def copies(world: World) -> set[str]:
    """Whose copies of the room there are."""
    tables = world.store.transactions.tables
    rooms = {key: one for key, one in tables.calendars.items() if one.name == ROOM}
    found = (rooms[key].connection for key in tables.sync_states if key in rooms)
    return {tables.connections[one].account.address.split("@")[0] for one in found}


def now(world: World, booking: Booking) -> Booking:
    return world.store.transactions.tables.bookings[booking.id]


def said(world: World, key: str) -> list[DisagreementCard]:
    """The messages about it that this person has."""
    return [one for one in world.messenger.to(user(key)) if isinstance(one, DisagreementCard)]


def event(world: World, booking: Booking, key: str = "ben") -> str:
    (mine,) = world.box(key).written(booking.id)
    return mine.id


def drag(world: World, booking: Booking, by: timedelta) -> None:
    """Somebody moves it in Outlook; the room is one calendar, whoever looks at it."""
    when = booking.plan.when
    world.box("ben").change(event(world, booking), start=when.start + by, end=when.end + by)


async def test_the_room_is_copied_once_through_the_first_member_though_nobody_chose_it() -> None:
    world = await copied_team()
    assert copies(world) == {"ada"}
    assert ROOM not in {one.name for key in ("ada", "ben") for one in (await world.setup(key)).shown}


async def test_a_team_booking_that_was_moved_in_outlook_is_told_once_to_who_booked_it() -> None:
    world = await copied_team()
    made = await toured(world)
    drag(world, made, 2 * HOUR)
    await polled(world)
    await polled(world)
    (card,) = said(world, "cleo")
    assert card.now is not None
    assert card.now.range == Range(made.plan.when.start + 2 * HOUR, made.plan.when.end + 2 * HOUR)
    assert said(world, "ada") == said(world, "ben") == said(world, "dan") == []


async def test_a_team_booking_that_was_deleted_in_outlook_is_told_to_who_booked_it_and_ends_when_they_say_so() -> None:
    world = await copied_team()
    made = await toured(world)
    world.box("ben").remove(event(world, made))
    await polled(world)
    (card,) = said(world, "cleo")
    assert card.now is None
    assert now(world, made).state is BookingState.CONFIRMED
    await world.dialogue.handle(actor("cleo", CARD), FollowOutlook(made.id))
    await world.work()
    assert now(world, made).state is BookingState.CANCELLED


async def test_who_booked_it_puts_it_back_and_it_lies_where_it_was_booked() -> None:
    world = await copied_team()
    made = await toured(world)
    drag(world, made, 2 * HOUR)
    await polled(world)
    await world.dialogue.handle(actor("cleo", CARD), PutBack(made.id))
    await world.work()
    (mine,) = world.box("ben").written(made.id)
    assert mine.start == made.plan.when.start
    assert standing(now(world, made)) is None


async def test_a_deleted_team_booking_is_booked_again_for_who_booked_it() -> None:
    world = await copied_team()
    made = await toured(world)
    world.box("ben").remove(event(world, made))
    await polled(world)
    await world.dialogue.handle(actor("cleo", CARD), PutBack(made.id))
    await world.work()
    (again,) = [one for one in world.store.transactions.tables.bookings.values() if one.id != made.id]
    assert (again.state, again.host, again.booked_by) == (BookingState.CONFIRMED, made.host, made.booked_by)
    assert len(world.box("ben").written(again.id)) == 1


async def test_what_lies_where_it_was_booked_is_never_said() -> None:
    world = await copied_team()
    made = await toured(world)
    await polled(world)
    assert said(world, "cleo") == []
    assert standing(now(world, made)) is None


async def test_when_a_member_leaves_the_next_ones_copy_tells() -> None:
    world = await copied_team()
    made = await toured(world)
    await leave(world, "ada")
    assert copies(world) == {"ben"}
    drag(world, made, 2 * HOUR)
    await polled(world)
    (card,) = said(world, "cleo")
    assert card.now is not None
    assert world.store.transactions.tables.connections[now(world, made).connection].account.address.startswith("ben")


async def test_an_event_with_another_id_in_the_next_members_mailbox_was_moved_and_not_deleted() -> None:
    world = await copied_team()
    made = await toured(world)
    theirs = world.box("ben")
    theirs.events[ROOM] = [replace(one, id=f"{one.id} as Ben sees it") for one in theirs.events[ROOM]]
    drag(world, made, 2 * HOUR)
    await leave(world, "ada")
    await polled(world)
    (card,) = said(world, "cleo")
    assert card.now is not None


async def test_who_accepted_is_known_of_a_team_booking() -> None:
    world = await copied_team()
    made = await toured(world)
    accepted = Attendee("cleo@contoso.com", "Cleo", response=Response.ACCEPTED)
    world.box("ben").change(event(world, made), attendees=(accepted,))
    await polled(world)
    known = world.store.transactions.tables.booking_answers[made.id]
    assert [one.response for one in known.said] == [Response.ACCEPTED]


async def test_who_leaves_the_type_is_no_copy_of_its_calendar_after_the_night() -> None:
    world = await copied_team()
    await leave(world, "ada")
    await ask(world, LeaveType(KIND), TypesCard, "ben")
    await world.listeners.mirroring.keeping.nightly(await world.person("ben"))
    assert copies(world) == set()
