"""A database of the version that showed the titles of every account."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from core.connection.model import CONSUMER_TENANT
from core.storage import migrate, tables
from core.storage.schema import migration_connection
from tests.contract.old_versions import add, left_at

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

    def fill(connection: Connection) -> None:
        for person in ("ada", "ben"):
            add(connection, "person", id=person)
            add(connection, "preferences", person=person)
        for person, name, tid, at in ACCOUNTS:
            add(connection, "connection", id=name, person=person, tid=tid, oid=name, created_at=at)

    return left_at(BEFORE, request, tmp_path, fill)


async def test_further_accounts_of_elsewhere_hide_their_titles_from_now_on(old_database: str) -> None:
    await migrate(old_database)
    with migration_connection(old_database) as connection:
        rows = connection.execute(select(tables.preferences.c.person, tables.preferences.c.hidden_titles)).all()
    assert {person: set(hidden.split()) for person, hidden in rows} == {"ada": {"home", "other"}, "ben": set()}
