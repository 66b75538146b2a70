"""A database of the version that showed the titles of every account."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, insert, select

from core.connection.model import CONSUMER_TENANT
from core.storage import migrate, tables
from core.storage.schema import alembic_config, migration_connection

BEFORE = "0007"
ACCOUNTS = (
    ("ada", "first", "work", 1),
    ("ada", "same", "work", 2),
    ("ada", "home", CONSUMER_TENANT, 3),
    ("ada", "other", "elsewhere", 4),
    ("ben", "only", CONSUMER_TENANT, 1),
)


@pytest.fixture(params=["sqlite", "postgres"])
def old_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Revision 0007, with accounts of two persons."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        address = str(request.getfixturevalue("fresh_postgres_url"))
    with migration_connection(address) as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        for person in ("ada", "ben"):
            add(connection, "person", id=person)
            add(connection, "preferences", person=person)
        for person, name, tid, at in ACCOUNTS:
            add(connection, "connection", id=name, person=person, tid=tid, oid=name, created_at=at)
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


async def test_further_accounts_of_elsewhere_hide_their_titles_from_now_on(old_database: str) -> None:
    await migrate(old_database)
    with migration_connection(old_database) as connection:
        rows = connection.execute(select(tables.preferences.c.person, tables.preferences.c.hidden_titles)).all()
    assert {person: set(hidden.split()) for person, hidden in rows} == {"ada": {"home", "other"}, "ben": set()}
