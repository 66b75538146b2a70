"""The open database: transactions, and what happens at their end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.shared.errors import Gone
from core.shared.facts import Fact
from core.shared.transaction import Transaction, transaction_open
from core.storage.address import async_url, sqlite_file
from core.storage.alarm import Alarm
from core.storage.engines import make_private, postgres_reader, postgres_writer, sqlite_reader, sqlite_writer
from core.storage.errors import TransactionMisuse
from core.storage.job_rows import insert_job
from core.storage.lock import FileLock

POOL_SIZE = 10

_FOREIGN_KEY = "23503"
"""PostgreSQL's foreign_key_violation."""


@dataclass(slots=True)
class OpenTransaction:
    """The Transaction of the rooms. `added_jobs` says that somebody must be woken after the commit."""

    connection: AsyncConnection
    writes: bool
    facts: list[Fact] = field(default_factory=list)
    added_jobs: bool = False
    over: bool = False

    def publish(self, fact: Fact) -> None:
        if not self.writes or self.over:
            raise TransactionMisuse("facts are published inside a write transaction")
        self.facts.append(fact)


_open: ContextVar[OpenTransaction | None] = ContextVar("clearhour_storage_open", default=None)


def _forbid_nesting() -> None:
    outer = _open.get()
    if outer is not None and not outer.over:
        raise TransactionMisuse("a transaction is open in this task already: pass it on")


def opened(tx: Transaction) -> OpenTransaction:
    """What the storage knows of a transaction. Raises TransactionMisuse for a foreign or finished one."""
    if not isinstance(tx, OpenTransaction) or tx.over:
        raise TransactionMisuse("this transaction is over, or belongs to another storage")
    return tx


def connection_of(tx: Transaction) -> AsyncConnection:
    """The database connection behind a transaction, for the repositories."""
    return opened(tx).connection


class Database:
    """One database, open. Implements Transactions."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, lock: FileLock | None) -> None:
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._one_writer = asyncio.Lock() if lock else None
        self.alarm = Alarm()

    @classmethod
    def open(cls, address: str, pool_size: int = POOL_SIZE) -> "Database":
        """Connects at the first use. ValueError if the address can't be used."""
        url, file = async_url(address), sqlite_file(address)
        if file is None:
            return cls(postgres_writer(url, pool_size), postgres_reader(url, pool_size), None)
        make_private(file)
        return cls(sqlite_writer(url), sqlite_reader(url, pool_size), FileLock(file))

    @property
    def embedded(self) -> bool:
        """True for SQLite: one process only."""
        return self._lock is not None

    def lock_exclusively(self) -> None:
        """SQLite: nobody else may serve this file while we live; raises StorageBusy. PostgreSQL: nothing."""
        if self._lock:
            self._lock.take()

    async def close(self) -> None:
        """Closes all connections and frees the file."""
        await self._writer.dispose()
        await self._reader.dispose()
        if self._lock:
            self._lock.release()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """Raises Gone, and writes nothing, when a row points to one that no longer exists."""
        _forbid_nesting()
        async with self._turn(), self._writer.begin() as connection:
            tx = OpenTransaction(connection, writes=True)
            token = _open.set(tx)
            try:
                with transaction_open():
                    yield tx
                for fact in tx.facts:
                    await insert_job(connection, fact.kind(), fact.to_args(), lock_key=fact.lock_key)
            except IntegrityError as refused:
                if _points_nowhere(refused):
                    raise Gone("whom or what this is about was removed, or joined with another, meanwhile") from refused
                raise
            finally:
                tx.over = True
                _open.reset(token)
        if tx.added_jobs or tx.facts:
            self.alarm.ring()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """Raises TransactionMisuse inside another: it would not agree with it, and wait with one connection held."""
        _forbid_nesting()
        async with self._reader.connect() as connection, connection.begin():
            tx = OpenTransaction(connection, writes=False)
            token = _open.set(tx)
            try:
                with transaction_open():
                    yield tx
            finally:
                tx.over = True
                _open.reset(token)

    def _turn(self) -> AbstractAsyncContextManager[None]:
        """Writers of the embedded database queue up here, first come, first served, without a timeout."""
        return self._one_writer or nullcontext()


def _points_nowhere(refused: IntegrityError) -> bool:
    """A foreign key found nothing: psycopg has a class for it, SQLite words."""
    reason = refused.orig
    return getattr(reason, "sqlstate", None) == _FOREIGN_KEY or str(reason) == "FOREIGN KEY constraint failed"
