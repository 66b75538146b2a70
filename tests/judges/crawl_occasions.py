"""The rarer worlds that are crawled: what somebody is told or asked on some day, put together by the tests of each."""

from datetime import timedelta

from core.connection.model import Access
from core.dialogue.commands import Book, ShowBookings
from core.people.model import ChatProfile
from core.shared.ranges import Range
from tests.judges.crawl_safety import SECRET
from tests.unit.core import (
    day_scene,
    invited,
    round_robin,
    test_conflict_crawl,
    test_for_boss,
    test_free_days,
    test_home_zones,
    test_journeys,
    test_remaking,
    test_two_chats,
    types_scene,
)
from tests.unit.core.asking import BEN, actor
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.core.clashing import meeting, noticed
from tests.unit.world import World, build, user

DAY = timedelta(days=1)


async def _with_stranger(world: World) -> World:
    if user("eve") not in world.directory.profiles:
        await world.connected("eve")
    return world


async def repeating() -> World:
    """A series that clashes with something is being put together; another one stands."""
    world = await _with_stranger(await day_scene.day())
    world.box("ada").add(TEN + 7 * DAY, TEN + 7 * DAY + HOUR, f"{SECRET} dentist")
    await day_scene.changed(world)
    for at, number in ((TEN, 4), (TEN + 4 * HOUR, 3)):
        book = Book(at, 60, (BEN,), f"{SECRET} weekly", repeats="weekly", number=number)
        screen = await world.dialogue.submit(actor(), book)
        assert screen is not None
        ref = await world.messenger.show(user("ada"), screen, await world.dialogue.reader(actor()), None)
        await world.dialogue.delivered(actor(card=ref), screen, ref)
    return world


async def answered() -> World:
    """Ben declined, Carol proposes another time, Dina accepted."""
    world = await invited.party()
    await _with_stranger(world)
    booking = await invited.invited(world)
    invited.answers(world, booking, "ben", invited.DECLINED)
    invited.answers(world, booking, "carol", invited.DECLINED, Range(invited.AT + 4 * HOUR, invited.AT + 5 * HOUR))
    invited.answers(world, booking, "dina", invited.ACCEPTED)
    await world.told(through=timedelta(minutes=3))
    return world


async def absent() -> World:
    """Time off over five meetings."""
    return await _with_stranger(await test_conflict_crawl.away())


async def two_series() -> World:
    return await _with_stranger(await test_conflict_crawl.two_series())


async def vacation() -> World:
    """A vacation that Outlook shows as free."""
    world = await _with_stranger(await test_free_days.seen())
    await world.work(through=timedelta(minutes=5))
    return world


async def abroad() -> World:
    """A day in New York, and Outlook has moved to Lisbon."""
    world = await _with_stranger(await test_journeys.desk())
    await test_journeys.flies(world, test_journeys.NEW_YORK)
    await world.work(through=DAY)
    test_home_zones.moves_to(world, test_home_zones.LISBON)
    await test_home_zones.nights(world, 2)
    return world


async def morning() -> World:
    """The agenda with what waited for it, and a reminder."""
    world = await _with_stranger(await day_scene.day(agenda=480, reminders=10))
    await day_scene.until(world, day_scene.at(world, 21))
    for name in ("plan", "review"):
        meeting(world, "ben", "ada", day_scene.at(world, 14, days=1), f"{SECRET} {name}")
    await noticed(world)
    await day_scene.until(world, day_scene.at(world, 13, 55, days=1))
    return world


async def taking_turns() -> World:
    """A meeting of a round robin, and who booked it."""
    world = await round_robin.team()
    await _with_stranger(world)
    await round_robin.booked(world)
    return world


async def read_only_for_all() -> World:
    """The workspace allows reading only."""
    world = build(highest=Access.READ)
    for key in ("ada", "ben", "eve"):
        await world.connected(key, Access.READ)
    return world


async def leading() -> World:
    """Ada is an admin of the workspace."""
    world = build()
    for key in ("ada", "ben", "eve"):
        await world.connected(key)
    world.directory.admins.admins = {user("ada")}
    world.directory.admins.names = ("Ada Example",)
    return world


async def in_two_chats() -> World:
    """Ada speaks from Slack and from Teams."""
    world = build()
    await world.connected("ada")
    world.clock.advance(timedelta(minutes=1))
    world.directory.add(ChatProfile(test_two_chats.TEAMS, "Ada", None, "Europe/Berlin", "en-GB"))
    await test_two_chats.join(world)
    await world.dialogue.handle(actor(), ShowBookings())
    return await _with_stranger(world)


async def booker() -> World:
    """Ben has booked Ada's meeting by her type: he may move and cancel it, and none of its calendars is his. Another
    one was declined, one could not be booked, and one lies in Outlook at another time by now."""
    world = await _with_stranger(await types_scene.scene(copied=True))
    for title in ("plan", "review", "budget"):
        await types_scene.booked(world, "ben", title=f"{SECRET} {title}")
    *_, moved, declined = world.store.transactions.tables.bookings.values()
    (event,) = world.box("ada").written(moved.id)
    world.box("ada").change(event.id, start=event.start + DAY, end=event.end + DAY)
    invited.answers(world, declined, "ben", invited.DECLINED)
    await noticed(world)
    await test_remaking.stopped(world, "ben", "ada")
    world.box("ada").unreadable.clear()
    await world.work(through=timedelta(minutes=3))
    return world


async def assistant() -> World:
    """Ada books for Cleo, in the calendar that Cleo shares with her; Cleo is connected, so that it is hers as well."""
    world = await _with_stranger(await test_for_boss.office(connected=True))
    for title in ("plan", "review"):
        await types_scene.booked(world, "ada", test_for_boss.FOR_CLEO, title=f"{SECRET} {title}")
    await test_remaking.stopped(world, "ada", "cleo", test_for_boss.FOR_CLEO)
    world.box("cleo").unreadable.clear()
    await world.work(through=timedelta(minutes=3))
    return world


async def boss() -> World:
    return await assistant()


OCCASIONS = (
    repeating, answered, absent, two_series, vacation, abroad, morning, taking_turns, read_only_for_all, leading,
    in_two_chats, booker, assistant, boss,
)  # fmt: skip
WHO = {booker: "ben", boss: "cleo"}
"""Who presses, where it isn't Ada."""
