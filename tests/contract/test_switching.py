"""Switching to two-way and undoing it, on every database: protections move and come back, or nothing does."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

from core.booking.model import Booking, BookingState
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.following import Following
from core.booking.usecases.switching import Switching
from core.configuration.model import Calendar
from core.configuration.sync_preference import SyncPreference
from core.configuration.usecases import Configuring
from core.connection.model import Access
from core.shared.ranges import Range
from core.sync.model import CalendarReading
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, booking, calendar, connection, event, preferences, state
from tests.fakes.clock import FakeClock

MINE = calendar(connection(ADA).id, "Work", is_default=True)
BOOKED, LATER = Range(NOW + HOUR, NOW + 2 * HOUR), Range(NOW + 5 * HOUR, NOW + 6 * HOUR)
UNUSED = cast(Any, None)


class Readable:
    """Stands for core.sync's Reading: the copies are as fresh as can be."""

    async def renew(self, calendars: tuple[Calendar, ...]) -> None:
        return

    async def calendars(self, calendars: tuple[Calendar, ...], window: Range) -> tuple[CalendarReading, ...]:
        return tuple(CalendarReading(one, NOW) for one in calendars)


@dataclass(frozen=True)
class Desk:
    switching: Switching
    clock: FakeClock
    moved: Booking


async def desk(store: AnyStore) -> Desk:
    """Ada's linked calendar with an event she made, and a booking with Ben that Outlook has later."""
    clock = FakeClock(NOW)
    parts: dict[str, Any] = {name: getattr(store, name) for name in ("transactions", "persons", "bookings", "jobs")}
    copies = {"states": store.sync_states, "mirror": store.mirror, "clock": clock}
    adopting = Adopting(**parts, **copies, preferences=store.preferences, calendars=store.calendars, look=UNUSED)
    following = Following(
        bookings=store.bookings,
        preferences=store.preferences,
        switches=store.sync_switches,
        audit=store.audit,
        clock=clock,
    )
    configuring = Configuring(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        calendars=store.calendars,
        preferences=store.preferences,
        directory=UNUSED,
        highest_access=Access.READ_WRITE,
    )
    switching = Switching(
        **parts,
        **copies,
        switches=store.sync_switches,
        configuring=configuring,
        preference=SyncPreference(configuring=configuring, preferences=store.preferences),
        reading=cast(Any, Readable()),
        adopting=adopting,
        following=following,
        audit=store.audit,
    )
    return Desk(switching, clock, await _filled(store))


async def _filled(store: AnyStore) -> Booking:
    held = booking(ADA, calendar=MINE.id, protected=frozenset({ADA, BEN}))
    now = f"{LATER.start.isoformat()}/{LATER.end.isoformat()}"
    moved = replace(held, state=BookingState.CONFIRMED, outlook_id="ours", failure="outlook.moved", failure_detail=now)
    ours = event("ours", LATER.start, transaction_id=held.id)
    window = Range(NOW - timedelta(days=1), NOW + timedelta(days=60))
    async with store.transactions.write() as tx:
        await store.connections.save(tx, connection(ADA))
        await store.calendars.replace(tx, MINE.connection, (MINE,))
        await store.preferences.save(tx, preferences(ADA, linked=MINE.id, conflicts=frozenset()))
        await store.sync_states.save(tx, state(MINE.id, window=window, read_at=NOW, version=1))
        await store.mirror.change(tx, MINE.id, [ours, event("made", LATER.start)], [])
        await store.bookings.add(tx, held)
        assert await store.bookings.advance(tx, moved, held.state)
    return await present(store, held)


async def present(store: AnyStore, one: Booking) -> Booking:
    async with store.transactions.read() as tx:
        found = await store.bookings.get(tx, one.id)
    assert found is not None
    return found


async def adopted(store: AnyStore) -> list[str]:
    async with store.transactions.read() as tx:
        rows = await store.bookings.adopted(tx, ADA, NOW)
    return [str(one.outlook_id) for one in rows if one.state is BookingState.CONFIRMED]


async def bens(store: AnyStore, when: Range) -> list[str]:
    async with store.transactions.read() as tx:
        return [one.id for one in await store.bookings.live_overlapping(tx, frozenset({BEN}), when, NOW)]


async def test_a_switch_moves_and_takes_in_and_undo_puts_both_back(store: AnyStore) -> None:
    ada = await desk(store)
    preview = await ada.switching.preview(ADA)
    assert [one.outlook_id for one in preview.takes] == ["made"]
    assert [(one.id, when) for one, when in preview.moves] == [(ada.moved.id, LATER)]
    assert await ada.switching.to_two_way(ADA, MINE.id, preview.seen) is None
    assert (await adopted(store), await bens(store, BOOKED)) == (["made"], [])
    assert (await bens(store, LATER), (await present(store, ada.moved)).plan.when) == ([ada.moved.id], LATER)
    assert await ada.switching.to_two_way(ADA, MINE.id, preview.seen) is None
    undone = await ada.switching.undo(ADA)
    assert (undone.done, undone.kept) == (True, ())
    assert (await adopted(store), await present(store, ada.moved)) == ([], ada.moved)
    assert (await bens(store, BOOKED), await bens(store, LATER)) == ([ada.moved.id], [])
    again = await ada.switching.preview(ADA)
    assert await ada.switching.to_two_way(ADA, MINE.id, again.seen) is None
    assert await adopted(store) == ["made"]


async def test_what_was_taken_meanwhile_stays_where_it_followed_to(store: AnyStore) -> None:
    ada = await desk(store)
    await ada.switching.to_two_way(ADA, MINE.id, (await ada.switching.preview(ADA)).seen)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, booking(BEN, at=BOOKED.start))
    undone = await ada.switching.undo(ADA)
    assert [one.id for one in undone.kept] == [ada.moved.id]
    assert (await present(store, ada.moved)).plan.when == LATER


async def test_after_ten_minutes_nothing_is_undone(store: AnyStore) -> None:
    ada = await desk(store)
    await ada.switching.to_two_way(ADA, MINE.id, (await ada.switching.preview(ADA)).seen)
    ada.clock.advance(timedelta(minutes=10))
    assert not (await ada.switching.undo(ADA)).done
    assert await adopted(store) == ["made"]
