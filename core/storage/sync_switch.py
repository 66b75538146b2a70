"""Switches to two-way that can still be undone."""

import json
from datetime import datetime

from sqlalchemy import delete, select

from core.booking.model import Before, BookingId, SyncSwitch
from core.configuration.model import CalendarId
from core.people.model import PersonId
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.database import connection_of
from core.storage.writing import upsert


class SqlSyncSwitches:
    """Implements SyncSwitches."""

    async def get(self, tx: Transaction, person: PersonId) -> SyncSwitch | None:
        query = select(tables.sync_switch).where(tables.sync_switch.c.person == person)
        row = (await connection_of(tx).execute(query)).one_or_none()
        if row is None:
            return None
        before = tuple(_before(*each) for each in json.loads(row.before))
        return SyncSwitch(PersonId(row.person), CalendarId(row.calendar), row.undo_until, before)

    async def save(self, tx: Transaction, switch: SyncSwitch) -> None:
        columns = {
            "person": switch.person,
            "calendar": switch.calendar,
            "undo_until": switch.undo_until,
            "before": json.dumps([_row(each) for each in switch.before]),
        }
        await upsert(connection_of(tx), tables.sync_switch, columns)

    async def forget(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(tables.sync_switch).where(tables.sync_switch.c.person == person))


def _row(one: Before) -> list[object]:
    return [one.booking, _pair(one.when), _pair(one.now) if one.now else None]


def _pair(when: Range) -> list[str]:
    return [when.start.isoformat(), when.end.isoformat()]


def _before(booking: str, when: list[str], now: list[str] | None) -> Before:
    return Before(BookingId(booking), _range(when), _range(now) if now else None)


def _range(pair: list[str]) -> Range:
    start, end = (datetime.fromisoformat(part) for part in pair)
    return Range(start, end)
