"""A round robin whose next member's time is kept by a hold that lapsed and hasn't been ended by its job yet."""

from dataclasses import replace
from datetime import timedelta

from core.booking.model import Booking, BookingState, MeetingPlan
from core.shared.ids import new_id
from core.shared.ranges import Range
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.core.round_robin import KIND, team
from tests.unit.world import World


async def held(world: World, host: str, booked_by: str) -> Booking:
    plan = MeetingPlan("Intro", Range(TEN, TEN + HOUR), ())
    prepared = await world.holding.prepare(await world.setup(host), plan, "Europe/Berlin", new_id())
    asked = replace(prepared, type=KIND if booked_by else None, booked_by=await world.person(booked_by or host))
    async with world.store.transactions.write() as tx:
        return await world.holding.hold(tx, asked)


async def test_it_ends_as_taken_instead_of_trying_the_same_again_and_again() -> None:
    world = await team()
    bens = await held(world, "ben", "")
    adas = await held(world, "ada", "carol")
    rows = world.store.transactions.tables.bookings
    rows[bens.id] = replace(rows[bens.id], lease_until=world.clock.now() - timedelta(seconds=1))
    world.box("ada").add(TEN, TEN + HOUR, "Dentist")
    await world.pushing.push(adas.id)
    ended = world.store.transactions.tables.bookings[adas.id]
    assert (ended.state, ended.failure) == (BookingState.FAILED, "slot_taken")
