"""The stores that every contract suite runs on."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from core.shared.jobs import JobQueue
from core.storage import Keyring, StorageOutdated, Store, migrate, open_store, tables
from core.storage.database import connection_of
from core.storage.jobs import JobTable
from tests.contract.examples import PEOPLE, meet
from tests.fakes import FakeStore, fake_store
from tests.fakes.jobs import FakeJobQueue

KEYRING = Keyring.parse(Keyring.fresh_text())
AnyStore = Store | FakeStore


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy; migrating one for every test would take longer than the tests."""
    file = tmp_path_factory.mktemp("template") / "clearhour.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture
async def memory_store() -> FakeStore:
    store = fake_store()
    await _add_people(store)
    return store


@pytest.fixture
async def sqlite_store(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "clearhour.db")
    store = await open_store(f"sqlite:///{tmp_path / 'clearhour.db'}", KEYRING)
    await _add_people(store)
    yield store
    await store.close()


@pytest.fixture
async def postgres_store(postgres_url: str) -> AsyncIterator[Store]:
    """A store on this worker's database, emptied."""
    try:
        store = await open_store(postgres_url, KEYRING)
    except StorageOutdated:
        await migrate(postgres_url)
        store = await open_store(postgres_url, KEYRING)
    empty = "; ".join(f"DELETE FROM {table.name}" for table in reversed(tables.metadata.sorted_tables))
    async with store.transactions.write() as tx:
        await connection_of(tx).exec_driver_sql(empty)
    await _add_people(store)
    yield store
    await store.close()


async def _add_people(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        for person in PEOPLE:
            await meet(store, tx, person)


@pytest.fixture(params=["sqlite", "postgres"])
def real_store(request: pytest.FixtureRequest) -> Store:
    """A database of either kind, with PEOPLE in it."""
    store: Store = request.getfixturevalue(f"{request.param}_store")
    return store


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> AnyStore:
    """Every implementation, with PEOPLE in it."""
    store: AnyStore = request.getfixturevalue(f"{request.param}_store")
    return store


@pytest.fixture
def another_process(store: AnyStore) -> Callable[[], JobQueue]:
    """The job queue as another process of the same database sees it."""

    def join() -> JobQueue:
        return FakeJobQueue(store.transactions) if isinstance(store, FakeStore) else JobTable(store.database)

    return join
