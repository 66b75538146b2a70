"""The engines: how SQLite and PostgreSQL are opened.

SQLite gets one writer connection that begins IMMEDIATE and a pool of readers that can't write; in WAL mode they don't
wait for each other. A commit is on the disk before it is acknowledged (synchronous FULL).
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_TIMEOUT_MS = 10_000


def sqlite_writer(url: URL) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60)
    prepare_sqlite(engine.sync_engine, "BEGIN IMMEDIATE", _WRITER_PRAGMAS)
    return engine


def sqlite_reader(url: URL, size: int) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=60)
    prepare_sqlite(engine.sync_engine, "BEGIN", (f"busy_timeout={BUSY_TIMEOUT_MS}", "query_only=ON"))
    return engine


def postgres_writer(url: URL, size: int) -> AsyncEngine:
    return create_async_engine(
        url, pool_size=size, max_overflow=0, pool_timeout=60, pool_pre_ping=True, isolation_level="READ COMMITTED"
    )


def postgres_reader(url: URL, size: int) -> AsyncEngine:
    """Each read sees one snapshot and can't write. A pool of its own: however many writers wait for one another, reads
    go on."""
    engine = create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=60, pool_pre_ping=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


_WRITER_PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
)


def prepare_sqlite(engine: Engine, begin: str, pragmas: tuple[str, ...]) -> None:
    """Takes transactions away from the driver (which begins too late, and not at all for DDL) and sets pragmas."""

    def connected(dbapi_connection: Any, _record: object) -> None:
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    listeners: tuple[tuple[str, Callable[..., None]], ...] = (("connect", connected), ("begin", begun))
    for name, listener in listeners:
        event.listen(engine, name, listener)


def make_private(file: Path) -> None:
    """Creates the database's file for its owner's eyes only, with its directory, if it does not exist."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
