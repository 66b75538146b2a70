"""One's own data: taken along by a link in the direct message, erased with everything that names the person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.dialogue.commands import Book, Connect
from core.dialogue.model import Actor, MessageRef, Place
from core.dialogue.mydata_commands import EraseMyData, ExportMyData, ShowMyData
from core.dialogue.screens import Line, MyDataCard, NewsCard, Style, Waiting
from core.people.model import PersonId
from core.shared.errors import Gone
from core.shared.ids import new_id
from tests.unit.world import MONDAY, World, build, user


def actor(key: str, place: Place = Place.DIRECT, channel: str = "D1") -> Actor:
    return Actor(user(key), place, channel, new_id())


@pytest.fixture
async def world() -> World:
    world = build()
    for key in ("ada", "ben"):
        await world.connected(key)
    return world


async def link(world: World) -> str:
    screen = await world.dialogue.handle(actor("ada"), ExportMyData())
    assert isinstance(screen, MyDataCard)
    url = screen.actions[0].url
    assert url is not None
    return url


async def test_the_link_gives_everything_once(world: World) -> None:
    token = (await link(world)).rsplit("/", 1)[1]
    exporting = world.rooms.exporting
    assert await exporting.look(token) == "Ada Example"
    assert await exporting.look(token) == "Ada Example"
    records = await exporting.take(token)
    assert {"persons", "connections", "preferences", "calendars"} <= records.keys()
    with pytest.raises(Gone):
        await exporting.take(token)
    with pytest.raises(Gone):
        await exporting.look(token)


async def test_the_link_works_for_ten_minutes(world: World) -> None:
    token = (await link(world)).rsplit("/", 1)[1]
    world.clock.set(world.clock.now() + timedelta(minutes=10))
    for use in (world.rooms.exporting.look, world.rooms.exporting.take):
        with pytest.raises(Gone):
            await use(token)


async def test_a_channel_never_sees_the_link(world: World) -> None:
    screen = await world.dialogue.handle(actor("ada", Place.CHANNEL, "C1"), ExportMyData())
    assert isinstance(screen, Line)
    assert world.store.transactions.tables.export_links == {}
