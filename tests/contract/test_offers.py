"""Offers on every storage: kept as they were made, changed once, and taken by one person alone."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.booking.model import Booking, BookingId, BookingState
from core.booking.offers.model import Channel, Offer, OfferedTime, OfferId, OfferState
from core.booking.offers.usecases import Offering, TimeGone
from core.booking.usecases import Holding
from core.people.model import Invitee, PersonId, Platform
from core.shared.errors import SlotTaken
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.storage import StorageConflict
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking, chat_user
from tests.fakes.clock import FakeClock

DAY = timedelta(days=1)


def offer(host: PersonId = ADA, *times: OfferedTime, **changes: object) -> Offer:
    plain = Offer(
        id=OfferId(new_id()),
        host=host,
        title="Ünïcode & <b>",
        people=(Invitee("Cleo", "cleo@contoso.example", CLEO, chat_user(CLEO), required=False, outsider=True),),
        online=True,
        zone="Europe/Berlin",
        times=times or (OfferedTime(BookingId("b"), Range(NOW, NOW + HOUR), NOW + DAY),),
        channel=Channel(Platform.SLACK, "T1", "C1"),
        request_key=new_id(),
        created_at=NOW,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def offering(store: AnyStore) -> Offering:
    clock = FakeClock(NOW)
    holding = Holding(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        gathering=None,  # type: ignore[arg-type]  # nothing is prepared here
        configuring=None,  # type: ignore[arg-type]
        jobs=store.jobs,
        clock=clock,
    )
    return Offering(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        bookings=store.bookings,
        offers=store.offers,
        holding=holding,
        audit=store.audit,
        jobs=store.jobs,
        clock=clock,
    )


async def kept(store: AnyStore, *starts: datetime) -> Offer:
    """An offer of Ada's whose times are kept."""
    times = tuple(
        booking(ADA, start, invitees=(), state=BookingState.OFFERED, lease_until=NOW + DAY) for start in starts
    )
    made = offer(ADA, *(OfferedTime(one.id, one.plan.when, one.lease_until) for one in times))
    async with store.transactions.write() as tx:
        for each in times:
            await store.bookings.add(tx, each)
        await store.offers.add(tx, made)
    return made


def wanted(made: Offer, number: int, taker: PersonId) -> Booking:
    """What a tap on one of the times would book."""
    plain = booking(ADA, made.times[number].when.start, protected=frozenset({ADA, taker}), booked_by=taker)
    return replace(plain, request_key=f"offer:{made.id}")


async def take(store: AnyStore, made: Offer, number: int, taker: PersonId) -> Booking:
    async with store.transactions.write() as tx:
        return await offering(store).take(tx, made.id, wanted(made, number, taker))


async def live(store: AnyStore) -> list[Booking]:
    window = Range(NOW - DAY, NOW + 2 * DAY)
    async with store.transactions.read() as tx:
        return list(await store.bookings.live_overlapping(tx, frozenset({ADA, BEN, CLEO}), window, NOW))


async def test_an_offer_comes_back_as_it_was_made(store: AnyStore) -> None:
    made, text = offer(), offer(channel=None, people=())
    async with store.transactions.write() as tx:
        await store.offers.add(tx, made)
        await store.offers.add(tx, text)
    async with store.transactions.read() as tx:
        assert await store.offers.get(tx, made.id) == made
        assert await store.offers.by_request(tx, ADA, text.request_key) == text
        assert set(await store.offers.of_host(tx, ADA)) == {made, text}
        assert await store.offers.get(tx, OfferId("none")) is None
        assert await store.offers.by_request(tx, BEN, made.request_key) is None


async def test_one_request_makes_one_offer(store: AnyStore) -> None:
    made = offer()
    async with store.transactions.write() as tx:
        await store.offers.add(tx, made)
        with pytest.raises(StorageConflict):
            await store.offers.add(tx, replace(made, id=OfferId(new_id())))


async def test_an_offer_changes_once(store: AnyStore) -> None:
    made = offer()
    taken = replace(made, state=OfferState.TAKEN, taken=BookingId("b"))
    async with store.transactions.write() as tx:
        await store.offers.add(tx, made)
        assert await store.offers.advance(tx, taken, OfferState.OPEN)
        assert not await store.offers.advance(tx, replace(made, state=OfferState.WITHDRAWN), OfferState.OPEN)
    async with store.transactions.read() as tx:
        assert await store.offers.get(tx, made.id) == taken
        assert await store.offers.by_booking(tx, BookingId("b")) == taken
        assert await store.offers.by_booking(tx, BookingId("c")) is None


async def test_offers_go_with_their_person_and_follow_who_they_become(store: AnyStore) -> None:
    made, other = offer(), offer(BEN)
    async with store.transactions.write() as tx:
        await store.offers.add(tx, made)
        await store.offers.add(tx, other)
        await store.persons.join(tx, CLEO, ADA)
    async with store.transactions.write() as tx:
        found = await store.offers.get(tx, made.id)
        assert found is not None
        assert found.host == CLEO
        await store.offers.forget_person(tx, CLEO)
        assert await store.offers.of_host(tx, CLEO) == ()
        assert await store.offers.of_host(tx, BEN) == (other,)


async def test_offered_times_take_their_time_until_their_lease_ends(store: AnyStore) -> None:
    made = await kept(store, NOW + HOUR)
    with pytest.raises(SlotTaken):
        async with store.transactions.write() as tx:
            await store.bookings.add(tx, booking(ADA, NOW + HOUR))
    assert [one.id for one in await live(store)] == [made.times[0].booking]
    window, later = Range(NOW, NOW + DAY), NOW + 2 * DAY
    async with store.transactions.write() as tx:
        assert await store.bookings.live_overlapping(tx, frozenset({ADA}), window, later) == ()
        await store.bookings.expire(tx, frozenset({ADA}), window, later)
        await store.bookings.add(tx, booking(ADA, NOW + HOUR, created_at=later))


async def test_taking_one_time_gives_the_others_back(store: AnyStore) -> None:
    made = await kept(store, NOW + HOUR, NOW + 3 * HOUR, NOW + 5 * HOUR)
    held = await take(store, made, 1, BEN)
    assert await take(store, made, 1, BEN) == held
    assert [(one.id, one.state) for one in await live(store)] == [(held.id, BookingState.HELD)]
    for number in (0, 1, 2):
        with pytest.raises(TimeGone):
            await take(store, made, number, CLEO)


async def test_a_time_that_the_taker_cannot_have_stays_offered(store: AnyStore) -> None:
    made = await kept(store, NOW + HOUR, NOW + 3 * HOUR)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, booking(BEN, NOW + HOUR))
    with pytest.raises(SlotTaken) as refused:
        await take(store, made, 0, BEN)
    assert not isinstance(refused.value, TimeGone)
    assert len(await live(store)) == 3
    assert (await take(store, made, 1, BEN)).plan.when == made.times[1].when


@pytest.mark.parametrize("numbers", [(0, 1), (0, 0)])
async def test_p7_two_people_who_tap_at_the_same_moment_get_one_booking(
    store: AnyStore, numbers: tuple[int, int]
) -> None:
    """What is kept for confirming later blocks, and is confirmed once."""
    for _ in range(5):
        made = await kept(store, NOW + HOUR, NOW + 3 * HOUR)
        taps = [take(store, made, number, taker) for number, taker in zip(numbers, (BEN, CLEO), strict=True)]
        outcomes = await asyncio.gather(*taps, return_exceptions=True)
        booked = [one for one in outcomes if isinstance(one, Booking)]
        assert len(booked) == 1, outcomes
        assert all(isinstance(one, TimeGone) for one in outcomes if one not in booked)
        (only,) = await live(store)
        assert only.id == booked[0].id
        async with store.transactions.write() as tx:
            await store.bookings.advance(tx, replace(only, state=BookingState.FAILED, failure="lapsed"), only.state)


async def test_searches_are_counted_per_person(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        assert await store.searches.get(tx, ADA) is None
        await store.searches.save(tx, ADA, NOW, 1)
        await store.searches.save(tx, ADA, NOW, 2)
        assert await store.searches.get(tx, ADA) == (NOW, 2)
        assert await store.searches.get(tx, BEN) is None
