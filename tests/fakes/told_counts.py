"""How many messages a person got unasked on the day that is counted now, in memory."""

from datetime import date

from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeToldCounts:
    """Implements ToldCounts."""

    async def get(self, tx: Transaction, person: PersonId, day: date) -> int:
        known = tables_of(tx).told_counts.get(person)
        return known[1] if known is not None and known[0] == day else 0

    async def save(self, tx: Transaction, person: PersonId, day: date, count: int) -> None:
        tables = writable(tx)
        if person not in tables.persons:
            raise StorageConflict("there is no such person")
        tables.told_counts[person] = (day, count)
