"""Who takes turns, and bookings that take the place of others."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, not_, or_, select, update

from core.booking.model import LIVE, Booking, BookingId, BookingState
from core.booking.round_robin import Load
from core.configuration.meeting_types.model import MeetingTypeId
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.booking import OTHERS_CHANGE, SqlBookings, refusals
from core.storage.booking_rows import BookingRows, protection_of
from core.storage.crypto import Keyring
from core.storage.database import connection_of

_FAILED = BookingState.FAILED.value
LIVE_STATES = frozenset(state.value for state in LIVE)
_LIVE = sorted(LIVE_STATES - {BookingState.CANCELLING.value})


class SqlRelays:
    """Implements RelayRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._rows = BookingRows(keyring)
        self._bookings = SqlBookings(keyring)

    async def loads(
        self, tx: Transaction, meeting_type: MeetingTypeId, members: Collection[PersonId], now: datetime
    ) -> tuple[Load, ...]:
        rows = tables.booking.c
        lapsed = and_(rows.state == BookingState.HELD.value, rows.lease_until <= now)
        theirs = and_(rows.meeting_type == meeting_type, rows.host.in_(members), rows.moves_outlook_id.is_(None))
        runs = and_(rows.state.in_(_LIVE), rows.ends_at > now)
        upcoming, last = func.count(rows.id).filter(runs), func.max(rows.created_at)
        counted = select(rows.host, upcoming.label("upcoming"), last.label("last"))
        counted = counted.where(theirs, rows.state != _FAILED, not_(lapsed)).group_by(rows.host)
        found = {row.host: row for row in await connection_of(tx).execute(counted)}
        return tuple(
            Load(one, found[one].upcoming, found[one].last) if one in found else Load(one, 0) for one in sorted(members)
        )

    async def of_request(self, tx: Transaction, booked_by: PersonId, request_key: str) -> Booking | None:
        rows = tables.booking.c
        whose = or_(rows.booked_by == booked_by, and_(rows.booked_by.is_(None), rows.host == booked_by))
        return await self._first(tx, select(rows.id).where(rows.request_key == request_key, whose))

    async def reassign(self, tx: Transaction, booking: Booking) -> bool:
        database = connection_of(tx)
        held = and_(tables.booking.c.id == booking.id, tables.booking.c.state == BookingState.HELD.value)
        kept = OTHERS_CHANGE - {"sealed_invitees"}
        columns = {name: value for name, value in self._rows.columns(booking).items() if name not in kept}
        async with refusals(database):
            changed = await database.execute(update(tables.booking).where(held).values(columns))
            if changed.rowcount != 1:
                return False
            protection = tables.booking_person
            await database.execute(delete(protection).where(protection.c.booking == booking.id))
            await database.execute(insert(protection), protection_of(booking))
        return True

    async def successor(self, tx: Transaction, booking: BookingId) -> Booking | None:
        rows = tables.booking.c
        newest = select(rows.id).where(rows.replaces == booking)
        return await self._first(tx, newest.order_by(rows.created_at.desc(), rows.id).limit(1))

    async def take_over(
        self, tx: Transaction, booking: BookingId, replaced: BookingId, persons: Collection[PersonId]
    ) -> None:
        database, table = connection_of(tx), tables.booking_person
        taker = (await database.execute(select(tables.booking).where(tables.booking.c.id == booking))).one()
        when = {"starts_at": taker.starts_at, "ends_at": taker.ends_at, "live": taker.state in LIVE_STATES}
        theirs = and_(table.c.booking == replaced, table.c.person.in_(persons))
        async with refusals(database):
            moved = (await database.execute(delete(table).where(theirs).returning(table.c.person))).all()
            if moved:
                rows = [{"booking": booking, "person": row.person, **when} for row in moved]
                await database.execute(insert(table), rows)

    async def _first(self, tx: Transaction, ids: Select[Any]) -> Booking | None:
        found = (await connection_of(tx).execute(ids)).first()
        return await self._bookings.get(tx, BookingId(found.id)) if found else None
