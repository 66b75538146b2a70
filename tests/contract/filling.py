"""One row in every table for one person, whatever the schema is by now; and all that a database says in words."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, insert, select

from core.people.model import PersonId
from core.storage import Keyring, Store, tables
from core.storage.belonging import SEALED, cell_of
from core.storage.columns import Instant
from core.storage.database import connection_of
from tests.contract.examples import NOW, chat_user

THERE = {"person", "chat_identity", "probe", "seen_request", "slack_install", "slack_installation", "workspace_choice"}
Words = Callable[[Table, str], str]
"""What stands in a column."""


async def fill(store: Store, keyring: Keyring, person: PersonId, words: Words) -> None:
    """Rows that belong together: what a foreign key asks for is the row that was added there."""
    made: dict[Table, dict[str, Any]] = {}
    for table in tables.metadata.sorted_tables:
        row = {column.name: _value(column, person, made, words) for column in table.columns}
        row = {name: value for name, value in row.items() if value is not None}
        for name in [name for name in row if name.startswith(SEALED)]:
            row[name] = keyring.seal(cell_of(table, row, name), row[name])
        made[table] = row
        if table.name not in THERE:
            async with store.transactions.write() as tx:
                await connection_of(tx).execute(insert(table).values(row))


def _value(column: Column[Any], person: PersonId, made: dict[Table, dict[str, Any]], words: Words) -> Any:
    user = chat_user(person)
    known = {"platform": "slack", "workspace": user.workspace, "chat_user": user.user}
    known |= {"state": "waiting"} if column.table.name == "job" else {}
    if column.table.name == "person" and column.name == "id":
        return person
    for key in column.foreign_keys:
        return made[key.column.table][key.column.name]
    if isinstance(column.type, Instant):
        return NOW
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer | BigInteger):
        return None if column.identity is not None else 7
    if column.table.name == "audit" and column.name == "person":
        return person
    return known.get(column.name) or words(column.table, column.name)


async def said(store: Store, keyring: Keyring) -> dict[str, list[str]]:
    """Every text of every row, opened, by table and column."""
    found: dict[str, list[str]] = {}
    async with store.transactions.read() as tx:
        for table in tables.metadata.sorted_tables:
            for row in (await connection_of(tx).execute(select(table))).all():
                values = row._asdict()
                for name, value in values.items():
                    if isinstance(value, str):
                        plain = keyring.open(cell_of(table, values, name), value) if name.startswith(SEALED) else value
                        found.setdefault(f"{table.name}.{name}", []).append(plain)
    return found
