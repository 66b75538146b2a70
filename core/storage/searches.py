"""How often somebody asked when others are free."""

from datetime import datetime

from sqlalchemy import select

from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.database import connection_of
from core.storage.offers_tables import people_search
from core.storage.writing import upsert


class SqlSearches:
    """Implements SearchCounts."""

    async def get(self, tx: Transaction, person: PersonId) -> tuple[datetime, int] | None:
        counted = select(people_search.c.since, people_search.c["count"]).where(people_search.c.person == person)
        row = (await connection_of(tx).execute(counted)).one_or_none()
        return (row[0], row[1]) if row else None

    async def save(self, tx: Transaction, person: PersonId, since: datetime, count: int) -> None:
        await upsert(connection_of(tx), people_search, {"person": person, "since": since, "count": count})
