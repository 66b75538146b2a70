"""Migrations, opening and closing: what serve relies on before the first request."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql, sqlite

from core.storage import Keyring, StorageBusy, StorageOutdated, Store, at_head, migrate, open_store, tables
from core.storage.address import async_url, sqlite_file
from core.storage.columns import Instant
from core.storage.database import Database, connection_of
from core.storage.schema import alembic_config, migration_connection
from tests.contract.conftest import KEYRING
from tests.contract.examples import outside
from tests.fakes import FakeStore


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new' / 'clearhour.db'}"


@pytest.fixture(params=["sqlite_address", "fresh_postgres_url"])
def empty_address(request: pytest.FixtureRequest) -> str:
    """An address with nothing behind it yet."""
    address: str = request.getfixturevalue(request.param)
    return address


async def test_migrating_an_empty_database_brings_it_to_head_and_again_changes_nothing(empty_address: str) -> None:
    assert not await at_head(empty_address)
    await migrate(empty_address)
    assert await at_head(empty_address)
    await migrate(empty_address)
    assert await at_head(empty_address)


async def test_models_and_migrations_agree(empty_address: str) -> None:
    await migrate(empty_address)
    with migration_connection(empty_address) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


async def test_two_migrations_at_once_both_end_well(fresh_postgres_url: str) -> None:
    await asyncio.gather(migrate(fresh_postgres_url), migrate(fresh_postgres_url))
    assert await at_head(fresh_postgres_url)


def test_versions_are_one_line_whose_file_names_say_the_order() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert len(scripts.get_heads()) == 1
    in_order = [Path(script.path).name for script in reversed(list(scripts.walk_revisions()))]
    assert [int(re.match(r"(\d{4})_\w+\.py", name).group(1)) for name in in_order] == [*range(1, len(in_order) + 1)]


def test_no_migration_promises_a_way_back() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert [script.path for script in scripts.walk_revisions() if hasattr(script.module, "downgrade")] == []


async def test_a_failing_migration_leaves_nothing_behind(empty_address: str) -> None:
    def fail_late(bind: Connection) -> None:
        with bind.begin():
            tables.probe.create(bind)
            raise LookupError

    with migration_connection(_with_directory(empty_address)) as bind:
        with pytest.raises(LookupError):
            fail_late(bind)
        with bind.begin():
            assert not bind.dialect.has_table(bind, "probe")


def _with_directory(address: str) -> str:
    file = sqlite_file(address)
    if file is not None:
        file.parent.mkdir()
    return address


async def test_postgres_is_not_served_before_it_was_migrated(fresh_postgres_url: str) -> None:
    with pytest.raises(StorageOutdated):
        await open_store(fresh_postgres_url, KEYRING)


async def test_sqlite_migrates_itself_when_opened_and_only_its_owner_may_read_it(sqlite_address: str) -> None:
    store = await open_store(sqlite_address, KEYRING)
    await store.close()
    assert await at_head(sqlite_address)
    file = Path(str(async_url(sqlite_address).database))
    assert {path.stat().st_mode & 0o077 for path in file.parent.iterdir()} == {0}


async def test_a_second_store_and_a_migration_are_refused_while_one_serves(sqlite_address: str) -> None:
    store = await open_store(sqlite_address, KEYRING)
    with pytest.raises(StorageBusy):
        await open_store(sqlite_address, KEYRING)
    with pytest.raises(StorageBusy):
        await migrate(sqlite_address)
    await store.close()
    await (await open_store(sqlite_address, KEYRING)).close()


HOLDER = """
import sys, time
from pathlib import Path
from core.storage.lock import FileLock
FileLock(Path(sys.argv[1])).take()
print("held", flush=True)
time.sleep(60)
"""


async def test_a_killed_process_frees_the_file(sqlite_address: str) -> None:
    await migrate(sqlite_address)
    command = [sys.executable, "-c", HOLDER, str(async_url(sqlite_address).database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StorageBusy):
            await open_store(sqlite_address, KEYRING)
        holder.kill()
        holder.wait()
    await (await open_store(sqlite_address, KEYRING)).close()


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://host/db", "not an address", ""])
async def test_an_address_that_can_not_work_is_refused_with_the_fix(address: str) -> None:
    with pytest.raises(ValueError, match=r"Use sqlite:////absolute"):
        Database.open(address)


def test_the_fake_store_has_the_fields_of_the_real_one() -> None:
    real = {field.name for field in fields(Store)} - {"database"}
    assert {field.name for field in fields(FakeStore)} == real


async def test_ready_says_whether_a_write_gets_through(real_store: Store) -> None:
    assert await real_store.ready()
    async with real_store.transactions.write() as tx:
        await connection_of(tx).execute(text("DROP TABLE probe"))
    try:
        assert not await real_store.ready()
    finally:
        async with real_store.transactions.write() as tx:
            await (connection_of(tx)).run_sync(tables.probe.create)
    assert await real_store.ready()


async def test_not_ready_while_a_writer_hangs(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as hasty:
        hasty.setattr("core.storage.store.PROBE_TIMEOUT_SECONDS", 0.05)
        async with sqlite_store.transactions.write():
            assert not await outside(sqlite_store.ready())
    assert await sqlite_store.ready()


DIALECTS = (sqlite.dialect(), postgresql.dialect())


@given(some.datetimes(timezones=some.sampled_from([UTC, timezone(timedelta(hours=-3, minutes=-30))])))
def test_instants_come_back_in_utc_to_the_microsecond(instant: datetime) -> None:
    column = Instant()
    for dialect in DIALECTS:
        try:
            expected = instant.astimezone(UTC)
        except OverflowError:
            return
        back = column.process_result_value(column.process_bind_param(instant, dialect), dialect)
        assert back == expected
        assert back.tzinfo is UTC


def test_a_naive_datetime_is_refused() -> None:
    for dialect in DIALECTS:
        with pytest.raises(ValueError, match="naive"):
            Instant().process_bind_param(datetime(2027, 1, 1), dialect)  # noqa: DTZ001 - that is the test


async def test_acknowledged_commits_survive_kill_minus_nine(sqlite_address: str) -> None:
    """A child says each number after its commit and is killed; every number said is in the file."""
    store = await open_store(sqlite_address, Keyring.parse(Keyring.fresh_text()))
    await store.close()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, sqlite_address], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(20)]
        writer.kill()
        said += [int(line) for line in writer.stdout.read().splitlines() if line.isdigit()]
    with sqlite3.connect(str(async_url(sqlite_address).database)) as raw:
        kept = {int(row[0]) for row in raw.execute("SELECT kind FROM job")}
    raw.close()
    assert set(said) <= kept


WRITER = """
import asyncio, sys
from core.storage.database import Database
from core.storage.job_rows import insert_job
from core.storage.database import connection_of

async def main():
    database = Database.open(sys.argv[1])
    for number in range(100000):
        async with database.write() as tx:
            await insert_job(connection_of(tx), str(number), {})
        print(number, flush=True)

asyncio.run(main())
"""
