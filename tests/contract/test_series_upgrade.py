"""A database of the version in which a booking had one time: what it protects stays protected."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from core.storage import migrate, tables
from core.storage.schema import migration_connection
from tests.contract.old_versions import add, day, left_at

BEFORE = "0014"


@pytest.fixture(params=["sqlite", "postgres"])
def old_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Revision 0014, with a booking that protects two persons from the first to the second of January."""

    def fill(connection: Connection) -> None:
        for person in ("ada", "ben"):
            add(connection, "person", id=person)
        for name in ("first", "second"):
            add(connection, "booking", id=name, host="ada", request_key=name)
        for person in ("ada", "ben"):
            times = {"starts_at": _stored(request.param, 1), "ends_at": _stored(request.param, 2)}
            add(connection, "booking_person", booking="first", person=person, live=True, **times)

    return left_at(BEFORE, request, tmp_path, fill)


def _stored(kind: str, number: int) -> object:
    """SQLite keeps microseconds."""
    return round(day(number).timestamp() * 1_000_000) if kind == "sqlite" else day(number)


async def test_what_was_protected_stays_so_and_other_times_of_a_booking_come_beside_it(old_database: str) -> None:
    await migrate(old_database)
    rows = tables.booking_person
    with migration_connection(old_database) as connection, connection.begin():
        found = connection.execute(select(rows).order_by(rows.c.person)).all()
        assert [(row.booking, row.occurrence, row.person, row.starts_at, row.ends_at, row.live) for row in found] == [
            ("first", 0, person, day(1), day(2), True) for person in ("ada", "ben")
        ]
        later = {"booking": "first", "occurrence": 1, "person": "ben", "starts_at": day(8), "ends_at": day(9)}
        connection.execute(insert(rows).values(**later, live=True))


@pytest.mark.parametrize("booking", ["first", "second"])
async def test_the_database_goes_on_refusing_to_protect_anybody_twice(old_database: str, booking: str) -> None:
    await migrate(old_database)
    twice = {"booking": booking, "occurrence": 1, "person": "ben", "starts_at": day(1), "ends_at": day(3), "live": True}
    with migration_connection(old_database) as connection, pytest.raises(IntegrityError, match="one_booking_at_a_time"):
        connection.execute(insert(tables.booking_person).values(**twice))
