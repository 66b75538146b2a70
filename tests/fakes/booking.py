"""Bookings, in memory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from core.booking.model import LEASED, LIVE, Booking, BookingId, BookingState, SyncSwitch
from core.booking.repeats import SeriesDate
from core.configuration.meeting_types.model import MeetingTypeId
from core.people.model import PersonId
from core.shared.errors import SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable

_LISTED = {BookingState.PUSHING, BookingState.CONFIRMED, BookingState.CANCELLING}


class FakeBookings:
    """Implements BookingRepository."""

    async def get(self, tx: Transaction, booking: BookingId) -> Booking | None:
        found = tables_of(tx).bookings.get(booking)
        return _managed(tx, found) if found else None

    async def by_request(self, tx: Transaction, host: PersonId, request_key: str) -> Booking | None:
        rows = tables_of(tx).bookings.values()
        return next((each for each in rows if (each.host, each.request_key) == (host, request_key)), None)

    async def add(self, tx: Transaction, booking: Booking) -> None:
        bookings = writable(tx).bookings
        if booking.id in bookings or await self.by_request(tx, booking.host, booking.request_key):
            raise StorageConflict("this booking or request exists already, or its person is gone")
        refuse_overlap(tx, booking)
        bookings[booking.id] = booking

    async def advance(self, tx: Transaction, booking: Booking, from_state: BookingState) -> bool:
        bookings = writable(tx).bookings
        if booking.id not in bookings or bookings[booking.id].state is not from_state:
            return False
        known = bookings[booking.id]
        plan = replace(booking.plan, when=known.plan.when, invitees=known.plan.invitees)
        kept = replace(booking, protected=known.protected, plan=plan, dates=known.dates)
        refuse_overlap(tx, kept)
        bookings[booking.id] = kept
        return True

    async def live_overlapping(
        self, tx: Transaction, persons: frozenset[PersonId], window: Range, now: datetime
    ) -> tuple[Booking, ...]:
        return tuple(each for each in _protecting(tx, persons, window) if each.is_live(now))

    async def expire(self, tx: Transaction, persons: frozenset[PersonId], window: Range, now: datetime) -> None:
        bookings = writable(tx).bookings
        for each in _protecting(tx, persons, window):
            if each.state in LEASED and not each.is_live(now):
                bookings[each.id] = replace(each, state=BookingState.FAILED, failure="lapsed")

    async def reschedule(self, tx: Transaction, booking: BookingId, when: Range) -> Booking | None:
        bookings = writable(tx).bookings
        known = bookings.get(booking)
        if known is None or known.state is not BookingState.CONFIRMED:
            return None
        moved = replace(known, plan=replace(known.plan, when=when))
        refuse_overlap(tx, moved)
        bookings[booking] = moved
        return moved

    async def set_dates(self, tx: Transaction, booking: BookingId, dates: tuple[SeriesDate, ...]) -> Booking | None:
        bookings = writable(tx).bookings
        known = bookings.get(booking)
        if known is None or known.state not in LIVE:
            return None
        changed = replace(known, dates=dates)
        refuse_overlap(tx, changed)
        bookings[booking] = changed
        return changed

    async def move_series(self, tx: Transaction, booking: BookingId, moved: Booking) -> Booking | None:
        bookings = writable(tx).bookings
        known = bookings.get(booking)
        if known is None or known.state is not BookingState.CONFIRMED:
            return None
        plan = replace(known.plan, when=moved.plan.when, repeats=moved.plan.repeats)
        changed = replace(known, plan=plan, dates=moved.dates)
        refuse_overlap(tx, changed)
        bookings[booking] = changed
        return changed

    async def of_events(self, tx: Transaction, host: PersonId, outlook_ids: Collection[str]) -> tuple[Booking, ...]:
        confirmed = (each for each in tables_of(tx).bookings.values() if each.state is BookingState.CONFIRMED)
        return tuple(each for each in confirmed if each.host == host and each.outlook_id in set(outlook_ids))

    async def last_move(self, tx: Transaction, booking: BookingId) -> Booking | None:
        moves = [each for each in tables_of(tx).bookings.values() if each.moves and each.moves.booking == booking]
        return max(moves, key=lambda each: each.created_at, default=None)

    async def of_host(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        rows = (each for each in tables_of(tx).bookings.values() if each.host == host and each.last_end > since)
        return tuple(sorted((each for each in rows if each.state in _LISTED), key=_by_start))

    async def series_of(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        return tuple(each for each in await self.of_host(tx, host, since) if each.dates)

    async def booked_by(self, tx: Transaction, person: PersonId, since: datetime) -> tuple[Booking, ...]:
        known = (_managed(tx, each) for each in tables_of(tx).bookings.values())
        rows = (each for each in known if each.booked_by == person != each.host or person in each.managers)
        listed = (each for each in rows if each.last_end > since and each.state in _LISTED)
        return tuple(sorted(listed, key=_by_start))

    async def of_type(self, tx: Transaction, kind: MeetingTypeId, window: Range, now: datetime) -> tuple[Booking, ...]:
        same = (each for each in tables_of(tx).bookings.values() if each.type == kind and each.moves is None)
        return tuple(
            sorted((one for one in same if one.is_live(now) and one.plan.when.overlaps(window)), key=_by_start)
        )

    async def adopted(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        rows = (each for each in tables_of(tx).bookings.values() if each.host == host and each.plan.when.end > since)
        return tuple(sorted((each for each in rows if each.adopted is not None), key=_by_start))

    async def adopt(self, tx: Transaction, booking: Booking) -> None:
        bookings = writable(tx).bookings
        same = await self.by_request(tx, booking.host, booking.request_key)
        if same is not None and same.id != booking.id:
            raise StorageConflict("this request exists already")
        bookings[booking.id] = replace(booking, protected=frozenset())

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        tables = writable(tx)
        others = {key: each for key, each in tables.bookings.items() if each.host != person}
        tables.sync_switches.pop(person, None)
        tables.bookings = {
            key: replace(
                each,
                protected=each.protected - {person},
                booked_by=None if each.booked_by == person else each.booked_by,
            )
            for key, each in others.items()
        }


class FakeSyncSwitches:
    """Implements SyncSwitches."""

    async def get(self, tx: Transaction, person: PersonId) -> SyncSwitch | None:
        return tables_of(tx).sync_switches.get(person)

    async def save(self, tx: Transaction, switch: SyncSwitch) -> None:
        writable(tx).sync_switches[switch.person] = switch

    async def forget(self, tx: Transaction, person: PersonId) -> None:
        writable(tx).sync_switches.pop(person, None)


def _managed(tx: Transaction, booking: Booking) -> Booking:
    team = tables_of(tx).teams.get(booking.host)
    return replace(booking, managers=frozenset(team.members)) if team else booking


def _by_start(booking: Booking) -> tuple[datetime, str]:
    return (booking.plan.when.start, booking.id)


def _protecting(tx: Transaction, persons: frozenset[PersonId], window: Range) -> list[Booking]:
    """Bookings in a live state that keep a part of the window for one of these persons, also lapsed holds."""
    live = (each for each in tables_of(tx).bookings.values() if each.state in LIVE and each.protected & persons)
    return sorted((each for each in live if any(when.overlaps(window) for when in each.occurrences)), key=_by_start)


def refuse_overlap(tx: Transaction, booking: Booking) -> None:
    if booking.state not in LIVE:
        return
    if any(one.end > other.start for one, other in pairwise(booking.occurrences)):
        raise SlotTaken
    others = (each for when in booking.occurrences for each in _protecting(tx, booking.protected, when))
    if any(each.id != booking.id for each in others):
        raise SlotTaken("the database found an overlap")
