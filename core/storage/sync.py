"""How far the copy of each calendar is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Update, bindparam, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from core.configuration.model import Calendar, CalendarId
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.errors import Gone
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage.columns import Instant
from core.storage.configuration import calendar_of
from core.storage.database import connection_of
from core.storage.job_rows import IS_WAITING
from core.storage.many import execute_for, for_many
from core.storage.tables import calendar as calendars
from core.storage.tables import connection as connections
from core.storage.tables import job, sync_state
from core.storage.writing import upsert
from core.sync.model import ROUND_KEY, Listening, ReaderKind, Subscription, SyncState, is_dirty

_state = sync_state.c
_COMING = exists().where(job.c.dedupe == ROUND_KEY + _state.calendar, IS_WAITING)
_HEARD = select(
    _state.subscription, _state.calendar, _state.client_state_hash, _state.read_at, _state.notified_at, _COMING
)
_LISTENING = for_many(lambda given: _HEARD.where(_state.subscription.in_(given)))


def _marking(given: Select[Any]) -> Update:
    meant = select(_state.calendar).where(_state.calendar.in_(given)).order_by(_state.calendar).with_for_update()
    return (
        update(sync_state).where(_state.calendar.in_(meant)).values(notified_at=bindparam("told_at", type_=Instant()))
    )


_MARKING = for_many(_marking)


class SqlSyncStates:
    """Implements SyncStates."""

    async def get(self, tx: Transaction, calendar: CalendarId) -> SyncState | None:
        found = await self._many(tx, _state.calendar == calendar)
        return found[0] if found else None

    async def locked(self, tx: Transaction, calendar: CalendarId) -> SyncState | None:
        """Holds the calendar first: whoever deletes it then waits for us, instead of us for each other."""
        database = connection_of(tx)
        listed = select(calendars.c.id).where(calendars.c.id == calendar).with_for_update(read=True, key_share=True)
        await database.execute(listed)
        row = (await database.execute(select(sync_state).where(_state.calendar == calendar).with_for_update())).first()
        return _of_row(row) if row else None

    async def owner(self, tx: Transaction, calendar: CalendarId) -> tuple[PersonId, Calendar] | None:
        query = select(calendars, connections.c.person.label("owner_id")).join(
            connections, connections.c.id == calendars.c.connection
        )
        row = (await connection_of(tx).execute(query.where(calendars.c.id == calendar))).one_or_none()
        return (PersonId(row.owner_id), calendar_of(row)) if row else None

    async def of_calendars(self, tx: Transaction, wanted: Collection[CalendarId]) -> Mapping[CalendarId, SyncState]:
        return {state.calendar: state for state in await self._many(tx, _state.calendar.in_(list(wanted)))}

    async def of_person(self, tx: Transaction, person: PersonId) -> Mapping[CalendarId, SyncState]:
        theirs = select(connections.c.id).where(connections.c.person == person)
        mine = select(calendars.c.id).where(calendars.c.connection.in_(theirs))
        return {state.calendar: state for state in await self._many(tx, _state.calendar.in_(mine))}

    async def of_connection(self, tx: Transaction, connection: ConnectionId) -> Mapping[CalendarId, SyncState]:
        mine = select(calendars.c.id).where(calendars.c.connection == connection)
        return {state.calendar: state for state in await self._many(tx, _state.calendar.in_(mine))}

    async def listening(self, tx: Transaction, subscriptions: Collection[str]) -> tuple[Listening, ...]:
        rows = await execute_for(connection_of(tx), _LISTENING, subscriptions)
        return tuple(
            Listening(subscription, calendar, secret, read_at, coming and is_dirty(notified_at, read_at))
            for subscription, calendar, secret, read_at, notified_at, coming in rows.all()
        )

    async def save(self, tx: Transaction, state: SyncState) -> None:
        database = connection_of(tx)
        try:
            async with database.begin_nested():
                await upsert(database, sync_state, _columns(state))
        except IntegrityError:
            raise Gone("the calendar of this copy is no longer listed") from None

    async def mark(self, tx: Transaction, marked: Collection[CalendarId], notified_at: datetime) -> None:
        """In the order of their ids, so that two processes never wait for each other in a circle."""
        await execute_for(connection_of(tx), _MARKING, marked, told_at=notified_at)

    async def delete(self, tx: Transaction, calendar: CalendarId) -> None:
        await connection_of(tx).execute(delete(sync_state).where(_state.calendar == calendar))

    async def due(self, tx: Transaction, now: datetime, limit: int) -> tuple[SyncState, ...]:
        is_due = or_(_state.poll_at <= now, _state.compare_at <= now, _state.renew_at <= now)
        query = select(sync_state).where(is_due).order_by(_state.poll_at, _state.calendar).limit(limit)
        rows = await connection_of(tx).execute(query.with_for_update(skip_locked=True))
        return tuple(_of_row(row) for row in rows)

    async def _many(self, tx: Transaction, condition: ColumnElement[bool]) -> tuple[SyncState, ...]:
        rows = await connection_of(tx).execute(select(sync_state).where(condition).order_by(_state.calendar))
        return tuple(_of_row(row) for row in rows)


def _of_row(row: Row[Any]) -> SyncState:
    return SyncState(
        calendar=CalendarId(row.calendar),
        poll_at=row.poll_at,
        compare_at=row.compare_at,
        renew_at=row.renew_at,
        reader=ReaderKind(row.reader),
        link=row.link,
        window=Range(row.window_start, row.window_end) if row.window_start else None,
        read_at=row.read_at,
        failing_since=row.failing_since,
        error=row.error,
        version=row.version,
        subscription=Subscription(row.subscription, row.subscription_expires_at) if row.subscription else None,
        client_state_hash=row.client_state_hash,
        notified_at=row.notified_at,
    )


def _columns(state: SyncState) -> dict[str, Any]:
    return {
        "calendar": state.calendar,
        "reader": state.reader.value,
        "link": state.link,
        "window_start": state.window.start if state.window else None,
        "window_end": state.window.end if state.window else None,
        "read_at": state.read_at,
        "failing_since": state.failing_since,
        "error": state.error,
        "version": state.version,
        "poll_at": state.poll_at,
        "compare_at": state.compare_at,
        "renew_at": state.renew_at,
        "subscription": state.subscription.id if state.subscription else None,
        "subscription_expires_at": state.subscription.expires_at if state.subscription else None,
        "client_state_hash": state.client_state_hash,
        "notified_at": state.notified_at,
    }
