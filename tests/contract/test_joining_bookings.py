"""Making one person of two: their bookings, and whom these protect."""

import asyncio
from dataclasses import replace

from core.booking.model import BookingState
from core.people.model import Invitee
from core.shared.errors import Gone
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking, chat_user
from tests.contract.test_joining import join

CONFIRMED = BookingState.CONFIRMED


async def test_a_booking_that_comes_while_two_are_joined_is_the_joined_persons_or_none(store: AnyStore) -> None:
    hold = booking(BEN)

    async def book() -> bool:
        try:
            async with store.transactions.write() as tx:
                await store.persons.lock(tx, frozenset({BEN}))
                await store.bookings.add(tx, hold)
        except Gone:
            return False
        return True

    booked, _ = await asyncio.gather(book(), join(store))
    async with store.transactions.read() as tx:
        found = await store.bookings.get(tx, hold.id)
    assert (found is not None) == booked
    assert found is None or found.host == ADA


async def test_bookings_are_hosted_and_protected_by_the_one_that_is_left(store: AnyStore) -> None:
    hosted = booking(BEN, state=CONFIRMED)
    invited = booking(CLEO, NOW + 5 * HOUR, protected=frozenset({CLEO, BEN}), state=CONFIRMED)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, hosted)
        await store.bookings.add(tx, invited)
    await join(store)
    async with store.transactions.read() as tx:
        (mine,) = await store.bookings.of_host(tx, ADA, NOW)
        guests = (Invitee("Ben", "ben@contoso.example", ADA, chat_user(BEN)),)
        plan = replace(hosted.plan, invitees=guests)
        assert mine == replace(hosted, host=ADA, protected=frozenset({ADA}), plan=plan)
        theirs = await store.bookings.get(tx, invited.id)
        assert theirs == replace(invited, protected=frozenset({CLEO, ADA}), plan=replace(invited.plan, invitees=guests))
        found = await store.bookings.live_overlapping(tx, frozenset({ADA}), invited.plan.when, NOW)
        assert [one.id for one in found] == [invited.id]
        assert await store.bookings.by_request(tx, ADA, hosted.request_key) == mine


async def test_both_at_one_meeting_are_protected_once(store: AnyStore) -> None:
    both = booking(BEN, protected=frozenset({ADA, BEN}), state=CONFIRMED)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, both)
    await join(store)
    async with store.transactions.read() as tx:
        found = await store.bookings.get(tx, both.id)
        assert found is not None
        assert (found.host, found.protected) == (ADA, frozenset({ADA}))


async def test_bookings_of_both_at_one_time_stay_and_the_time_is_kept_by_the_first(store: AnyStore) -> None:
    """Otherwise the database would refuse to join; the overlap is told as any other clash in Outlook is."""
    mine, theirs = booking(ADA, state=CONFIRMED), booking(BEN, NOW + HOUR * 1.5, state=CONFIRMED)
    later = booking(BEN, NOW + 2.5 * HOUR, state=CONFIRMED)
    over = booking(BEN, NOW + HOUR, state=BookingState.CANCELLED)
    async with store.transactions.write() as tx:
        for each in (mine, theirs, later, over):
            await store.bookings.add(tx, each)
    await join(store)
    async with store.transactions.write() as tx:
        hosted = await store.bookings.of_host(tx, ADA, NOW)
        assert [(one.id, one.protected) for one in hosted] == [
            (mine.id, frozenset({ADA})),
            (theirs.id, frozenset()),
            (later.id, frozenset({ADA})),
        ]
        cancelling = replace(hosted[1], state=BookingState.CANCELLING)
        assert await store.bookings.advance(tx, cancelling, CONFIRMED), "it can still be changed"


async def test_a_request_that_both_made_finds_the_booking_of_the_one_that_is_left(store: AnyStore) -> None:
    mine = booking(ADA, request_key="same", state=CONFIRMED)
    theirs = booking(BEN, NOW + 5 * HOUR, request_key="same", state=CONFIRMED)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, mine)
        await store.bookings.add(tx, theirs)
    await join(store)
    async with store.transactions.read() as tx:
        found = await store.bookings.by_request(tx, ADA, "same")
        assert found is not None
        assert found.id == mine.id
        assert len(await store.bookings.of_host(tx, ADA, NOW)) == 2
