"""What is known, and was said, of double bookings, in memory."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from core.configuration.teams.model import is_team
from core.conflicts.model import CauseId, Ledger
from core.people.model import PersonId
from core.shared.transaction import Transaction
from tests.fakes.memory import Tables, tables_of, writable

Key = TypeVar("Key")
Value = TypeVar("Value")


class FakeLedgers:
    """Implements LedgerRepository. Writes differences only, as rows do: who saves without a lock loses nothing else."""

    async def load(self, tx: Transaction, person: PersonId) -> Ledger:
        return _stored(tables_of(tx), person)

    async def save(self, tx: Transaction, before: Ledger, after: Ledger) -> None:
        tables = writable(tx)
        stored = _stored(tables, after.person)
        tables.ledgers[after.person] = replace(
            stored,
            conflicts=_merged(stored.conflicts, before.conflicts, after.conflicts),
            causes=_merged(stored.causes, before.causes, after.causes),
            warnings=_merged(stored.warnings, before.warnings, after.warnings),
            rules=stored.rules if before.rules == after.rules else after.rules,
        )

    async def owner(self, tx: Transaction, cause: CauseId) -> PersonId | None:
        ledgers = tables_of(tx).ledgers.values()
        return next((ledger.person for ledger in ledgers if cause in ledger.causes), None)

    async def persons(self, tx: Transaction) -> tuple[PersonId, ...]:
        return tuple(one.person for one in tables_of(tx).preferences.values() if not is_team(one.person))

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        writable(tx).ledgers.pop(person, None)


def _stored(tables: Tables, person: PersonId) -> Ledger:
    return tables.ledgers.get(person, Ledger(person)) if person in tables.persons else Ledger(person)


def _merged(stored: Mapping[Key, Value], before: Mapping[Key, Value], after: Mapping[Key, Value]) -> dict[Key, Value]:
    gone = before.keys() - after.keys()
    kept = {key: value for key, value in stored.items() if key not in gone}
    return kept | {key: value for key, value in after.items() if before.get(key) != value}
