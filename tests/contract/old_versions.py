"""Databases as earlier versions left them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, insert

from core.storage.schema import alembic_config, migration_connection


def left_at(revision: str, request: pytest.FixtureRequest, tmp_path: Path, fill: Callable[[Connection], None]) -> str:
    """The address of a database of this revision with these rows in it; `request.param`: "sqlite" or "postgres"."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        address = str(request.getfixturevalue("fresh_postgres_url"))
    with migration_connection(address) as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        fill(connection)
    return address


def add(connection: Connection, name: str, **values: object) -> None:
    """One row with these values, and something in every other column that needs it."""
    table = Table(name, MetaData(), autoload_with=connection)
    kinds = {str: "x", int: 7, bool: False, datetime: day(7)}
    needed = [one for one in table.columns if not one.nullable and one.server_default is None]
    row = {one.name: kinds[one.type.python_type] for one in needed} | values
    if table.columns.keys().count("created_at") and table.c.created_at.type.python_type is datetime:
        row["created_at"] = day(int(str(values.get("created_at", 7))))
    connection.execute(insert(table).values(row))


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)
