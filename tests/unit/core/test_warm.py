"""Asked again, nobody is asked: but what is kept in memory never offers a time that is taken."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.rooms import Rooms, build_rooms
from core.availability import DEFAULT_BLOCKING, ONLY_BUSY, Hours, ShowAs
from core.booking.usecases import FindRequest, Found
from core.booking.usecases.warm import Warm
from core.configuration.model import CalendarId
from core.people.model import Invitee
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import DeltaRound
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, hold, invitee
from tests.unit.world import MONDAY, World, build, outside_of

DAY = timedelta(days=1)
NOON = MONDAY + 3 * HOUR


@pytest.fixture
async def copied() -> World:
    """Ada and Ben, their calendars copied and subscribed to."""
    world = build(copied=True)
    for key in ("ada", "ben"):
        await world.connected(key)
    await world.work(through=timedelta(seconds=5))
    return world


async def find(world: World, *guests: Invitee, rooms: Rooms | None = None, at: datetime = MONDAY) -> Found:
    request = FindRequest(await world.person("ada"), guests, 60, Range(at, at + 14 * DAY), "Europe/Berlin")
    return await (rooms or world.rooms).bookings.finding.find(request)


async def told(world: World, key: str) -> None:
    """Outlook tells of a change in somebody's calendar, and we work."""
    calendar = world.box(key).listed[DEFAULT].outlook_id
    mine = {one.id for one in await world.connections(key)}
    hints = [
        one
        for one in world.subscriptions.notifications(calendar, world.clock.now())
        if world.subscriptions.living[one.subscription].connection in mine
    ]
    await world.notified.receive(tuple(hints))
    await world.work(through=timedelta(seconds=5))


class Read:
    """Counts how often busy times were read from the copies."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times, mirror = 0, world.store.mirror
        plain = mirror.busy

        async def counted(tx: Transaction, calendars: Collection[CalendarId], window: Range) -> object:
            self.times += 1
            return await plain(tx, calendars, window)

        monkeypatch.setattr(mirror, "busy", counted)


async def test_asked_again_nothing_is_read_from_outlook_nor_from_the_copies(
    copied: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied.box("ben").add(NOON, NOON + HOUR)
    await told(copied, "ben")
    ben, read = await invitee(copied, "ben"), Read(copied, monkeypatch)
    first = await find(copied, ben)
    asked, times = len(copied.outlook.calls), read.times
    copied.clock.advance(timedelta(minutes=22))
    again = await find(copied, ben)
    assert (len(copied.outlook.calls), read.times) == (asked, times)
    assert NOON not in first.slots
    assert again.slots == tuple(start for start in first.slots if start >= MONDAY + timedelta(minutes=82))
    ages = {copied.clock.now() - reading.read_at for item in again.evidence for reading in item.readings}
    assert min(ages) >= timedelta(minutes=22), "the age is that of the copy, not of the answer"


async def test_a_change_that_outlook_told_is_seen_by_the_next_question(copied: World) -> None:
    ben = await invitee(copied, "ben")
    assert NOON in (await find(copied, ben)).slots
    event = copied.box("ben").add(NOON, NOON + HOUR)
    await told(copied, "ben")
    assert NOON not in (await find(copied, ben)).slots
    copied.box("ben").remove(event)
    await told(copied, "ben")
    assert NOON in (await find(copied, ben)).slots


async def test_a_change_that_was_told_but_not_read_yet_is_read_first(copied: World) -> None:
    assert NOON in (await find(copied)).slots
    copied.box("ada").add(NOON, NOON + HOUR)
    copied.clock.advance(timedelta(seconds=5))
    await copied.notified.receive(tuple(copied.subscriptions.notifications(DEFAULT, copied.clock.now())))
    assert NOON not in (await find(copied)).slots


async def test_what_another_process_changed_is_seen_by_the_next_question(copied: World) -> None:
    """Two programs over one database: one reads Outlook, the other one only answers."""
    other, ben = build_rooms(outside_of(copied)), await invitee(copied, "ben")
    assert NOON in (await find(copied, ben, rooms=other)).slots
    copied.box("ben").add(NOON, NOON + HOUR)
    await told(copied, "ben")
    assert NOON not in (await find(copied, ben, rooms=other)).slots
    setup = await copied.setup("ada")
    await copied.configuring.choose(setup.preferences.person, None, frozenset())
    assert (await find(copied, ben, rooms=other)).evidence[0].readings == ()


async def test_a_hold_of_another_process_is_seen_though_nothing_else_changed(copied: World) -> None:
    other = build_rooms(outside_of(copied))
    assert NOON in (await find(copied, rooms=other)).slots
    await hold(copied, guests=(), start=NOON)
    assert NOON not in (await find(copied, rooms=other)).slots
    copied.clock.advance(timedelta(seconds=61))
    assert NOON in (await find(copied, rooms=other)).slots


async def test_new_hours_and_journeys_count_at_once(copied: World) -> None:
    assert NOON in (await find(copied)).slots
    ada = await copied.person("ada")
    chosen = (await copied.setup("ada")).preferences
    async with copied.store.transactions.write() as tx:
        await copied.store.preferences.save(tx, replace(chosen, hours=Hours.of({0: [(13 * 60, 17 * 60)]})))
        await copied.store.persons.raise_busy_version(tx, ada)
    assert (await find(copied)).slots[0] == NOON + HOUR


async def test_whoever_disconnects_is_forgotten_at_once(copied: World) -> None:
    ben = await invitee(copied, "ben")
    copied.box("ben").add(NOON, NOON + HOUR)
    await told(copied, "ben")
    assert (await find(copied, ben)).evidence[1].readings
    (connection,) = await copied.connections("ben")
    assert ben.person is not None
    await copied.connecting.disconnect(ben.person, connection.id)
    assert (await find(copied, ben)).evidence[1].readings == ()


async def test_a_choice_that_changes_while_a_round_is_on_its_way_counts(
    copied: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The round began when tentative events blocked nothing. Before its end they do, and somebody asks."""
    ada = await copied.person("ada")
    await copied.configuring.choose_advanced(ada, ONLY_BUSY, linked_blocks=True)
    await copied.work()
    copied.box("ada").add(NOON, NOON + HOUR, show_as=ShowAs.TENTATIVE)
    plain = copied.delta.changes

    async def meanwhile(*asked: Any) -> DeltaRound:
        read = await plain(*asked)
        await copied.configuring.choose_advanced(ada, DEFAULT_BLOCKING, linked_blocks=True)
        assert NOON in (await find(copied)).slots
        return read

    monkeypatch.setattr(copied.delta, "changes", meanwhile)
    (calendar,) = (await copied.setup("ada")).blocking
    await copied.mirroring.rounds.sync(calendar.id)
    assert NOON not in (await find(copied)).slots


async def test_a_day_later_the_calendar_is_laid_out_anew_and_reaches_the_horizon(copied: World) -> None:
    copied.box("ada").add_days(date(2027, 4, 29), date(2027, 4, 30))
    await told(copied, "ada")
    for days in range(0, 30, 3):
        copied.clock.set(MONDAY + days * DAY)
        await copied.work()
        start = copied.clock.now()
        far = Range(start + 40 * DAY, start + 59 * DAY)
        found = await copied.finding.find(FindRequest(await copied.person("ada"), (), 60, far, "Europe/Berlin"))
        days_found = {slot.date() for slot in found.slots}
        assert date(2027, 4, 29) not in days_found
        assert days_found


async def test_a_fresh_look_before_writing_never_uses_memory(copied: World) -> None:
    booking = await hold(copied, guests=(), start=NOON)
    assert NOON not in (await find(copied)).slots
    copied.box("ada").add(NOON, NOON + HOUR)  # nobody told us
    obstruction = await copied.finding.check(await copied.setup("ada"), booking)
    assert obstruction is not None
    assert obstruction.taken


async def test_memory_is_bounded(copied: World) -> None:
    warm = Warm(persons=copied.store.persons, configuring=copied.configuring, reading=copied.reading, most=1)
    window = Range(MONDAY, MONDAY + DAY)
    for key in ("ada", "ben", "ada"):
        person = await copied.person(key)
        async with copied.store.transactions.read() as tx:
            people = await warm.people(tx, {person})
            assert await warm.calendars(tx, people, window)
        assert len(warm) == 1
