"""One's own data: taken along by a link in the direct message, erased with everything that names the person."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from core.administration.erasing import ERASE_JOB
from core.booking.model import BookingState
from core.configuration.meeting_types.model import TypeMode
from core.dialogue.answers.types_shared import over
from core.dialogue.model import Actor, Place
from core.dialogue.mydata_commands import EraseMyData, ExportMyData, ShowMyData
from core.dialogue.screens import Line, MyDataCard, NewsCard, Screen, Style, TypesCard, Waiting
from core.dialogue.type_commands import ShareType
from core.shared.errors import Gone
from core.shared.ids import new_id
from tests.unit.core import types_scene
from tests.unit.core.asking import CARD, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold, killed_at, scene
from tests.unit.core.test_booking_crashes import MOST_STEPS
from tests.unit.world import World, user


async def link(world: World) -> str:
    screen = await ask(world, ExportMyData(), MyDataCard)
    url = screen.actions[0].url
    assert url is not None
    return url


async def test_the_link_gives_everything_once(two: World) -> None:
    token = (await link(two)).rsplit("/", 1)[1]
    exporting = two.rooms.exporting
    assert await exporting.look(token) == "Ada Example"
    assert await exporting.look(token) == "Ada Example"
    records = await exporting.take(token)
    assert {"persons", "connections", "preferences", "calendars"} <= records.keys()
    with pytest.raises(Gone):
        await exporting.take(token)
    with pytest.raises(Gone):
        await exporting.look(token)


async def test_the_link_works_for_ten_minutes(two: World) -> None:
    token = (await link(two)).rsplit("/", 1)[1]
    two.clock.advance(timedelta(minutes=10))
    for use in (two.rooms.exporting.look, two.rooms.exporting.take):
        with pytest.raises(Gone):
            await use(token)


async def test_a_channel_never_sees_the_link(two: World) -> None:
    screen = await two.dialogue.handle(Actor(user("ada"), Place.CHANNEL, "C1", new_id()), ExportMyData())
    assert isinstance(screen, Line)
    assert two.store.transactions.tables.export_links == {}


async def erase(world: World) -> None:
    await ask(world, EraseMyData(confirmed=True, person=await world.person("ada")), Waiting, card=CARD)


async def erasable(world: World) -> World:
    """Ada hosts a booking with Ben, and he one with her; both were told."""
    await hold(world, "ada", ("ben",))
    await hold(world, "ben", ("ada",), TEN + 2 * HOUR)
    await world.work()
    return world


async def test_before_it_is_erased_it_is_asked_once_naming_what_goes(two: World) -> None:
    await erasable(two)
    asked = await ask(two, EraseMyData(), MyDataCard)
    assert "1 upcoming booking can't be changed from here any more." in read(*asked.lines)
    (erase,) = [one for one in asked.actions if one.style is Style.DANGER]
    assert erase.command == EraseMyData(confirmed=True, person=await two.person("ada"))
    assert ERASE_JOB not in {one.kind for one in two.store.transactions.tables.jobs.values()}


def remains(world: World) -> dict[str, str]:
    """The tables in which somebody called Ada can still be found."""
    tables = world.store.transactions.tables
    found = {name: repr(getattr(tables, name)) for name in tables.__slots__}
    return {name: text for name, text in found.items() if re.search(r"\bUADA\b|ada@|\bAda\b", text)}


async def test_killed_at_any_step_everything_is_erased_once() -> None:
    for step in range(0, MOST_STEPS, 2):
        world = await erasable(await scene())
        ada, ben = await world.person("ada"), await world.person("ben")
        before = len(world.box("ada").events)
        await erase(world)
        killed = await killed_at(step, world)
        world.clock.advance(timedelta(minutes=1))
        await world.work(timedelta(minutes=10))
        tables = world.store.transactions.tables
        assert remains(world) == {}
        assert ada not in repr(tables)
        assert [action for _, action, _ in tables.audit.values()].count("erased") == 1
        assert list(tables.persons) == [ben]
        (kept,) = tables.bookings.values()
        assert [one.name for one in kept.plan.invitees] == ["(erased)"]
        assert len(world.box("ada").events) == before, "Outlook's events stay"
        told = world.messenger.messages[CARD].screen
        assert isinstance(told, NewsCard)
        assert read(told.heading) == ["Your data is erased"]
        if not killed:
            assert step > 5
            break
    else:
        raise AssertionError("more steps than thought")


async def test_a_second_press_erases_once_and_who_comes_back_starts_from_nothing(two: World) -> None:
    for _ in range(2):
        await erase(two)
    await two.work()
    audit = [action for _, action, _ in two.store.transactions.tables.audit.values()]
    assert audit.count("erased") == 1
    screen = await ask(two, ShowMyData(), MyDataCard)
    assert "No Outlook is connected, so I have no copy of any calendar." in read(*screen.lines)


async def test_whoever_else_presses_it_and_who_came_back_are_asked_first(two: World) -> None:
    """Also the card of before: it was about a person who is gone."""
    adas = EraseMyData(confirmed=True, person=await two.person("ada"))
    await ask(two, adas, MyDataCard, key="ben")
    await erase(two)
    await two.work()
    await ask(two, adas, MyDataCard)
    assert len(two.store.transactions.tables.persons) == 2


async def test_what_is_being_written_is_waited_for_a_minute_at_most(two: World) -> None:
    held = await hold(two, "ada")
    tables = two.store.transactions.tables
    tables.bookings[held.id] = replace(tables.bookings[held.id], state=BookingState.PUSHING)
    tables.jobs.clear()
    await erase(two)
    await two.work()
    assert two.failures == ["outlook_unavailable"]
    assert held.host in two.store.transactions.tables.persons
    await two.work(timedelta(minutes=3))
    assert held.host not in two.store.transactions.tables.persons


async def test_a_chat_that_does_not_answer_is_waited_for_then_the_data_goes_untold(two: World) -> None:
    ada = await two.person("ada")
    two.messenger.fails = 100
    await erase(two)
    await two.work(timedelta(minutes=5))
    assert ada in two.store.transactions.tables.persons
    await two.work(timedelta(minutes=30))
    assert remains(two) == {}


async def test_guests_of_who_was_erased_read_that_nobody_manages_it_here(two: World) -> None:
    await erasable(two)
    await erase(two)
    await two.work()
    told = [one for one in two.messenger.to(user("ben")) if isinstance(one, Line)]
    assert any("its host erased their data here" in read(one.text)[0] for one in told)


async def test_a_meeting_type_goes_with_its_owner_and_its_card_in_a_channel_says_so() -> None:
    world = await types_scene.scene()
    await types_scene.add(world, members=await types_scene.members(world, "ada", "ben"), mode=TypeMode.COLLECTIVE)
    await ask(world, ShareType(types_scene.INTRO, "C1"), Screen)
    await world.work()
    (there,) = world.messenger.channels.values()
    assert isinstance(there.screen, TypesCard)
    await erase(world)
    await world.work()
    (there,) = world.messenger.channels.values()
    assert there.screen == over("types.not_offered")
    assert world.store.transactions.tables.meeting_types == {}
    assert remains(world) == {}
