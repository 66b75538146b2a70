"""What can't be read, in memory."""

from dataclasses import replace

from core.dialogue.health import Trouble
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeTroubles:
    """Implements TroubleRepository."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Trouble, ...]:
        mine = (one for one in tables_of(tx).troubles.values() if one.person == person)
        return tuple(sorted(mine, key=lambda one: (one.since, one.subject)))

    async def save(self, tx: Transaction, found: Trouble) -> None:
        tables = writable(tx)
        if found.person not in tables.persons:
            raise StorageConflict("there is no such person")
        tables.troubles[found.person, found.subject] = found

    async def showed(self, tx: Transaction, person: PersonId, subject: str, shown: str) -> None:
        rows = writable(tx).troubles
        if (person, subject) in rows:
            rows[person, subject] = replace(rows[person, subject], shown=shown)

    async def end(self, tx: Transaction, person: PersonId, subject: str) -> None:
        writable(tx).troubles.pop((person, subject), None)
