"""Series of meetings, as stored: every date protects its people by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.booking.model import Booking, BookingId, BookingState, EventMove
from core.booking.repeats import Every, Repeats, SeriesDate, changed, occurrences
from core.dialogue.drafts import DraftId, SeriesDraft
from core.shared.errors import SlotTaken
from core.shared.ids import new_id
from core.shared.ranges import Range
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking

WEEK = timedelta(weeks=1)
FIRST = NOW + HOUR
RULE = Repeats(Every.WEEKLY, number=5)


def series(**changes: Any) -> Booking:
    """Five weeks of Ada and Ben: the second date is left out, the fourth is an hour later, the fifth over her own."""
    one = booking(ADA, at=FIRST, protected=frozenset({ADA, BEN}))
    times = occurrences(RULE, one.plan.when, one.zone)
    dates = [SeriesDate(number, when, when) for number, when in enumerate(times)]
    dates[1] = replace(dates[1], when=None)
    dates[3] = replace(dates[3], when=later(times[3]), settled=True)
    dates[4] = replace(dates[4], anyway=True)
    return replace(one, plan=replace(one.plan, repeats=RULE), dates=tuple(dates), **changes)


def later(when: Range) -> Range:
    return Range(when.start + HOUR, when.end + HOUR)


async def add(store: AnyStore, *bookings: Booking) -> None:
    async with store.transactions.write() as tx:
        for each in bookings:
            await store.bookings.add(tx, each)


async def live(store: AnyStore, person: Any, window: Range) -> list[BookingId]:
    async with store.transactions.read() as tx:
        return [one.id for one in await store.bookings.live_overlapping(tx, frozenset({person}), window, NOW)]


async def confirmed(store: AnyStore) -> Booking:
    one = series()
    done = replace(one, state=BookingState.CONFIRMED, outlook_id="master")
    await add(store, one)
    async with store.transactions.write() as tx:
        assert await store.bookings.advance(tx, done, BookingState.HELD)
    return done


async def test_a_series_comes_back_with_its_rule_and_every_date(store: AnyStore) -> None:
    one = series()
    moves = EventMove("AAMkDate", one.dates[2].planned, one.id, 2)
    hold = booking(CLEO, moves=moves)
    await add(store, one, hold)
    async with store.transactions.read() as tx:
        assert await store.bookings.get(tx, one.id) == one
        assert await store.bookings.get(tx, hold.id) == hold


async def test_each_date_protects_and_what_was_left_out_or_moved_away_does_not(store: AnyStore) -> None:
    one = series()
    await add(store, one)
    for person in (ADA, BEN):
        found = [await live(store, person, date.planned) for date in one.dates]
        assert found == [[one.id], [], [one.id], [], [one.id]]
        assert await live(store, person, later(one.dates[3].planned)) == [one.id]
    assert await live(store, ADA, Range(FIRST - HOUR, FIRST + 6 * WEEK)) == [one.id]
    assert await live(store, CLEO, one.plan.when) == []


@pytest.mark.parametrize("number", [0, 2, 3, 4])
async def test_the_database_itself_refuses_anybody_elses_booking_at_any_date(store: AnyStore, number: int) -> None:
    one = series()
    await add(store, one)
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.bookings.add(tx, booking(BEN, at=one.occurrences[min(number, 3)].start))
    await add(store, booking(BEN, at=one.dates[1].planned.start))


async def test_a_series_is_refused_as_a_whole_when_one_date_is_taken(store: AnyStore) -> None:
    taken, one = booking(BEN, at=FIRST + 2 * WEEK), series()
    await add(store, taken)
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.bookings.add(tx, one)
        assert await store.bookings.get(tx, one.id) is None
    assert await live(store, ADA, one.plan.when) == []


async def test_two_dates_of_one_series_protect_nobody_twice_at_once(store: AnyStore) -> None:
    one = series()
    wrong = replace(one, dates=changed(one.dates, replace(one.dates[2], when=one.dates[4].planned)))
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.bookings.add(tx, wrong)


async def test_a_series_that_is_over_gives_all_its_dates_back(store: AnyStore) -> None:
    one = await confirmed(store)
    async with store.transactions.write() as tx:
        over = replace(one, state=BookingState.CANCELLED)
        assert await store.bookings.advance(tx, over, BookingState.CONFIRMED)
    assert [await live(store, BEN, when) for when in one.occurrences] == [[], [], [], []]
    await add(store, *(booking(BEN, at=when.start) for when in one.occurrences))


async def test_dates_change_with_their_protection_and_whoever_read_before_does_not_put_them_back(
    store: AnyStore,
) -> None:
    one = await confirmed(store)
    there = later(later(one.dates[2].planned))
    dates = changed(changed(one.dates, replace(one.dates[2], when=there)), replace(one.dates[0], when=None))
    async with store.transactions.write() as tx:
        assert await store.bookings.set_dates(tx, one.id, dates) == replace(one, dates=dates)
        assert await store.bookings.advance(tx, replace(one, join_url="https://late"), BookingState.CONFIRMED)
    async with store.transactions.read() as tx:
        assert await store.bookings.get(tx, one.id) == replace(one, dates=dates, join_url="https://late")
    assert await live(store, BEN, one.dates[0].planned) == [] == await live(store, BEN, one.dates[2].planned)
    assert await live(store, BEN, there) == [one.id]


async def test_a_date_is_not_moved_into_somebody_elses_time_and_keeps_its_own(store: AnyStore) -> None:
    one = await confirmed(store)
    there = later(later(one.dates[2].planned))
    await add(store, booking(BEN, at=there.start))
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.bookings.set_dates(tx, one.id, changed(one.dates, replace(one.dates[2], when=there)))
        assert await store.bookings.get(tx, one.id) == one
    assert await live(store, ADA, one.dates[2].planned) == [one.id]


async def test_a_hold_takes_what_the_series_does_not_and_then_the_series_lies_where_it_moved(store: AnyStore) -> None:
    one = await confirmed(store)
    half = HOUR / 2
    dates = tuple(
        SeriesDate(each.number, each.when, Range(each.when.start + half, each.when.end + half))
        for each in one.dates
        if each.when is not None
    )
    first = Range(FIRST + half, FIRST + half + HOUR)
    plan = replace(one.plan, when=first, repeats=Repeats(Every.WEEKLY, number=5))
    hold = booking(ADA, plan=plan, protected=one.protected, dates=dates, moves=EventMove("m", one.plan.when, one.id))
    await add(store, hold)
    assert [await live(store, BEN, when) for when in hold.occurrences] == [[hold.id]] * 4
    async with store.transactions.read() as tx:
        assert await store.bookings.get(tx, hold.id) == hold
        assert await store.bookings.last_move(tx, one.id) == hold
    moved = replace(one, plan=plan, dates=dates)
    async with store.transactions.write() as tx:
        with pytest.raises(SlotTaken):
            await store.bookings.move_series(tx, one.id, moved)
        assert await store.bookings.advance(tx, replace(hold, state=BookingState.MOVED), BookingState.HELD)
        assert await store.bookings.move_series(tx, one.id, moved) == moved
    async with store.transactions.read() as tx:
        assert await store.bookings.get(tx, one.id) == moved
    assert [await live(store, BEN, each.when) for each in dates if each.when] == [[one.id]] * 4
    assert await live(store, BEN, Range(FIRST, FIRST + half)) == []


async def test_the_dates_of_what_is_over_are_not_changed(store: AnyStore) -> None:
    one = await confirmed(store)
    async with store.transactions.write() as tx:
        await store.bookings.advance(tx, replace(one, state=BookingState.CANCELLED), BookingState.CONFIRMED)
        assert await store.bookings.set_dates(tx, one.id, one.dates) is None
        assert await store.bookings.set_dates(tx, BookingId("none"), one.dates) is None
        assert await store.bookings.move_series(tx, one.id, one) is None


async def test_a_series_is_listed_until_its_last_date_is_over(store: AnyStore) -> None:
    one = await confirmed(store)
    last = one.occurrences[-1].end
    async with store.transactions.read() as tx:
        assert [each.id for each in await store.bookings.of_host(tx, ADA, FIRST + 3 * WEEK)] == [one.id]
        assert await store.bookings.of_host(tx, ADA, last) == ()


async def test_lapsed_series_give_way(store: AnyStore) -> None:
    one = series(lease_until=NOW - HOUR)
    await add(store, one)
    async with store.transactions.write() as tx:
        await store.bookings.expire(tx, frozenset({BEN}), one.dates[2].planned, NOW)
        await store.bookings.add(tx, booking(BEN, at=one.dates[4].planned.start))


async def test_drafts_are_kept_until_they_expire_and_swept_then(store: AnyStore) -> None:
    draft = SeriesDraft(DraftId(new_id()), ADA, '{"Ünï": "code"}', NOW + HOUR)
    other = replace(draft, id=DraftId(new_id()))
    async with store.transactions.write() as tx:
        await store.series_drafts.save(tx, replace(draft, payload="before"))
        await store.series_drafts.save(tx, draft)
        await store.series_drafts.save(tx, other)
        assert await store.series_drafts.get(tx, draft.id, NOW) == draft
        assert await store.series_drafts.get(tx, DraftId("none"), NOW) is None
        assert await store.series_drafts.get(tx, draft.id, NOW + HOUR) is None
    assert await store.sweep(NOW) == 0
    assert await store.sweep(NOW + HOUR) == 2


async def test_drafts_are_forgotten_with_their_person(store: AnyStore) -> None:
    mine, theirs = (SeriesDraft(DraftId(new_id()), who, "{}", NOW + HOUR) for who in (ADA, BEN))
    async with store.transactions.write() as tx:
        await store.series_drafts.save(tx, mine)
        await store.series_drafts.save(tx, theirs)
        await store.series_drafts.forget_person(tx, ADA)
        assert await store.series_drafts.get(tx, mine.id, NOW) is None
        assert await store.series_drafts.get(tx, theirs.id, NOW) == theirs
