"""A store on an empty database of either kind."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.storage import Keyring, Store, migrate, open_store

KEYS = Keyring.fresh_text()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To copy: migrating one for every test would take longer than the tests."""
    file = tmp_path_factory.mktemp("crash") / "clearhour.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database for this test alone."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "clearhour.db")
        return f"sqlite:///{tmp_path / 'clearhour.db'}"
    url: str = request.getfixturevalue("fresh_postgres_url")
    asyncio.run(migrate(url))
    return url


@pytest.fixture
async def store(address: str) -> AsyncIterator[Store]:
    found = await open_store(address, Keyring.parse(KEYS))
    yield found
    await found.close()
