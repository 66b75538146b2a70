"""What comes once, as rows."""

from datetime import datetime

from sqlalchemy import delete, select

from core.configuration.occasions import Occasion, OccasionKind
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.database import connection_of
from core.storage.occasions_tables import occasion as _table
from core.storage.writing import insert_if_new

_row = _table.c


class SqlOccasions:
    """Implements Occasions."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Occasion, ...]:
        query = select(_table).where(_row.person == person).order_by(_row.start, _row.kind, _row.event)
        rows = await connection_of(tx).execute(query)
        return tuple(
            Occasion(PersonId(row.person), OccasionKind(row.kind), row.event, row.start, row.detail) for row in rows
        )

    async def add(self, tx: Transaction, occasion: Occasion) -> bool:
        columns = {
            "person": occasion.person,
            "kind": occasion.kind.value,
            "event": occasion.event,
            "start": occasion.start,
            "detail": occasion.detail,
        }
        return await insert_if_new(connection_of(tx), _table, columns)

    async def forget_before(self, tx: Transaction, person: PersonId, before: datetime) -> None:
        await connection_of(tx).execute(delete(_table).where(_row.person == person, _row.start < before))
