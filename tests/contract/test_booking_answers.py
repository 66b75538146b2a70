"""What is known of answers, on every database: kept as it was, sealed, gone with its booking."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingId, BookingState, EventMove
from core.booking.responses import Answers, Said
from core.people.model import Invitee
from core.shared.errors import Gone, SlotTaken
from core.shared.ranges import Range
from core.sync.model import Attendee, Response
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, booking, calendar, connection, event, state

WHEN, OTHER = Range(NOW + HOUR, NOW + 2 * HOUR), Range(NOW + 5 * HOUR, NOW + 6 * HOUR)
SAID = (
    Said("ben@contoso.com", "Ben", Response.ACCEPTED, NOW),
    Said("carol@contoso.com", "Carol", Response.DECLINED, NOW, OTHER),
    Said("dina@contoso.com", "Dina"),
)


def known(of: Booking) -> Answers:
    return Answers(
        booking=of.id,
        event="event-1",
        when=WHEN,
        said=SAID,
        before=SAID[:1],
        since=NOW - HOUR,
        busy=(Invitee("Ben", "ben@contoso.com", BEN),),
        told=frozenset({"declined:carol@contoso.com:"}),
        kept=frozenset({"busy:ben@contoso.com:"}),
        say_at=NOW + HOUR,
        told_at=NOW,
        messages=2,
        dates=((OTHER, SAID[1]),),
    )


async def test_everything_comes_back_as_it_was_kept(store: AnyStore) -> None:
    mine, other = booking(ADA), booking(BEN)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, mine)
        await store.bookings.add(tx, other)
        await store.booking_answers.save(tx, known(mine))
    async with store.transactions.read() as tx:
        assert await store.booking_answers.get(tx, mine.id) == known(mine)
        assert await store.booking_answers.get(tx, other.id) is None
        assert await store.booking_answers.of_bookings(tx, [mine.id, other.id]) == {mine.id: known(mine)}
        assert await store.booking_answers.of_bookings(tx, []) == {}


async def test_it_is_replaced_and_may_be_empty(store: AnyStore) -> None:
    mine = booking(ADA)
    empty = Answers(mine.id, "event-2", OTHER)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, mine)
        await store.booking_answers.save(tx, known(mine))
        await store.booking_answers.save(tx, empty)
    async with store.transactions.read() as tx:
        assert await store.booking_answers.get(tx, mine.id) == empty


async def test_a_booking_that_is_gone_has_no_answers(store: AnyStore) -> None:
    mine = booking(ADA)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, mine)
        await store.booking_answers.save(tx, known(mine))
        await store.bookings.forget_person(tx, ADA)
    async with store.transactions.write() as tx:
        assert await store.booking_answers.get(tx, mine.id) is None
        with pytest.raises(Gone):
            await store.booking_answers.save(tx, known(mine))
        with pytest.raises(Gone):
            await store.booking_answers.save(tx, Answers(BookingId("nothing"), "event-1", WHEN))


async def test_the_days_tellings_are_counted_for_their_host(store: AnyStore) -> None:
    later = Range(WHEN.start + timedelta(days=1), WHEN.end + timedelta(days=1))
    mine, second, theirs = booking(ADA), booking(ADA, later.start), booking(BEN)
    async with store.transactions.write() as tx:
        for one, told_at in ((mine, NOW), (second, None), (theirs, NOW)):
            await store.bookings.add(tx, one)
            await store.booking_answers.save(tx, replace(known(one), told_at=told_at))
    async with store.transactions.read() as tx:
        told = [await store.booking_answers.told_since(tx, ADA, at) for at in (NOW - HOUR, NOW, NOW + HOUR)]
    assert told == [1, 1, 0]


async def test_the_copies_keep_what_the_invited_answered_and_proposed(store: AnyStore) -> None:
    work = calendar(connection(ADA).id, "Work")
    people = (
        Attendee("ben@contoso.com", "Ben", False, Response.ACCEPTED, NOW),
        Attendee("carol@contoso.com", "Carol", True, Response.TENTATIVE, NOW, OTHER),
        Attendee("dina@contoso.com", "Dina"),
        Attendee("eve@contoso.com", "Eve", False, Response.NOT_RESPONDED),
    )
    meeting = replace(event("one"), attendees=people, attendee_count=4, is_organizer=True)
    plain = replace(event("two"), attendees=people[2:3], attendee_count=1)
    async with store.transactions.write() as tx:
        await store.connections.save(tx, connection(ADA))
        await store.calendars.replace(tx, connection(ADA).id, (work,))
        await store.sync_states.save(tx, state(work.id))
        await store.mirror.change(tx, work.id, [meeting, plain], [])
    async with store.transactions.read() as tx:
        assert await store.mirror.everything(tx, work.id) == {"one": meeting, "two": plain}


@pytest.mark.parametrize(("start", "end"), [(0.5, 1.5), (-0.5, 0.5), (-0.5, 1.5)])
async def test_a_hold_that_moves_a_booking_into_its_own_time_takes_the_rest_of_it(
    store: AnyStore, start: float, end: float
) -> None:
    mine = booking(ADA, WHEN.start, state=BookingState.CONFIRMED, outlook_id="event-1")
    there = Range(WHEN.start + start * HOUR, WHEN.start + end * HOUR)
    hold = booking(ADA, WHEN.start, moves=EventMove("event-1", WHEN, mine.id))
    hold = replace(hold, plan=replace(hold.plan, when=there))
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, mine)
        await store.bookings.add(tx, hold)
        for part in hold.occurrences:
            with pytest.raises(SlotTaken):
                await store.bookings.add(tx, booking(ADA, part.start))
    async with store.transactions.write() as tx:
        kept = await store.bookings.get(tx, hold.id)
        assert kept is not None
        assert (kept.plan.when, kept.protected, kept.occurrences) == (there, hold.protected, hold.occurrences)
        assert await store.bookings.advance(tx, replace(kept, state=BookingState.MOVED), BookingState.HELD)
        moved = await store.bookings.reschedule(tx, mine.id, there)
        assert moved is not None
        assert moved.plan.when == there
        with pytest.raises(SlotTaken):
            await store.bookings.add(tx, booking(ADA, there.start))
