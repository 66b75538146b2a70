"""Bookings that were made in Outlook, and switches that can be undone: the same on every database."""

from dataclasses import replace
from datetime import timedelta

from core.booking.model import Adopted, Before, Booking, BookingState, SyncSwitch
from core.configuration.model import CalendarId
from core.people.model import Invitee
from core.shared.ranges import Range
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, booking

CALENDAR = CalendarId("calendar-1")
WHEN = Range(NOW + HOUR, NOW + 2 * HOUR)


def adopted(**changes: object) -> Booking:
    made = replace(booking(ADA), state=BookingState.CONFIRMED, outlook_id="event-1", protected=frozenset())
    return replace(made, adopted=Adopted(is_mine=True), **changes)  # type: ignore[arg-type]


async def adopt(store: AnyStore, *bookings: Booking) -> None:
    async with store.transactions.write() as tx:
        for one in bookings:
            await store.bookings.adopt(tx, one)


async def rows(store: AnyStore) -> tuple[Booking, ...]:
    async with store.transactions.read() as tx:
        return await store.bookings.adopted(tx, ADA, NOW)


async def test_what_was_made_in_outlook_comes_back_and_is_replaced_with_time_and_people(store: AnyStore) -> None:
    first = adopted()
    await adopt(store, first)
    assert await rows(store) == (first,)
    plan = replace(first.plan, title="Later", when=WHEN, invitees=(Invitee("Zoë", "zoe@elsewhere.example"),))
    later = replace(first, plan=plan, adopted=Adopted(is_mine=False, series="master-1", rule="weekly"))
    await adopt(store, later)
    assert await rows(store) == (later,)


async def test_it_protects_nobody_so_that_nothing_refuses_what_outlook_has(store: AnyStore) -> None:
    protecting = booking(ADA)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, protecting)
    both = adopted(plan=protecting.plan), adopted(plan=protecting.plan)
    await adopt(store, *both)
    assert {one.id for one in await rows(store)} == {one.id for one in both}
    async with store.transactions.read() as tx:
        live = await store.bookings.live_overlapping(tx, frozenset({ADA}), protecting.plan.when, NOW)
    assert [one.id for one in live] == [protecting.id]


async def test_only_the_hosts_own_that_are_not_over_are_listed_in_every_state(store: AnyStore) -> None:
    over = adopted(plan=replace(booking(ADA).plan, when=Range(NOW - 2 * HOUR, NOW)))
    released = adopted(state=BookingState.RELEASED)
    await adopt(store, over, released, adopted(host=BEN))
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, booking(ADA))
    assert [one.id for one in await rows(store)] == [released.id]


async def test_a_switch_is_kept_with_what_it_changed_until_it_is_forgotten(store: AnyStore) -> None:
    before = Before(booking(ADA).id, WHEN, Range(WHEN.start + HOUR, WHEN.end + HOUR))
    switch = SyncSwitch(ADA, CALENDAR, NOW + timedelta(minutes=10), (before, replace(before, now=None)))
    for one in (replace(switch, before=()), switch):
        async with store.transactions.write() as tx:
            await store.sync_switches.save(tx, one)
        async with store.transactions.read() as tx:
            assert await store.sync_switches.get(tx, ADA) == one
            assert await store.sync_switches.get(tx, BEN) is None
    async with store.transactions.write() as tx:
        await store.sync_switches.forget(tx, ADA)
        assert await store.sync_switches.get(tx, ADA) is None
