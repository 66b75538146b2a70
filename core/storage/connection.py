"""Connections and their token caches."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.connection.health import Why
from core.connection.model import Access, Connection, ConnectionId, ConnectionState, MicrosoftAccount
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import words
from core.storage.errors import StorageConflict
from core.storage.writing import insert_if_new, upsert


class SqlConnections:
    """Implements ConnectionRepository."""

    async def get(self, tx: Transaction, connection: ConnectionId) -> Connection | None:
        return await self._one(tx, select(tables.connection).where(tables.connection.c.id == connection))

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Connection, ...]:
        return await self._many(tx, select(tables.connection).where(tables.connection.c.person == person))

    async def of_persons(self, tx: Transaction, persons: Collection[PersonId]) -> tuple[Connection, ...]:
        return await self._many(tx, select(tables.connection).where(tables.connection.c.person.in_(list(persons))))

    async def by_account(self, tx: Transaction, tid: str, oid: str) -> Connection | None:
        return await self._one(
            tx, select(tables.connection).where(tables.connection.c.tid == tid, tables.connection.c.oid == oid)
        )

    async def by_address(
        self, tx: Transaction, address: str, tenants: Collection[str] = frozenset()
    ) -> Connection | None:
        """Several, should an address have moved from one account to another, or another tenant claim it."""
        owners = select(tables.connection_address.c.connection).where(
            tables.connection_address.c.address == address.casefold()
        )
        found = await self._many(tx, select(tables.connection).where(tables.connection.c.id.in_(owners)))
        return next((one for one in found if one.account.tid in tenants), next(iter(found), None))

    async def save(self, tx: Transaction, connection: Connection) -> None:
        database = connection_of(tx)
        try:
            async with database.begin_nested():
                await upsert(database, tables.connection, _columns(connection))
        except IntegrityError:
            raise StorageConflict("this Microsoft account is connected already, or its person is gone") from None
        await database.execute(
            delete(tables.connection_address).where(tables.connection_address.c.connection == connection.id)
        )
        addresses = sorted({address.casefold() for address in connection.account.addresses})
        if addresses:
            rows = [{"connection": connection.id, "address": address} for address in addresses]
            await database.execute(insert(tables.connection_address), rows)

    async def delete(self, tx: Transaction, connection: ConnectionId) -> None:
        await connection_of(tx).execute(delete(tables.connection).where(tables.connection.c.id == connection))

    async def _one(self, tx: Transaction, query: Select[Any]) -> Connection | None:
        found = await self._many(tx, query.limit(1))
        return found[0] if found else None

    async def _many(self, tx: Transaction, query: Select[Any]) -> tuple[Connection, ...]:
        database = connection_of(tx)
        rows = (await database.execute(query.order_by(tables.connection.c.created_at, tables.connection.c.id))).all()
        if not rows:
            return ()
        of_these = select(tables.connection_address).where(
            tables.connection_address.c.connection.in_([row.id for row in rows])
        )
        addresses: dict[str, set[str]] = {row.id: set() for row in rows}
        for entry in await database.execute(of_these):
            addresses[entry.connection].add(entry.address)
        return tuple(_connection(row, frozenset(addresses[row.id])) for row in rows)


class SqlTokens:
    """Implements TokenVault."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def load(self, tx: Transaction, connection: ConnectionId) -> tuple[str, int] | None:
        query = select(tables.token_cache).where(tables.token_cache.c.connection == connection)
        row = (await connection_of(tx).execute(query)).one_or_none()
        return (self._keyring.open(_cell(connection), row.sealed_cache), row.version) if row else None

    async def store(self, tx: Transaction, connection: ConnectionId, cache: str) -> None:
        database = connection_of(tx)
        sealed = self._keyring.seal(_cell(connection), cache)
        first = {"connection": connection, "sealed_cache": sealed, "version": 1}
        if not await insert_if_new(database, tables.token_cache, first):
            next_version = {"sealed_cache": sealed, "version": tables.token_cache.c.version + 1}
            await database.execute(
                update(tables.token_cache).where(tables.token_cache.c.connection == connection).values(next_version)
            )

    async def swap(self, tx: Transaction, connection: ConnectionId, cache: str, version: int) -> bool:
        sealed = self._keyring.seal(_cell(connection), cache)
        same = update(tables.token_cache).where(
            tables.token_cache.c.connection == connection, tables.token_cache.c.version == version
        )
        return (await connection_of(tx).execute(same.values(sealed_cache=sealed, version=version + 1))).rowcount == 1


def _cell(connection: ConnectionId) -> Cell:
    return Cell("token_cache", connection, "cache")


def _columns(saved: Connection) -> dict[str, str | datetime | None]:
    return {
        "id": saved.id,
        "person": saved.person,
        "tid": saved.account.tid,
        "oid": saved.account.oid,
        "address": saved.account.address,
        "name": saved.account.name,
        "access": saved.access.value,
        "scopes": words(saved.scopes),
        "state": saved.state.value,
        "created_at": saved.created_at,
        "last_read_at": saved.last_read_at,
        "why": saved.why.value if saved.why else None,
        "since": saved.since,
        "claims": saved.claims,
    }


def _connection(row: Row[Any], addresses: frozenset[str]) -> Connection:
    return Connection(
        id=ConnectionId(row.id),
        person=PersonId(row.person),
        account=MicrosoftAccount(row.tid, row.oid, row.address, row.name, addresses),
        access=Access(row.access),
        scopes=frozenset(row.scopes.split()),
        state=ConnectionState(row.state),
        created_at=row.created_at,
        last_read_at=row.last_read_at,
        why=Why(row.why) if row.why else None,
        since=row.since,
        claims=row.claims,
    )
