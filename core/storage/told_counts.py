"""How many messages a person got unasked on the day that is counted now."""

from datetime import date

from sqlalchemy import Table, select

from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.columns import filled, owned, whole
from core.storage.database import connection_of
from core.storage.tables import metadata
from core.storage.writing import upsert

told_count = Table(
    "told_count",
    metadata,
    owned("person", "person.id", primary_key=True),
    filled("day"),
    whole("count"),
)


class SqlToldCounts:
    """Implements ToldCounts. The day is text: 2026-11-23."""

    async def get(self, tx: Transaction, person: PersonId, day: date) -> int:
        columns = told_count.c
        counted = select(columns["count"]).where(columns.person == person, columns.day == day.isoformat())
        return int((await connection_of(tx).execute(counted)).scalar_one_or_none() or 0)

    async def save(self, tx: Transaction, person: PersonId, day: date, count: int) -> None:
        columns = {"person": person, "day": day.isoformat(), "count": count}
        await upsert(connection_of(tx), told_count, columns)
