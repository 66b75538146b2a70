"""What can't be read, and how often its person was told."""

from sqlalchemy import Column, Integer, Table, Text, delete, select, update

from core.dialogue.health import Trouble
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.columns import Instant, filled, key, owned
from core.storage.database import connection_of
from core.storage.tables import metadata
from core.storage.writing import upsert

trouble = Table(
    "trouble",
    metadata,
    owned("person", "person.id", primary_key=True),
    key("subject"),
    filled("why"),
    filled("name"),
    Column("since", Instant, nullable=False),
    Column("told", Integer, nullable=False),
    Column("due_at", Instant),
    Column("shown", Text, nullable=False, server_default=""),
    Column("ended_at", Instant),
)


class SqlTroubles:
    """Implements TroubleRepository."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Trouble, ...]:
        query = select(trouble).where(trouble.c.person == person).order_by(trouble.c.since, trouble.c.subject)
        return tuple(
            Trouble(person, row.subject, row.why, row.name, row.since, row.told, row.due_at, row.shown, row.ended_at)
            for row in await connection_of(tx).execute(query)
        )

    async def save(self, tx: Transaction, found: Trouble) -> None:
        columns = {
            "person": found.person,
            "subject": found.subject,
            "why": found.why,
            "name": found.name,
            "since": found.since,
            "told": found.told,
            "due_at": found.due_at,
            "shown": found.shown,
            "ended_at": found.ended_at,
        }
        await upsert(connection_of(tx), trouble, columns)

    async def showed(self, tx: Transaction, person: PersonId, subject: str, shown: str) -> None:
        mine = (trouble.c.person == person, trouble.c.subject == subject)
        await connection_of(tx).execute(update(trouble).where(*mine).values(shown=shown))

    async def end(self, tx: Transaction, person: PersonId, subject: str) -> None:
        mine = (trouble.c.person == person, trouble.c.subject == subject)
        await connection_of(tx).execute(delete(trouble).where(*mine))
