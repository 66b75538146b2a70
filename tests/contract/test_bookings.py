"""Bookings: states move once, time is protected, holds lapse by the clock."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import HOLD_LEASE, Booking, BookingId, BookingState, EventMove
from core.people.model import ChatUser, Invitee, Platform
from core.shared.errors import SlotTaken
from core.shared.ranges import Range
from core.storage import StorageConflict
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking

DAY = Range(NOW, NOW + timedelta(days=1))
EVERYBODY = frozenset({ADA, BEN, CLEO})
LAPSED = NOW + HOLD_LEASE


async def add(store: AnyStore, *bookings: Booking) -> None:
    async with store.transactions.write() as tx:
        for each in bookings:
            await store.bookings.add(tx, each)


async def advance(store: AnyStore, changed: Booking, from_state: BookingState) -> bool:
    async with store.transactions.write() as tx:
        return await store.bookings.advance(tx, changed, from_state)


async def get(store: AnyStore, wanted: BookingId) -> Booking | None:
    async with store.transactions.read() as tx:
        return await store.bookings.get(tx, wanted)


async def live(store: AnyStore, *persons: object, window: Range = DAY, now: object = NOW) -> tuple[Booking, ...]:
    async with store.transactions.read() as tx:
        return await store.bookings.live_overlapping(tx, frozenset(persons), window, now)  # type: ignore[arg-type]


async def test_a_booking_comes_back_as_it_was_added(store: AnyStore) -> None:
    added = booking(
        ADA,
        invitees=(
            Invitee("Ben", "ben@contoso.example", BEN, ChatUser(Platform.TEAMS, "t", "u")),
            Invitee("Zoë <script>", None),
        ),
        title="Ünïcode & <b>",
        protected=frozenset({ADA, BEN}),
    )
    await add(store, added)
    assert await get(store, added.id) == added
    assert await get(store, BookingId("none")) is None


async def test_a_booking_keeps_which_event_it_moves_and_whether_that_is_another_bookings(store: AnyStore) -> None:
    was = Range(NOW + 9 * HOUR, NOW + 10 * HOUR)
    plain = booking(ADA, moves=EventMove("AAMkMoved=", was))
    ours = booking(ADA, at=NOW + 3 * HOUR, moves=EventMove("AAMkOurs=", was, BookingId("another")))
    await add(store, plain, ours)
    assert [await get(store, each.id) for each in (plain, ours)] == [plain, ours]
    moved = replace(plain, state=BookingState.MOVED, outlook_id="AAMkMoved=")
    assert await advance(store, moved, BookingState.HELD)
    assert await get(store, plain.id) == moved


async def confirmed(store: AnyStore, *bookings: Booking) -> tuple[Booking, ...]:
    await add(store, *bookings)
    done = tuple(replace(each, state=BookingState.CONFIRMED, outlook_id=f"event-{each.id}") for each in bookings)
    for each in done:
        assert await advance(store, each, BookingState.HELD)
    return done


async def reschedule(store: AnyStore, moved: BookingId, when: Range) -> Booking | None:
    async with store.transactions.write() as tx:
        return await store.bookings.reschedule(tx, moved, when)


async def test_a_rescheduled_booking_protects_its_new_time_and_no_longer_the_old_one(store: AnyStore) -> None:
    (one,) = await confirmed(store, booking(ADA, protected=frozenset({ADA, BEN})))
    when = Range(NOW + 5 * HOUR, NOW + 7 * HOUR)
    moved = replace(one, plan=replace(one.plan, when=when))
    assert await reschedule(store, one.id, when) == moved == await get(store, one.id)
    assert await live(store, BEN, window=one.plan.when) == ()
    assert await live(store, BEN, window=when) == (moved,)
    await add(store, booking(BEN))
    with pytest.raises(SlotTaken):
        await add(store, booking(BEN, at=NOW + 6 * HOUR))


async def test_whoever_read_a_booking_before_it_was_rescheduled_does_not_put_it_back(store: AnyStore) -> None:
    (one,) = await confirmed(store, booking(ADA, protected=frozenset({ADA, BEN})))
    when = Range(NOW + 5 * HOUR, NOW + 7 * HOUR)
    await reschedule(store, one.id, when)
    async with store.transactions.write() as tx:
        assert await store.bookings.advance(tx, replace(one, join_url="https://late"), BookingState.CONFIRMED)
    assert await get(store, one.id) == replace(one, plan=replace(one.plan, when=when), join_url="https://late")
    assert [each.id for each in await live(store, BEN, window=when)] == [one.id]


async def test_a_booking_may_be_rescheduled_to_a_time_that_overlaps_its_own(store: AnyStore) -> None:
    (one,) = await confirmed(store, booking(ADA, protected=EVERYBODY))
    when = Range(one.plan.when.start + HOUR / 2, one.plan.when.end + HOUR / 2)
    assert await reschedule(store, one.id, when) == replace(one, plan=replace(one.plan, when=when))


async def test_a_booking_is_not_rescheduled_into_somebody_elses_time_and_keeps_its_own(store: AnyStore) -> None:
    (one,) = await confirmed(store, booking(ADA, protected=frozenset({ADA, BEN})))
    await add(store, booking(BEN, at=NOW + 5 * HOUR))
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.bookings.reschedule(tx, one.id, Range(NOW + 5.5 * HOUR, NOW + 6.5 * HOUR))
        assert await store.bookings.get(tx, one.id) == one
    assert await live(store, ADA) == (one,)


async def test_a_hold_that_ends_moved_gives_its_time_to_the_booking_in_the_same_transaction(store: AnyStore) -> None:
    (one,) = await confirmed(store, booking(ADA, protected=frozenset({ADA, BEN})))
    hold = booking(
        ADA,
        at=NOW + 5 * HOUR,
        protected=frozenset({ADA, BEN}),
        moves=EventMove("event", one.plan.when, one.id),
    )
    await add(store, hold)
    async with store.transactions.write() as tx:
        assert await store.bookings.advance(tx, replace(hold, state=BookingState.MOVED), BookingState.HELD)
        assert await store.bookings.reschedule(tx, one.id, hold.plan.when) is not None
    assert [each.id for each in await live(store, BEN)] == [one.id]


@pytest.mark.parametrize("state", [state for state in BookingState if state is not BookingState.CONFIRMED])
async def test_only_a_confirmed_booking_is_rescheduled(store: AnyStore, state: BookingState) -> None:
    one = booking(ADA, state=state)
    await add(store, one)
    assert await reschedule(store, one.id, Range(NOW + 5 * HOUR, NOW + 6 * HOUR)) is None
    assert await reschedule(store, BookingId("none"), DAY) is None
    assert await get(store, one.id) == one


async def test_events_are_known_as_confirmed_bookings_of_their_host_only(store: AnyStore) -> None:
    mine, late = await confirmed(store, booking(ADA), booking(ADA, at=NOW + 4 * HOUR))
    (bens,) = await confirmed(store, booking(BEN))
    ended = replace(late, state=BookingState.CANCELLING)
    events = [each.outlook_id or "" for each in (mine, late, bens)]
    async with store.transactions.write() as tx:
        assert {each.id for each in await store.bookings.of_events(tx, ADA, events)} == {mine.id, late.id}
        assert await store.bookings.of_events(tx, ADA, [events[0], "unknown"]) == (mine,)
        assert await store.bookings.of_events(tx, ADA, []) == ()
        assert await store.bookings.advance(tx, ended, BookingState.CONFIRMED)
        assert await store.bookings.of_events(tx, ADA, {events[1]}) == ()


async def test_a_repeated_click_finds_its_booking(store: AnyStore) -> None:
    added = booking(ADA)
    await add(store, added)
    async with store.transactions.write() as tx:
        assert await store.bookings.by_request(tx, ADA, added.request_key) == added
        assert await store.bookings.by_request(tx, BEN, added.request_key) is None
        again = booking(ADA, at=NOW + 5 * HOUR, request_key=added.request_key)
        with pytest.raises(StorageConflict):
            await store.bookings.add(tx, again)
        assert await store.bookings.get(tx, again.id) is None


async def test_what_the_outcome_added_is_stored_with_the_step(store: AnyStore) -> None:
    held = booking(ADA)
    await add(store, held)
    confirmed = replace(
        held,
        state=BookingState.CONFIRMED,
        push_uncertain=True,
        outlook_id="AAMkEvent=",
        ical_uid="uid",
        web_link="https://outlook.example/e",
        join_url="https://teams.example/j",
        failure="none",
        failure_detail="detail",
        unchecked="Old job",
    )
    assert await advance(store, confirmed, BookingState.HELD)
    assert await get(store, held.id) == confirmed


async def test_each_step_is_taken_by_one_only(store: AnyStore) -> None:
    held = booking(ADA)
    await add(store, held)
    pushing, failed = replace(held, state=BookingState.PUSHING), replace(held, state=BookingState.FAILED)
    won = await asyncio.gather(*(advance(store, each, BookingState.HELD) for each in (pushing, failed, pushing)))
    assert won.count(True) == 1
    assert await get(store, held.id) == (pushing, failed, pushing)[won.index(True)]
    assert not await advance(store, booking(BEN), BookingState.HELD)


async def test_live_bookings_of_protected_people_overlap_by_start(store: AnyStore) -> None:
    late = booking(ADA, at=NOW + 4 * HOUR, protected=frozenset({ADA, BEN}))
    early = booking(ADA, at=NOW + HOUR, protected=frozenset({ADA, BEN}))
    others = booking(CLEO)
    await add(store, late, early, others)
    assert await live(store, BEN) == (early, late)
    assert await live(store, BEN, CLEO) == tuple(sorted((early, late, others), key=lambda b: (b.plan.when.start, b.id)))
    assert await live(store) == ()


async def test_touching_is_no_overlap(store: AnyStore) -> None:
    added = booking(ADA, at=NOW + HOUR)
    await add(store, added)
    assert await live(store, ADA, window=Range(NOW, NOW + HOUR)) == ()
    assert await live(store, ADA, window=Range(NOW + 2 * HOUR, NOW + 3 * HOUR)) == ()
    tick = timedelta(microseconds=1)
    assert await live(store, ADA, window=Range(NOW, NOW + HOUR + tick)) == (added,)
    assert await live(store, ADA, window=Range(NOW + 2 * HOUR - tick, NOW + 3 * HOUR)) == (added,)


async def test_a_hold_whose_lease_ended_counts_as_free(store: AnyStore) -> None:
    added = booking(ADA)
    await add(store, added)
    assert await live(store, ADA, now=LAPSED - timedelta(microseconds=1)) == (added,)
    assert await live(store, ADA, now=LAPSED) == ()


async def test_from_pushing_on_the_lease_no_longer_matters(store: AnyStore) -> None:
    held = booking(ADA)
    await add(store, held)
    pushing = replace(held, state=BookingState.PUSHING)
    await advance(store, pushing, BookingState.HELD)
    assert await live(store, ADA, now=LAPSED + HOUR) == (pushing,)


@pytest.mark.parametrize("end", [BookingState.CANCELLED, BookingState.MOVED, BookingState.FAILED])
async def test_an_ended_booking_frees_its_time(store: AnyStore, end: BookingState) -> None:
    held = booking(ADA, protected=EVERYBODY)
    await add(store, held)
    await advance(store, replace(held, state=end), BookingState.HELD)
    assert await live(store, *EVERYBODY) == ()
    await add(store, booking(BEN, protected=EVERYBODY))


async def test_the_database_itself_refuses_to_protect_anybody_twice(store: AnyStore) -> None:
    first = booking(ADA, protected=frozenset({ADA, BEN}))
    await add(store, first)
    overlapping = booking(CLEO, at=NOW + HOUR * 1.5, protected=frozenset({BEN, CLEO}))
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.bookings.add(tx, overlapping)
        await store.bookings.add(tx, booking(CLEO, at=NOW + 2 * HOUR, protected=frozenset({BEN, CLEO})))
    assert await get(store, overlapping.id) is None


async def test_of_two_bookings_added_at_once_one_gets_the_time(store: AnyStore) -> None:
    async def attempt(host: object) -> bool:
        try:
            await add(store, booking(host, protected=EVERYBODY))  # type: ignore[arg-type]
        except SlotTaken:
            return False
        return True

    won = await asyncio.gather(*(attempt(host) for host in (ADA, BEN, CLEO) * 4))
    assert won.count(True) == 1


async def test_expiring_fails_lapsed_holds_of_these_people_in_the_window_only(store: AnyStore) -> None:
    mine, pushing = booking(ADA), booking(ADA, at=NOW + 3 * HOUR)
    later, others = booking(ADA, at=NOW + 30 * HOUR), booking(BEN)
    await add(store, mine, pushing, later, others)
    await advance(store, replace(pushing, state=BookingState.PUSHING), BookingState.HELD)
    async with store.transactions.write() as tx:
        await store.bookings.expire(tx, frozenset({ADA}), DAY, LAPSED - timedelta(microseconds=1))
    assert await get(store, mine.id) == mine
    async with store.transactions.write() as tx:
        await store.bookings.expire(tx, frozenset({ADA}), DAY, LAPSED)
        await store.bookings.add(tx, booking(ADA))
    assert await get(store, mine.id) == replace(mine, state=BookingState.FAILED, failure="lapsed")
    assert [(await get(store, each.id)) for each in (later, others)] == [later, others]
    assert await get(store, pushing.id) == replace(pushing, state=BookingState.PUSHING)


async def test_a_lapsed_hold_can_not_be_pushed_after_it_was_expired(store: AnyStore) -> None:
    held = booking(ADA)
    await add(store, held)
    async with store.transactions.write() as tx:
        await store.bookings.expire(tx, frozenset({ADA}), DAY, LAPSED)
    assert not await advance(store, replace(held, state=BookingState.PUSHING), BookingState.HELD)


async def test_the_host_sees_pushing_confirmed_and_cancelling_bookings_that_are_not_over(store: AnyStore) -> None:
    states = [*BookingState]
    all_of_them = [booking(ADA, at=NOW + HOUR * (10 - n)) for n in range(len(states))]
    await add(store, *all_of_them, booking(BEN))
    moved = [replace(each, state=state) for each, state in zip(all_of_them, states, strict=True)]
    for each in moved:
        await advance(store, each, BookingState.HELD)
    async with store.transactions.read() as tx:
        listed = await store.bookings.of_host(tx, ADA, NOW)
        after = await store.bookings.of_host(tx, ADA, listed[0].plan.when.end)
    shown = {BookingState.PUSHING, BookingState.CONFIRMED, BookingState.CANCELLING}
    assert listed == tuple(reversed([each for each in moved if each.state in shown]))
    assert after == listed[1:]


async def test_forgetting_a_person_deletes_what_they_host_and_their_protection_elsewhere(store: AnyStore) -> None:
    mine = booking(ADA, protected=frozenset({ADA, BEN}))
    others = booking(CLEO, at=NOW + 5 * HOUR, protected=frozenset({ADA, CLEO}))
    await add(store, mine, others)
    async with store.transactions.write() as tx:
        await store.bookings.forget_person(tx, ADA)
    assert await get(store, mine.id) is None
    assert await get(store, others.id) == replace(others, protected=frozenset({CLEO}))
    assert await live(store, ADA, BEN) == ()


async def test_the_last_move_of_a_booking_is_the_one_taken_last(store: AnyStore) -> None:
    was = Range(NOW + 9 * HOUR, NOW + 10 * HOUR)
    moved, other = booking(ADA), booking(BEN)
    first, second = (
        replace(
            booking(ADA, at=NOW + (3 + number) * HOUR, moves=EventMove("AAMk=", was, moved.id)),
            created_at=NOW + timedelta(minutes=number),
        )
        for number in range(2)
    )
    await add(store, moved, other, second, first)
    async with store.transactions.read() as tx:
        assert await store.bookings.last_move(tx, moved.id) == second
        assert await store.bookings.last_move(tx, other.id) is None


async def test_a_cancelled_booking_keeps_what_its_guests_are_told(store: AnyStore) -> None:
    (sure,) = await confirmed(store, booking(ADA))
    ending = replace(sure, state=BookingState.CANCELLING, comment="I'm ill. <b>Sorry</b>")
    assert await advance(store, ending, BookingState.CONFIRMED)
    assert await get(store, sure.id) == ending
