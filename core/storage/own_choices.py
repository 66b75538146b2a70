"""Which settings a person chose for themselves: what an admin chooses for everybody leaves these alone."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.administration_tables import own_choice
from core.storage.database import connection_of
from core.storage.writing import insert_if_new


class SqlOwnChoices:
    """Implements OwnChoices."""

    async def add(self, tx: Transaction, person: PersonId, setting: str) -> None:
        await insert_if_new(connection_of(tx), own_choice, {"person": person, "setting": setting})

    async def of_person(self, tx: Transaction, person: PersonId) -> frozenset[str]:
        found = select(own_choice.c.setting).where(own_choice.c.person == person)
        return frozenset((await connection_of(tx).execute(found)).scalars())

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(own_choice).where(own_choice.c.person == person))


async def take_own_choices(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """They go with the choices themselves: over to who has none; else they end with the joined person."""
    chose = exists().where(tables.preferences.c.person == kept)
    await database.execute(update(own_choice).where(own_choice.c.person == joined, ~chose).values(person=kept))
