"""Ada has a meeting type, Ben is connected, Cleo is in the chat only."""

from dataclasses import replace
from typing import Any

from core.booking.model import Booking
from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, Member, TypeMode
from core.dialogue.commands import Book, Find, OpenBookingForm, Terms
from core.dialogue.screens import SlotsCard
from core.shared.ids import new_id
from tests.unit.core.asking import CARD, actor, ask
from tests.unit.world import World, build

INTRO = MeetingTypeId("intro")


async def scene(*, copied: bool = False, **changes: Any) -> World:
    """Ada's type Intro, half an hour, shared in the workspace."""
    world = build(copied=copied)
    for key in ("ada", "ben", "dan"):
        await world.connected(key)
    world.join("cleo")
    await add(world, **changes)
    return world


async def add(world: World, **changes: Any) -> MeetingType:
    plain = MeetingType(INTRO, await world.person("ada"), "T1", "Intro", (30,), world.clock.now(), shared=True)
    kind = replace(plain, **changes)
    async with world.store.transactions.write() as tx:
        await world.store.meeting_types.save(tx, kind)
    return kind


async def members(world: World, *keys: str, required: str = "") -> tuple[Member, ...]:
    return tuple([Member(await world.person(key), key == required) for key in keys])


def terms(kind: str = INTRO) -> Terms:
    return Terms(kind)


async def slots(world: World, key: str, find: Find | None = None) -> list[OpenBookingForm]:
    """What the buttons of the times open."""
    card = await ask(world, find or Find(terms=terms()), SlotsCard, key)
    return [slot.command for day in card.days for slot in day.slots if isinstance(slot.command, OpenBookingForm)]


async def book(world: World, key: str, offered: OpenBookingForm, **changes: Any) -> object:
    form = await world.dialogue.form(actor(key), offered)
    submit = getattr(form, "submit", None)
    assert isinstance(submit, Book), form
    return await world.dialogue.submit(actor(key, CARD, new_id()), replace(submit, **changes))


async def booked(world: World, key: str, find: Find | None = None, **changes: Any) -> Booking:
    """The first time offered, booked and written."""
    offered = (await slots(world, key, find))[0]
    assert await book(world, key, offered, **changes) is None
    await world.work()
    return latest(world)


def latest(world: World) -> Booking:
    """The booking that was added last."""
    return list(world.store.transactions.tables.bookings.values())[-1]


__all__ = ["INTRO", "TypeMode", "add", "book", "booked", "latest", "members", "scene", "slots", "terms"]
