"""Taking turns and taking over, as stored; and many who book at once, who still find whose turn it is."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import HOLD_LEASE, Booking, BookingState, EventMove
from core.booking.round_robin import Load
from core.booking.usecases.arranged import Arranged
from core.booking.usecases.holding import Holding
from core.booking.usecases.taking_turns import TakingTurns
from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, Member, TypeMode
from core.people.model import Person, PersonId
from core.shared.errors import SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage import Store
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking, chat_user, profile
from tests.fakes.clock import FakeClock

KIND = MeetingTypeId("kind")
MEMBERS = (ADA, BEN, CLEO)
CONFIRMED, CANCELLED, FAILED = BookingState.CONFIRMED, BookingState.CANCELLED, BookingState.FAILED


async def add(store: AnyStore, *bookings: Booking) -> None:
    async with store.transactions.write() as tx:
        for each in bookings:
            await store.bookings.add(tx, each)


async def loads(store: AnyStore, *, now: object = NOW) -> list[Load]:
    async with store.transactions.read() as tx:
        found = await store.relays.loads(tx, KIND, MEMBERS, now)  # type: ignore[arg-type]
    return sorted(found, key=lambda load: load.person)


async def get(store: AnyStore, wanted: Booking) -> Booking | None:
    async with store.transactions.read() as tx:
        return await store.bookings.get(tx, wanted.id)


async def test_bookings_to_come_are_counted_by_type_and_member_and_the_last_one_is_known(store: AnyStore) -> None:
    def given(host: PersonId, at: int, **changes: object) -> Booking:
        return replace(booking(host, at=NOW + at * HOUR), type=KIND, **changes)  # type: ignore[arg-type]

    later = NOW + timedelta(minutes=5)
    await add(
        store,
        given(ADA, 1, state=CONFIRMED, created_at=later),
        given(ADA, 3, state=CONFIRMED),
        given(ADA, -5, state=CONFIRMED),
        given(ADA, 5, lease_until=NOW),
        given(ADA, 7, state=CONFIRMED, moves=EventMove("event", Range(NOW, NOW + HOUR))),
        given(BEN, 1, state=CANCELLED, created_at=later),
        given(BEN, 3, state=FAILED, created_at=later + HOUR),
        replace(given(BEN, 5, state=CONFIRMED), type=None),
        given(BEN, 7),
    )
    assert await loads(store) == [Load(ADA, 2, later), Load(BEN, 1, later), Load(CLEO, 0, None)]
    assert [load.upcoming for load in await loads(store, now=NOW + HOLD_LEASE)] == [2, 0, 0]


async def test_a_request_is_known_by_who_made_it_whoever_hosts(store: AnyStore) -> None:
    asked = replace(booking(ADA, request_key="click"), booked_by=CLEO)
    own = booking(BEN, request_key="click")
    await add(store, asked, own)
    async with store.transactions.read() as tx:
        assert await store.relays.of_request(tx, CLEO, "click") == asked
        assert await store.relays.of_request(tx, BEN, "click") == own
        assert await store.relays.of_request(tx, ADA, "click") is None
        assert await store.relays.of_request(tx, CLEO, "other") is None


async def test_a_held_booking_passes_to_another_host_with_calendar_words_and_protection(store: AnyStore) -> None:
    held = booking(ADA, protected=frozenset({ADA, CLEO}))
    await add(store, held)
    passed = replace(
        held,
        host=BEN,
        connection="connection-ben",  # type: ignore[arg-type]
        calendar="calendar-ben",  # type: ignore[arg-type]
        plan=replace(held.plan, title="Ben"),
        protected=frozenset({BEN, CLEO}),
    )
    async with store.transactions.write() as tx:
        assert await store.relays.reassign(tx, passed)
    assert await get(store, held) == passed
    await add(store, booking(ADA, protected=frozenset({ADA})))
    with pytest.raises(SlotTaken):
        await add(store, booking(BEN))
    async with store.transactions.write() as tx:
        assert await store.bookings.advance(tx, replace(passed, state=CONFIRMED), BookingState.HELD)
        assert not await store.relays.reassign(tx, held)


async def test_a_host_who_is_taken_is_refused_and_nothing_changes(store: AnyStore) -> None:
    held, other = booking(ADA), booking(BEN)
    await add(store, held, other)
    with pytest.raises(SlotTaken):
        async with store.transactions.write() as tx:
            await store.relays.reassign(tx, replace(held, host=BEN, protected=frozenset({BEN})))
    assert await get(store, held) == held


async def test_the_newest_successor_is_known_in_every_state(store: AnyStore) -> None:
    old = booking(ADA, state=CONFIRMED)
    first = replace(booking(BEN, at=NOW + 3 * HOUR, state=FAILED), replaces=old.id)
    second = replace(booking(CLEO, at=NOW + 3 * HOUR), replaces=old.id, created_at=NOW + HOUR)
    await add(store, old, first, second)
    async with store.transactions.read() as tx:
        assert await store.relays.successor(tx, old.id) == second
        assert await store.relays.successor(tx, second.id) is None
    assert await get(store, first) == first


async def test_protection_passes_over_without_a_gap_and_at_the_new_bookings_time(store: AnyStore) -> None:
    old = booking(ADA, state=CONFIRMED, protected=frozenset({ADA, CLEO}))
    new = replace(booking(BEN, state=CONFIRMED), replaces=old.id)
    await add(store, old, new)
    async with store.transactions.write() as tx:
        await store.relays.take_over(tx, new.id, old.id, {CLEO, BEN})
    assert (await get(store, old), await get(store, new)) == (
        replace(old, protected=frozenset({ADA})),
        replace(new, protected=frozenset({BEN, CLEO})),
    )
    with pytest.raises(SlotTaken):
        await add(store, booking(CLEO))


async def test_protection_that_would_overlap_stays_where_it_is(store: AnyStore) -> None:
    old = booking(ADA, state=CONFIRMED, protected=frozenset({ADA, CLEO}))
    new = replace(booking(BEN, at=NOW + 5 * HOUR, state=CONFIRMED), replaces=old.id)
    await add(store, old, new, booking(CLEO, at=NOW + 5 * HOUR))
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.relays.take_over(tx, new.id, old.id, {CLEO})
    assert await get(store, old) == old


class Desk:
    """Askers at once, each with one candidate for each member, over a real database."""

    def __init__(self, store: Store) -> None:
        self.store, clock = store, FakeClock(NOW)
        nothing: object = None
        holding = Holding(
            transactions=store.transactions,
            persons=store.persons,
            bookings=store.bookings,
            gathering=nothing,  # type: ignore[arg-type]
            configuring=nothing,  # type: ignore[arg-type]
            jobs=store.jobs,
            clock=clock,
        )
        arranged = Arranged(
            transactions=store.transactions,
            persons=store.persons,
            bookings=store.bookings,
            types=store.meeting_types,
            preferences=store.preferences,
            arranging=nothing,  # type: ignore[arg-type]
            holding=holding,
            finding=nothing,  # type: ignore[arg-type]
            clock=clock,
        )
        self.turns = TakingTurns(
            transactions=store.transactions,
            persons=store.persons,
            bookings=store.bookings,
            relays=store.relays,
            types=store.meeting_types,
            configuring=nothing,  # type: ignore[arg-type]
            arranged=arranged,
            holding=holding,
            audit=store.audit,
            clock=clock,
        )

    async def prepare(self, askers: int) -> list[PersonId]:
        people = [PersonId(f"asker-{number}") for number in range(askers)]
        kind = MeetingType(
            KIND, ADA, "T1", "Intro", (60,), NOW, TypeMode.ROUND_ROBIN, tuple(map(Member, MEMBERS)), shared=True
        )
        async with self.store.transactions.write() as tx:
            await self.store.meeting_types.save(tx, kind)
            for person in people:
                await self.store.persons.add(tx, Person(person, chat_user(person), NOW), profile(person), NOW)
        return people

    async def ask(self, asker: PersonId, hour: int, request: str = "") -> Booking | None:
        candidates = [
            replace(
                booking(host, at=NOW + hour * HOUR, request_key=request or f"{asker}-{hour}"),
                type=KIND,
                booked_by=asker,
            )
            for host in MEMBERS
        ]
        try:
            async with self.store.transactions.write() as tx:
                return await self.turns.hold(tx, asker, candidates)
        except SlotTaken:
            return None


async def test_many_who_book_at_once_are_spread_evenly_over_the_members(real_store: Store) -> None:
    desk = Desk(real_store)
    askers = await desk.prepare(24)
    made = await asyncio.gather(*(desk.ask(asker, number // 2) for number, asker in enumerate(askers)))
    assert sorted(Counter(one.host for one in made if one).values()) == [8, 8, 8]


async def test_of_many_at_one_hour_as_many_win_as_there_are_members_each_with_another_host(real_store: Store) -> None:
    desk = Desk(real_store)
    askers = await desk.prepare(9)
    made = [one for one in await asyncio.gather(*(desk.ask(asker, 1) for asker in askers)) if one]
    assert sorted(one.host for one in made) == sorted(MEMBERS)


async def test_one_request_delivered_many_times_at_once_is_one_booking(real_store: Store) -> None:
    desk = Desk(real_store)
    (asker,) = await desk.prepare(1)
    made = await asyncio.gather(*(desk.ask(asker, 1, "click") for _ in range(6)))
    assert len({one.id for one in made if one}) == 1


async def test_without_the_locks_the_same_race_is_uneven_or_told_taken_by_the_database(postgres_store: Store) -> None:
    desk = Desk(postgres_store)
    askers = await desk.prepare(24)

    class Unlocked(type(postgres_store.persons)):  # type: ignore[misc]
        async def lock(self, tx: Transaction, persons: frozenset[PersonId]) -> None:
            await asyncio.sleep(0.01)

    naive = Unlocked.__new__(Unlocked)
    for part in (desk.turns, desk.turns._arranged, desk.turns._holding):
        part._persons = naive
    made = await asyncio.gather(*(desk.ask(asker, number // 2) for number, asker in enumerate(askers)))
    assert sorted(Counter(one.host for one in made if one).values()) != [8, 8, 8]
