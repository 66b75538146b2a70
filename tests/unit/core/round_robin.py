"""A round robin of Ada and Ben, by which Carol books an hour."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.booking.model import Booking, MeetingPlan
from core.booking.usecases.handing_over import HandingOver
from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, Member, TypeMode
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.sync.model import Event
from tests.fakes.outlook import FakeOutlook
from tests.unit.core.booking_scene import HOUR, TEN, invitee, scene
from tests.unit.core.crashing import CrashingOutlook
from tests.unit.world import MONDAY, World

KIND = MeetingTypeId("type-intro")


async def team(*members: str, outlook: type[FakeOutlook] = CrashingOutlook) -> World:
    """Connected members (Ada and Ben unless others are named) and Carol, and the round robin of the members."""
    members = members or ("ada", "ben")
    world = await scene(*members, "carol", outlook=outlook)
    people = [await world.person(key) for key in members]
    kind = MeetingType(
        KIND, people[0], "T1", "Intro", (60,), MONDAY, TypeMode.ROUND_ROBIN, tuple(map(Member, people)), shared=True
    )
    async with world.store.transactions.write() as tx:
        await world.store.meeting_types.save(tx, kind)
    return world


async def booked(
    world: World, host: str = "ada", start: datetime = TEN, guests: tuple[str, ...] = ("carol",)
) -> Booking:
    """Carol has booked the hour, and it is this member's."""
    plan = MeetingPlan("Intro", Range(start, start + HOUR), tuple([await invitee(world, key) for key in guests]))
    prepared = await world.holding.prepare(await world.setup(host), plan, "Europe/Berlin", new_id())
    asked = replace(prepared, type=KIND, booked_by=await world.person("carol"))
    async with world.store.transactions.write() as tx:
        held = await world.holding.hold(tx, asked)
    await world.work()
    return world.store.transactions.tables.bookings[held.id]


def handing(world: World) -> HandingOver:
    return world.rooms.bookings.handing_over


async def hand_over(world: World, booking: Booking, to: str = "ben", request: str = "") -> Booking:
    """What the button does, without the card."""
    prepared = await handing(world).prepare(booking, await world.person(to), request or new_id())
    async with world.store.transactions.write() as tx:
        return await handing(world).hold(tx, prepared)


def meetings(world: World, key: str = "carol") -> list[Event]:
    """What stands in this guest's calendar and takes place."""
    return [event for event in world.box(key).all_events() if not event.is_cancelled]


SOON = timedelta(minutes=30)
"""By then every job that may run has run, those that back off among them."""
