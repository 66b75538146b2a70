"""The two ways of inserting that both databases know but SQLAlchemy spells per dialect."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection


async def upsert(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> None:
    """Adds the row, or replaces the given columns of the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    statement = _insert(connection, table).values(dict(values))
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))


async def insert_if_new(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> bool:
    """Adds the row; False if its primary key is there already (also when a running transaction adds it: we wait)."""
    statement = _insert(connection, table).values(dict(values)).on_conflict_do_nothing()
    added = await connection.execute(statement.returning(*table.primary_key))
    return added.one_or_none() is not None


def _insert(connection: AsyncConnection, table: Table) -> Any:
    return sqlite_insert(table) if connection.dialect.name == "sqlite" else postgres_insert(table)
