"""A database of the version that didn't know whose meetings events are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, insert, inspect, select

from core.storage import at_head, migrate, tables
from core.storage.schema import migration_connection
from tests.contract.old_versions import left_at

BEFORE = "0004"
THEN = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def old_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Revision 0004, with a calendar that is copied and a booking."""

    def fill(connection: Connection) -> None:
        for table in (tables.person, tables.connection, tables.calendar, tables.sync_state, tables.busy_block):
            add(connection, table)
        add(connection, tables.booking)

    return left_at(BEFORE, request, tmp_path, fill)


def add(connection: Connection, table: Table) -> None:
    """One row in which every text is "x" and every time has passed."""
    kinds = {str: "x", int: 7, bool: False, datetime: THEN}
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    known = [column for column in table.columns if column.name in there]
    row = {
        column.name: kinds[datetime if "Instant" in repr(column.type) else column.type.python_type] for column in known
    }
    row |= {"ends_at": THEN + timedelta(hours=1)} if "ends_at" in row else {}
    connection.execute(insert(table).values(row))


async def test_copies_are_read_anew_and_the_rest_stays(old_database: str) -> None:
    began = datetime.now(UTC)
    await migrate(old_database)
    assert await at_head(old_database)
    with migration_connection(old_database) as connection:
        state = connection.execute(select(tables.sync_state)).one()
        assert connection.execute(select(tables.busy_block)).all() == []
        booking = connection.execute(select(tables.booking)).one()
    assert (state.link, state.window_start, state.window_end, state.read_at) == (None, None, None, None)
    assert (state.version, state.subscription, state.reader) == (8, "x", "x")
    assert began <= state.poll_at <= datetime.now(UTC)
    assert (booking.sealed_title, booking.starts_at, booking.moves_outlook_id) == ("x", THEN, None)
