"""Meeting types, their members, and the bookings made by them."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.booking.model import Behalf, BookingState
from core.booking.usecases import Holding
from core.booking.usecases.arranged import Arranged
from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, Member, TypeMode
from core.configuration.model import CalendarId
from core.people.model import PersonId
from core.shared.errors import SlotTaken
from core.shared.ranges import Range
from core.storage import Store
from core.storage.database import connection_of
from core.storage.errors import StorageConflict
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking
from tests.fakes.clock import FakeClock

INTRO = MeetingTypeId("intro")


def kind(**changes: Any) -> MeetingType:
    return replace(MeetingType(INTRO, ADA, "T1", "Intro", (30,), NOW), **changes)


FULL = kind(
    durations=(30, 15),
    mode=TypeMode.K_OF_N,
    members=(Member(CLEO), Member(BEN, required=True)),
    k=1,
    buffer_before_minutes=0,
    buffer_after_minutes=5,
    minimum_notice_minutes=0,
    horizon_days=3,
    daily_limit=2,
    title="{type}: Ünï",
    note="POISON-3f9a",
    place="Room 1",
    online=False,
    linked=CalendarId("linked"),
    conflicts=frozenset({CalendarId("a"), CalendarId("b")}),
    team=PersonId("team"),
    shared=True,
)


async def save(store: AnyStore, *kinds: MeetingType) -> None:
    async with store.transactions.write() as tx:
        for one in kinds:
            await store.meeting_types.save(tx, one)


async def of(store: AnyStore, person: PersonId) -> tuple[MeetingType, ...]:
    async with store.transactions.read() as tx:
        return await store.meeting_types.of_person(tx, person)


async def test_a_type_comes_back_as_it_was_saved_with_members_in_their_order(store: AnyStore) -> None:
    for saved in (kind(), FULL, kind(conflicts=frozenset()), kind(name="Other", members=(Member(BEN),))):
        await save(store, saved)
        async with store.transactions.read() as tx:
            assert await store.meeting_types.get(tx, INTRO) == saved


async def test_a_person_has_those_they_own_and_those_they_are_a_member_of_by_name(store: AnyStore) -> None:
    mine = kind(id=MeetingTypeId("b"), name="beta", members=(Member(BEN),))
    other = kind(id=MeetingTypeId("a"), name="Alpha", owner=BEN)
    await save(store, mine, other)
    assert await of(store, ADA) == (mine,)
    assert await of(store, BEN) == (other, mine)
    assert await of(store, CLEO) == ()


async def test_a_removed_type_is_gone_and_removing_it_again_is_nothing(store: AnyStore) -> None:
    await save(store, FULL)
    for _ in range(2):
        async with store.transactions.write() as tx:
            await store.meeting_types.remove(tx, INTRO)
    assert await of(store, ADA) == await of(store, BEN) == ()


async def test_a_type_with_a_person_who_does_not_exist_is_refused_and_the_transaction_stays_usable(
    store: AnyStore,
) -> None:
    await save(store, kind(members=(Member(BEN),)))
    async with store.transactions.write() as tx:
        with pytest.raises(StorageConflict):
            await store.meeting_types.save(tx, kind(members=(Member(PersonId("nobody")),)))
    assert await of(store, BEN) == (kind(members=(Member(BEN),)),)


@pytest.mark.parametrize("required", [True, False])
async def test_joined_persons_are_one_owner_and_one_member(store: AnyStore, required: bool) -> None:
    both = kind(owner=CLEO, mode=TypeMode.K_OF_N, members=(Member(ADA), Member(BEN, required=required)))
    theirs = kind(id=MeetingTypeId("theirs"), owner=BEN, members=(Member(CLEO), Member(BEN)))
    await save(store, both, theirs)
    async with store.transactions.write() as tx:
        await store.persons.lock(tx, frozenset({ADA, BEN}))
        await store.persons.join(tx, ADA, BEN)
    async with store.transactions.read() as tx:
        joined = await store.meeting_types.get(tx, INTRO)
        taken = await store.meeting_types.get(tx, theirs.id)
    assert joined is not None
    assert joined.members == (Member(ADA, required=required),)
    assert taken is not None
    assert (taken.owner, taken.members) == (ADA, (Member(CLEO), Member(ADA)))


async def test_the_words_of_a_type_are_not_readable_in_the_database(real_store: Store) -> None:
    await save(real_store, FULL)
    async with real_store.transactions.read() as tx:
        rows = (await connection_of(tx).execute(text("SELECT * FROM meeting_type"))).all()
    assert "POISON-3f9a" not in str(rows)
    assert "Intro" not in str(rows)


async def test_a_booking_keeps_its_type_place_and_who_booked_it_and_is_found_by_each(store: AnyStore) -> None:
    plain = booking(ADA)
    made = replace(
        plain, booked_by=BEN, type=INTRO, behalf=Behalf("Ünï Boss", "boss@contoso.example"),
        plan=replace(plain.plan, place="Room 1"), state=BookingState.CONFIRMED,
    )  # fmt: skip
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, made)
    around = Range(NOW, NOW + timedelta(days=1))
    async with store.transactions.read() as tx:
        assert await store.bookings.get(tx, made.id) == made
        assert await store.bookings.booked_by(tx, BEN, NOW) == (made,)
        assert await store.bookings.booked_by(tx, ADA, NOW) == ()
        assert await store.bookings.booked_by(tx, BEN, made.plan.when.end) == ()
        assert await store.bookings.of_type(tx, INTRO, around, NOW) == (made,)
        assert await store.bookings.of_type(tx, MeetingTypeId("other"), around, NOW) == ()
        assert await store.bookings.of_type(tx, INTRO, Range(made.plan.when.end, around.end), NOW) == ()


async def test_a_lapsed_hold_and_what_is_over_do_not_count_for_the_type(store: AnyStore) -> None:
    held = replace(booking(ADA), type=INTRO)
    gone = replace(booking(BEN), type=INTRO, state=BookingState.CANCELLED)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, held)
        await store.bookings.add(tx, gone)
    around = Range(NOW, NOW + timedelta(days=1))
    async with store.transactions.read() as tx:
        assert [one.id for one in await store.bookings.of_type(tx, INTRO, around, NOW)] == [held.id]
        assert await store.bookings.of_type(tx, INTRO, around, held.lease_until) == ()


async def test_who_booked_for_others_is_forgotten_and_renamed_with_them(store: AnyStore) -> None:
    first = replace(booking(ADA), booked_by=BEN)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, first)
        await store.persons.lock(tx, frozenset({CLEO, BEN}))
        await store.persons.join(tx, CLEO, BEN)
    async with store.transactions.read() as tx:
        found = await store.bookings.get(tx, first.id)
    assert found is not None
    assert found.booked_by == CLEO
    async with store.transactions.write() as tx:
        await store.bookings.forget_person(tx, CLEO)
        found = await store.bookings.get(tx, first.id)
    assert found is not None
    assert found.booked_by is None


async def test_of_many_at_once_only_as_many_as_a_day_may_have_are_booked(store: AnyStore) -> None:
    """Guests of one type, each at another time of one day, all at the same moment."""
    await save(store, kind(daily_limit=2))
    clock = FakeClock(NOW)
    nothing: Any = None
    holding = Holding(
        transactions=store.transactions, persons=store.persons, bookings=store.bookings, gathering=nothing,
        configuring=nothing, jobs=store.jobs, clock=clock,
    )  # fmt: skip
    arranged = Arranged(
        transactions=store.transactions, persons=store.persons, bookings=store.bookings, types=store.meeting_types,
        preferences=store.preferences, arranging=nothing, holding=holding, finding=nothing, clock=clock,
    )  # fmt: skip

    async def attempt(hour: int) -> bool:
        made = replace(booking(ADA, NOW + hour * HOUR), type=INTRO, booked_by=BEN)
        try:
            async with store.transactions.write() as tx:
                await arranged.hold(tx, made)
        except SlotTaken:
            return False
        return True

    booked = await asyncio.gather(*(attempt(hour) for hour in range(1, 9)))
    assert sum(booked) == 2
    async with store.transactions.read() as tx:
        assert len(await store.bookings.of_type(tx, INTRO, Range(NOW, NOW + timedelta(days=1)), NOW)) == 2
