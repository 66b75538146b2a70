"""From a typed `find` with eight colleagues to its card: over the program's own rooms, tables and encryption in SQLite.

The chat's HTTP is left out, and so is Outlook: the calendars are copied already, and that nobody asks Outlook is
checked. *First* is the first question that a process answers, *again* the next ones, *changed* one after somebody's
calendar changed.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from adapters.slack.render import render
from bot.rooms import Rooms, build_rooms
from core.dialogue.model import Actor, MessageRef, Place
from core.dialogue.reading import read_command
from core.dialogue.screens import SlotsCard
from core.dialogue.texts import Words
from core.shared.ids import new_id
from core.storage import Keyring, Store, migrate, open_store
from tests.unit.world import MONDAY, World, build, outside_of, user

KEYS = ("ada", "ben", "cleo", "dan", "eve", "finn", "gia", "hal", "ida")
EVENTS = 490
DAYS = 62
RUNS = 20
TEXT = "find 30m with " + " ".join(f"<@U{key.upper()}>" for key in KEYS[1:])


@dataclass(slots=True)
class Counted:
    """What a question cost: statements of the database, and calls to Outlook."""

    statements: int = 0
    calls: int = 0


@dataclass(slots=True)
class Timed:
    milliseconds: list[float] = field(default_factory=list)
    cost: Counted = field(default_factory=Counted)

    def row(self, name: str) -> str:
        least, middle = min(self.milliseconds), statistics.median(self.milliseconds)
        return f"| {name} | {least:.1f} | {middle:.1f} | {self.cost.statements} | {self.cost.calls} |"


async def office() -> World:
    """Nine colleagues of one organisation, connected, their calendars copied."""
    world, lots = build(copied=True), random.Random(4)
    for key in KEYS:
        world.join(key)
        box = world.mailbox(f"{key}@contoso.com")
        for _ in range(EVENTS):
            start = MONDAY + timedelta(days=lots.randrange(DAYS), minutes=15 * lots.randrange(40))
            box.add(start, start + timedelta(minutes=lots.choice((15, 30))), subject="Weekly with the team")
        await world.connected(key)
    await world.work(through=timedelta(seconds=5))
    return world


async def stored(world: World, store: Store) -> None:
    """The same rows in the program's own tables."""
    tables, now = world.store.transactions.tables, world.clock.now()
    profiles = {person: profile for person, profile, _ in tables.profiles.values()}
    async with store.transactions.write() as tx:
        for person in tables.persons.values():
            await store.persons.add(tx, person, profiles[person.id], now)
        for connection in tables.connections.values():
            await store.connections.save(tx, connection)
            listed = tuple(one for one in tables.calendars.values() if one.connection == connection.id)
            await store.calendars.replace(tx, connection.id, listed)
        for preferences in tables.preferences.values():
            await store.preferences.save(tx, preferences)
        for state in tables.sync_states.values():
            await store.sync_states.save(tx, state)
            copied = [one for (calendar, _), one in tables.busy_blocks.items() if calendar == state.calendar]
            await store.mirror.change(tx, state.calendar, copied, ())


class Bench:
    """Asks, and counts."""

    def __init__(self, world: World, store: Store) -> None:
        self.world = world
        self.store = store
        self.statements = 0
        event.listen(Engine, "before_cursor_execute", self._count)

    def process(self) -> Rooms:
        """A program that was just started."""
        return build_rooms(replace(outside_of(self.world), store=self.store))

    async def ask(self, rooms: Rooms) -> SlotsCard:
        """What the adapter does between the request and the call that shows the card."""
        actor = Actor(user("ada"), Place.DIRECT, "DUADA", new_id())
        assert await rooms.dialogue.first_time(actor)
        reader = await rooms.dialogue.reader(actor)
        command = read_command(TEXT, self.world.clock.now().date(), "/schedule")
        screen = await rooms.dialogue.handle(actor, command)
        assert isinstance(screen, SlotsCard), screen
        assert render(screen, Words(reader, self.world.clock.now())).blocks
        await rooms.dialogue.delivered(actor, screen, MessageRef("DUADA", "1.0"))
        return screen

    async def change(self) -> None:
        """Somebody's busy times changed, as a round would say."""
        persons = list(self.world.store.transactions.tables.persons)
        async with self.store.transactions.write() as tx:
            await self.store.persons.raise_busy_version(tx, persons[1])

    async def timed(self, prepare: Callable[[], Awaitable[Rooms]]) -> Timed:
        found = Timed()
        for _ in range(RUNS):
            rooms = await prepare()
            calls, statements, begun = len(self.world.outlook.calls), self.statements, time.perf_counter()
            await self.ask(rooms)
            found.milliseconds.append((time.perf_counter() - begun) * 1000)
            found.cost = Counted(self.statements - statements, len(self.world.outlook.calls) - calls)
        return found

    def _count(self, *_: Any) -> None:
        self.statements += 1


async def measured() -> None:
    world = await office()
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'clearhour.db'}"
        await migrate(address)
        store = await open_store(address, Keyring.parse(Keyring.fresh_text()))
        try:
            await stored(world, store)
            await show(Bench(world, store))
        finally:
            await store.close()


async def show(bench: Bench) -> None:
    rooms = bench.process()
    first, again = await bench.ask(rooms), await bench.ask(rooms)
    assert first.days == again.days
    assert first.days

    async def started() -> Rooms:
        return bench.process()

    async def asked() -> Rooms:
        return rooms

    async def changed() -> Rooms:
        await bench.change()
        return rooms

    print(f"\n### find: {len(KEYS)} people, {EVENTS} events each, two weeks, from the command to the card\n")
    print("| | min | median | statements | calls to Outlook |\n|---|---:|---:|---:|---:|")
    for name, prepare in {"first": started, "again": asked, "changed": changed}.items():
        print((await bench.timed(prepare)).row(name), flush=True)


def find() -> None:
    """Prints the table."""
    asyncio.run(measured())
