"""Bookings, and whom each protects."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.booking.model import LEASED, LIVE, Booking, BookingId, BookingState
from core.booking.repeats import SeriesDate
from core.configuration.meeting_types.model import MeetingTypeId
from core.configuration.teams.model import is_team
from core.people.model import PersonId
from core.shared.errors import SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.booking_rows import BookingRows, protection_of
from core.storage.crypto import Keyring
from core.storage.database import connection_of
from core.storage.errors import StorageConflict
from core.storage.teams import members_of, teams_of
from core.storage.writing import upsert

NO_OVERLAP = "one_booking_at_a_time"
"""The name under which both databases refuse to protect a person twice (migration 0001)."""

LAPSED = "lapsed"
_LIVE = sorted(state.value for state in LIVE)
_LEASED = sorted(state.value for state in LEASED)
_LISTED = [BookingState.PUSHING.value, BookingState.CONFIRMED.value, BookingState.CANCELLING.value]

SERIES = ("starts_at", "ends_at", "series", "series_ends_at")
OTHERS_CHANGE = frozenset({"starts_at", "ends_at", "sealed_invitees", "series", "series_ends_at"})
"""Changed by `reschedule`, `set_dates`, `move_series` and joining alone: whoever read the booking before must not undo
it."""


class SqlBookings:
    """Implements BookingRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._rows = BookingRows(keyring)

    async def get(self, tx: Transaction, booking: BookingId) -> Booking | None:
        return await self._one(tx, select(tables.booking).where(tables.booking.c.id == booking))

    async def by_request(self, tx: Transaction, host: PersonId, request_key: str) -> Booking | None:
        same = and_(tables.booking.c.host == host, tables.booking.c.request_key == request_key)
        return await self._one(tx, select(tables.booking).where(same))

    async def add(self, tx: Transaction, booking: Booking) -> None:
        database = connection_of(tx)
        protection = protection_of(booking)
        async with refusals(database):
            await database.execute(insert(tables.booking).values(self._rows.columns(booking)))
            if protection:
                await database.execute(insert(tables.booking_person), protection)

    async def advance(self, tx: Transaction, booking: Booking, from_state: BookingState) -> bool:
        database = connection_of(tx)
        still = and_(tables.booking.c.id == booking.id, tables.booking.c.state == from_state.value)
        async with refusals(database):
            columns = {name: value for name, value in self._rows.columns(booking).items() if name not in OTHERS_CHANGE}
            changed = await database.execute(update(tables.booking).where(still).values(columns))
            if changed.rowcount != 1:
                return False
            await database.execute(
                update(tables.booking_person)
                .where(tables.booking_person.c.booking == booking.id)
                .values(live=booking.state in LIVE)
            )
        return True

    async def live_overlapping(
        self, tx: Transaction, persons: frozenset[PersonId], window: Range, now: datetime
    ) -> tuple[Booking, ...]:
        runs = or_(tables.booking.c.state.not_in(_LEASED), tables.booking.c.lease_until > now)
        live = and_(tables.booking.c.state.in_(_LIVE), runs, tables.booking.c.id.in_(_protecting(persons, window)))
        return await self._many(tx, select(tables.booking).where(live))

    async def expire(self, tx: Transaction, persons: frozenset[PersonId], window: Range, now: datetime) -> None:
        database = connection_of(tx)
        lapsed = and_(
            tables.booking.c.state.in_(_LEASED),
            tables.booking.c.lease_until <= now,
            tables.booking.c.id.in_(_protecting(persons, window)),
        )
        failed = {"state": BookingState.FAILED.value, "failure": LAPSED}
        expired = await database.execute(
            update(tables.booking).where(lapsed).values(failed).returning(tables.booking.c.id)
        )
        ids = [row.id for row in expired]
        if ids:
            held = tables.booking_person.c.booking.in_(ids)
            await database.execute(update(tables.booking_person).where(held).values(live=False))

    async def reschedule(self, tx: Transaction, booking: BookingId, when: Range) -> Booking | None:
        database = connection_of(tx)
        confirmed = and_(tables.booking.c.id == booking, tables.booking.c.state == BookingState.CONFIRMED.value)
        time = {"starts_at": when.start, "ends_at": when.end}
        async with refusals(database):
            changed = await database.execute(update(tables.booking).where(confirmed).values(time))
            if changed.rowcount != 1:
                return None
            protection = tables.booking_person.c.booking == booking
            await database.execute(update(tables.booking_person).where(protection).values(time))
        return await self.get(tx, booking)

    async def set_dates(self, tx: Transaction, booking: BookingId, dates: tuple[SeriesDate, ...]) -> Booking | None:
        database, known = connection_of(tx), await self.get(tx, booking)
        if known is None or known.state not in LIVE:
            return None
        return await self._write_dates(database, replace(known, dates=dates))

    async def move_series(self, tx: Transaction, booking: BookingId, moved: Booking) -> Booking | None:
        database, known = connection_of(tx), await self.get(tx, booking)
        if known is None or known.state is not BookingState.CONFIRMED:
            return None
        plan = replace(known.plan, when=moved.plan.when, repeats=moved.plan.repeats)
        return await self._write_dates(database, replace(known, plan=plan, dates=moved.dates))

    async def _write_dates(self, database: AsyncConnection, changed: Booking) -> Booking:
        columns = self._rows.columns(changed)
        async with refusals(database):
            stored = update(tables.booking).where(tables.booking.c.id == changed.id)
            await database.execute(stored.values({name: columns[name] for name in SERIES}))
            await database.execute(delete(tables.booking_person).where(tables.booking_person.c.booking == changed.id))
            if protection := protection_of(changed):
                await database.execute(insert(tables.booking_person), protection)
        return changed

    async def of_events(self, tx: Transaction, host: PersonId, outlook_ids: Collection[str]) -> tuple[Booking, ...]:
        rows = tables.booking.c
        theirs = and_(rows.host == host, rows.state == BookingState.CONFIRMED.value)
        return await self._many(tx, select(tables.booking).where(theirs, rows.outlook_id.in_(list(outlook_ids))))

    async def last_move(self, tx: Transaction, booking: BookingId) -> Booking | None:
        newest = tables.booking.c.created_at.desc()
        moves = select(tables.booking.c.id).where(tables.booking.c.moves_booking == booking).order_by(newest).limit(1)
        return await self._one(tx, select(tables.booking).where(tables.booking.c.id.in_(moves)))

    async def of_host(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        rows = tables.booking.c
        last_end = func.coalesce(rows.series_ends_at, rows.ends_at)
        listed = and_(rows.host == host, last_end > since, rows.state.in_(_LISTED))
        return await self._many(tx, select(tables.booking).where(listed))

    async def series_of(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        rows = tables.booking.c
        series = and_(rows.host == host, rows.series_ends_at > since, rows.state.in_(_LISTED))
        return await self._many(tx, select(tables.booking).where(series))

    async def booked_by(self, tx: Transaction, person: PersonId, since: datetime) -> tuple[Booking, ...]:
        rows = tables.booking.c
        last_end = func.coalesce(rows.series_ends_at, rows.ends_at)
        mine = or_(and_(rows.booked_by == person, rows.host != person), rows.host.in_(teams_of(person)))
        theirs = and_(mine, last_end > since, rows.state.in_(_LISTED))
        return await self._many(tx, select(tables.booking).where(theirs))

    async def of_type(self, tx: Transaction, kind: MeetingTypeId, window: Range, now: datetime) -> tuple[Booking, ...]:
        rows = tables.booking.c
        runs = or_(rows.state != BookingState.HELD.value, rows.lease_until > now)
        around = and_(rows.starts_at < window.end, rows.ends_at > window.start)
        same = and_(rows.meeting_type == kind, rows.state.in_(_LIVE), runs, rows.moves_outlook_id.is_(None))
        return await self._many(tx, select(tables.booking).where(same, around))

    async def adopted(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        rows = tables.booking.c
        theirs = and_(rows.host == host, rows.ends_at > since, rows.adopted.is_not(None))
        return await self._many(tx, select(tables.booking).where(theirs))

    async def adopt(self, tx: Transaction, booking: Booking) -> None:
        await upsert(connection_of(tx), tables.booking, self._rows.columns(booking))

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        database = connection_of(tx)
        await database.execute(delete(tables.booking).where(tables.booking.c.host == person))
        booked = tables.booking.c.booked_by == person
        await database.execute(update(tables.booking).where(booked).values(booked_by=None))
        await database.execute(delete(tables.booking_person).where(tables.booking_person.c.person == person))
        await database.execute(delete(tables.sync_switch).where(tables.sync_switch.c.person == person))

    async def _one(self, tx: Transaction, query: Select[Any]) -> Booking | None:
        found = await self._many(tx, query)
        return found[0] if found else None

    async def _many(self, tx: Transaction, query: Select[Any]) -> tuple[Booking, ...]:
        """By start, with everybody each booking protects."""
        database = connection_of(tx)
        rows = (await database.execute(query.order_by(tables.booking.c.starts_at, tables.booking.c.id))).all()
        if not rows:
            return ()
        of_these = tables.booking_person.c.booking.in_([row.id for row in rows])
        protected: dict[str, set[PersonId]] = {row.id: set() for row in rows}
        for entry in await database.execute(select(tables.booking_person).where(of_these)):
            protected[entry.booking].add(PersonId(entry.person))
        found = tuple(self._rows.booking(row, frozenset(protected[row.id])) for row in rows)
        if not any(is_team(booking.host) for booking in found):
            return found
        members = await members_of(database, {booking.host for booking in found})
        return tuple(replace(booking, managers=members.get(booking.host, frozenset())) for booking in found)


def _protecting(persons: frozenset[PersonId], window: Range) -> Select[Any]:
    """Ids of the bookings that keep a part of the window for one of these persons."""
    rows = tables.booking_person.c
    return select(rows.booking).where(
        rows.person.in_(persons), rows.live, rows.starts_at < window.end, rows.ends_at > window.start
    )


@asynccontextmanager
async def refusals(database: AsyncConnection) -> AsyncIterator[None]:
    """The database's own refusals as errors of ours; the transaction stays usable."""
    try:
        async with database.begin_nested():
            yield
    except IntegrityError as error:
        if NO_OVERLAP in str(error.orig):
            raise SlotTaken("the database found an overlap") from None
        raise StorageConflict("this booking or request exists already, or its person is gone") from None
