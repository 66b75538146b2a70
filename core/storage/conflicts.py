"""What is known, and was said, of double bookings."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import Row, Table, delete, select

from core.configuration.teams.model import is_team
from core.conflicts.model import CauseId, Ledger, Rules
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.conflicts_rows import (
    ConflictRows,
    cause_columns,
    cause_of,
    key_columns,
    rules_columns,
    rules_of,
    warned_columns,
    warned_of,
)
from core.storage.conflicts_tables import conflict, conflict_cause, conflict_rules, conflict_warning
from core.storage.crypto import Keyring
from core.storage.database import connection_of
from core.storage.tables import preferences
from core.storage.writing import upsert

Key = TypeVar("Key")
Value = TypeVar("Value")


class SqlLedgers:
    """Implements LedgerRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._rows = ConflictRows(keyring)

    async def load(self, tx: Transaction, person: PersonId) -> Ledger:
        conflicts = [self._rows.conflict(row) for row in await _all(tx, conflict, person)]
        causes = [cause_of(row) for row in await _all(tx, conflict_cause, person)]
        warnings = [warned_of(row) for row in await _all(tx, conflict_warning, person)]
        rules = [rules_of(row) for row in await _all(tx, conflict_rules, person)]
        return Ledger(
            person=person,
            conflicts={one.pair.key: one for one in conflicts},
            causes={cause.id: cause for cause in causes},
            warnings={warned.id: warned for warned in warnings},
            rules=rules[0] if rules else Rules(),
        )

    async def save(self, tx: Transaction, before: Ledger, after: Ledger) -> None:
        person, database = after.person, connection_of(tx)
        put, gone = _difference(before.conflicts, after.conflicts)
        for key in gone:
            await _delete(tx, conflict, key_columns(person, key))
        for one in put:
            await upsert(database, conflict, self._rows.columns(person, one))
        changed, vanished = _difference(before.causes, after.causes)
        for cause_id in vanished:
            await _delete(tx, conflict_cause, {"person": person, "id": cause_id})
        for cause in changed:
            await upsert(database, conflict_cause, cause_columns(person, cause))
        said, forgotten = _difference(before.warnings, after.warnings)
        for warning_id in forgotten:
            await _delete(tx, conflict_warning, {"person": person, "id": warning_id})
        for warned in said:
            await upsert(database, conflict_warning, warned_columns(person, warned))
        if before.rules != after.rules:
            await upsert(database, conflict_rules, rules_columns(person, after.rules))

    async def owner(self, tx: Transaction, cause: CauseId) -> PersonId | None:
        found = await connection_of(tx).scalar(select(conflict_cause.c.person).where(conflict_cause.c.id == cause))
        return PersonId(found) if found else None

    async def persons(self, tx: Transaction) -> tuple[PersonId, ...]:
        rows = await connection_of(tx).execute(select(preferences.c.person))
        return tuple(PersonId(row.person) for row in rows if not is_team(row.person))

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        for table in (conflict, conflict_cause, conflict_warning, conflict_rules):
            await _delete(tx, table, {"person": person})


def _difference(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> tuple[list[Value], list[Key]]:
    """Values to write, and keys to delete."""
    return [value for key, value in after.items() if before.get(key) != value], [*(before.keys() - after.keys())]


async def _all(tx: Transaction, table: Table, person: PersonId) -> list[Row[Any]]:
    return list(await connection_of(tx).execute(select(table).where(table.c.person == person)))


async def _delete(tx: Transaction, table: Table, columns: Mapping[str, str]) -> None:
    await connection_of(tx).execute(delete(table).where(*(table.c[name] == value for name, value in columns.items())))
