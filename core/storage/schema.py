"""Bringing a database's tables to this version. Alembic is synchronous, so it works in a thread."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from core.storage.address import sqlite_file, sync_url
from core.storage.engines import BUSY_TIMEOUT_MS, make_private, prepare_sqlite
from core.storage.lock import FileLock

_PRAGMAS = (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL")
_ONE_MIGRATION_AT_A_TIME = 0x636C7268  # a key for PostgreSQL's advisory locks, ours alone


async def migrate(address: str, *, lock_held: bool = False) -> None:
    """Brings the tables to head. Raises StorageBusy while a process serves the embedded database.

    `lock_held`: the caller's Database holds the file already.
    """
    await asyncio.to_thread(_migrate, address, lock_held)


async def at_head(address: str) -> bool:
    """True if the tables are exactly those of this version."""
    return await asyncio.to_thread(_at_head, address)


def _migrate(address: str, lock_held: bool) -> None:
    file = sqlite_file(address)
    if file is None:
        _upgrade(address)
        return
    make_private(file)
    lock = FileLock(file)
    if not lock_held:
        lock.take()
    try:
        _upgrade(address)
    finally:
        lock.release()


def _upgrade(address: str) -> None:
    with migration_connection(address) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_MIGRATION_AT_A_TIME})"))
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _at_head(address: str) -> bool:
    file = sqlite_file(address)
    if file is not None and not file.exists():
        return False
    with migration_connection(address, begin="BEGIN") as connection:
        return frozenset(MigrationContext.configure(connection).get_current_heads()) == _heads()


@cache
def _heads() -> frozenset[str]:
    return frozenset(ScriptDirectory.from_config(alembic_config()).get_heads())


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@contextmanager
def migration_connection(address: str, begin: str = "BEGIN IMMEDIATE") -> Iterator[Connection]:
    """A synchronous connection; SQLite's doesn't enforce foreign keys, because tables are rebuilt there."""
    engine = create_engine(sync_url(address), poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine, begin, _PRAGMAS)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
