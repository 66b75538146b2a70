"""What differs between Outlook and a booking, and following it: the same on every database."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from core.booking.disagreement import Difference, Disagreement, Seen, standing
from core.booking.model import Booking, BookingState
from core.booking.usecases.comparing import Comparing
from core.booking.usecases.deciding import Checked, Deciding
from core.booking.usecases.following import Following
from core.shared.errors import SlotTaken
from core.shared.ranges import Range
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, booking
from tests.fakes.clock import FakeClock

LATER = Range(NOW + timedelta(days=2), NOW + timedelta(days=2) + HOUR)
UNUSED = cast(Any, None)
"""What is not asked here: Outlook."""


def desk(store: AnyStore) -> tuple[Comparing, Deciding]:
    parts = {name: getattr(store, name) for name in ("transactions", "persons", "bookings", "audit", "jobs")}
    parts |= {"clock": FakeClock(NOW), "writer": UNUSED}
    following = Following(
        bookings=store.bookings,
        preferences=store.preferences,
        switches=store.sync_switches,
        audit=store.audit,
        clock=parts["clock"],
    )
    comparing = Comparing(
        **parts,
        states=store.sync_states,
        mirror=store.mirror,
        adopting=UNUSED,
        following=following,
        series=UNUSED,
        routes=UNUSED,
    )
    deciding = Deciding(
        **parts,
        comparing=comparing,
        following=following,
        configuring=UNUSED,
        finding=UNUSED,
        holding=UNUSED,
        remaking=UNUSED,
        reading=UNUSED,
    )
    return comparing, deciding


async def confirmed(store: AnyStore) -> Booking:
    """A booking of Ada's that protects Ben too, as the store gives it back."""
    held = booking(ADA, protected=frozenset({ADA, BEN}))
    written = replace(held, state=BookingState.CONFIRMED, outlook_id="event-1")
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, held)
        assert await store.bookings.advance(tx, written, held.state)
    return await present(store, held)


async def present(store: AnyStore, one: Booking) -> Booking:
    async with store.transactions.read() as tx:
        found = await store.bookings.get(tx, one.id)
    assert found is not None
    return found


@pytest.mark.parametrize("now", [LATER, None])
async def test_what_differs_comes_back_as_it_was_seen_and_goes_when_they_agree(
    store: AnyStore, now: Range | None
) -> None:
    comparing, _ = desk(store)
    before = await confirmed(store)
    settled = await comparing.settle(before, Seen("event-1", now))
    known = await present(store, before)
    assert settled == known
    kind = Difference.MOVED if now else Difference.DELETED
    assert standing(known) == Disagreement(kind, now)
    assert await comparing.settle(before, Seen("event-1", None)) is None, "it was seen before what is known now"
    assert await comparing.settle(known, Seen("event-1", before.plan.when)) == before
    assert await present(store, before) == before


async def test_following_moves_the_protection_or_leaves_everything_as_it_was(store: AnyStore) -> None:
    comparing, deciding = desk(store)
    before = await confirmed(store)
    differs = await comparing.settle(before, Seen("event-1", LATER))
    assert differs is not None
    taken = booking(BEN, at=LATER.start)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, taken)
    with pytest.raises(SlotTaken):
        await deciding.follow(Checked(differs, standing(differs)))
    assert await present(store, before) == differs
    async with store.transactions.write() as tx:
        assert await store.bookings.advance(tx, replace(taken, state=BookingState.FAILED), taken.state)
    await deciding.follow(Checked(differs, standing(differs)))
    found = await present(store, before)
    assert (found.plan.when, found.failure, found.failure_detail) == (LATER, None, None)
    async with store.transactions.read() as tx:
        ours = await store.bookings.live_overlapping(tx, frozenset({BEN}), LATER, NOW)
    assert [one.id for one in ours] == [before.id]


async def test_a_decision_about_what_is_no_longer_so_changes_nothing(store: AnyStore) -> None:
    """Two devices show the same question; before the second press is written down the first one, or Outlook, was
    faster."""
    comparing, deciding = desk(store)
    before = await confirmed(store)
    differs = await comparing.settle(before, Seen("event-1", LATER))
    assert differs is not None
    late = Checked(differs, standing(differs))
    gone = await comparing.settle(differs, Seen("event-1", None))
    assert gone is not None
    assert await deciding.follow(late) == gone == await present(store, before)
    ended = await deciding.follow(Checked(gone, standing(gone)))
    assert (ended.state, standing(ended)) == (BookingState.CANCELLED, None)
    assert await deciding.follow(Checked(gone, standing(gone))) == ended == await present(store, before)
    assert await deciding.follow(late) == ended
    async with store.transactions.read() as tx:
        assert await store.bookings.live_overlapping(tx, frozenset({ADA, BEN}), LATER, NOW) == ()
