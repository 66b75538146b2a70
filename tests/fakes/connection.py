"""Connections, tokens and connect links, in memory."""

from collections.abc import Collection
from datetime import datetime

from core.connection.model import Connection, ConnectionId, ConnectLink, LinkState
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeConnections:
    """Implements ConnectionRepository."""

    async def get(self, tx: Transaction, connection: ConnectionId) -> Connection | None:
        return tables_of(tx).connections.get(connection)

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Connection, ...]:
        return tuple(each for each in _oldest_first(tx) if each.person == person)

    async def of_persons(self, tx: Transaction, persons: Collection[PersonId]) -> tuple[Connection, ...]:
        return tuple(each for each in _oldest_first(tx) if each.person in persons)

    async def by_account(self, tx: Transaction, tid: str, oid: str) -> Connection | None:
        return next((each for each in _oldest_first(tx) if (each.account.tid, each.account.oid) == (tid, oid)), None)

    async def by_address(
        self, tx: Transaction, address: str, tenants: Collection[str] = frozenset()
    ) -> Connection | None:
        found = [each for each in _oldest_first(tx) if each.account.is_reached_by(address)]
        return next((each for each in found if each.account.tid in tenants), next(iter(found), None))

    async def save(self, tx: Transaction, connection: Connection) -> None:
        tables = writable(tx)
        same = await self.by_account(tx, connection.account.tid, connection.account.oid)
        if (same is not None and same.id != connection.id) or connection.person not in tables.persons:
            raise StorageConflict("this Microsoft account is connected already, or its person is gone")
        tables.connections[connection.id] = connection

    async def delete(self, tx: Transaction, connection: ConnectionId) -> None:
        tables = writable(tx)
        tables.connections.pop(connection, None)
        tables.caches.pop(connection, None)
        tables.calendars = {key: each for key, each in tables.calendars.items() if each.connection != connection}


def _oldest_first(tx: Transaction) -> list[Connection]:
    return sorted(tables_of(tx).connections.values(), key=lambda each: (each.created_at, each.id))


class FakeTokens:
    """Implements TokenVault."""

    async def load(self, tx: Transaction, connection: ConnectionId) -> tuple[str, int] | None:
        return tables_of(tx).caches.get(connection)

    async def store(self, tx: Transaction, connection: ConnectionId, cache: str) -> None:
        caches = writable(tx).caches
        caches[connection] = (cache, caches.get(connection, ("", 0))[1] + 1)

    async def swap(self, tx: Transaction, connection: ConnectionId, cache: str, version: int) -> bool:
        caches = writable(tx).caches
        if caches.get(connection, ("", 0))[1] != version:
            return False
        caches[connection] = (cache, version + 1)
        return True


class FakeConnectLinks:
    """Implements ConnectLinkRepository."""

    async def add(self, tx: Transaction, link: ConnectLink) -> None:
        writable(tx).links[link.id] = link

    async def by_token(self, tx: Transaction, token_hash: str) -> ConnectLink | None:
        return next((link for link in tables_of(tx).links.values() if link.token_hash == token_hash), None)

    async def by_state(self, tx: Transaction, state: str) -> ConnectLink | None:
        return next((link for link in tables_of(tx).links.values() if link.state == state), None)

    async def get(self, tx: Transaction, link_id: str) -> ConnectLink | None:
        return tables_of(tx).links.get(link_id)

    async def waiting_for_code(self, tx: Transaction, person: PersonId, now: datetime) -> ConnectLink | None:
        mine = (
            link for link in tables_of(tx).links.values() if link.person == person and link.status is LinkState.CODE
        )
        waiting = [(link.code_expires_at, link) for link in mine if link.code_expires_at and link.code_expires_at > now]
        return max(waiting, key=lambda pair: pair[0])[1] if waiting else None

    async def advance(self, tx: Transaction, link: ConnectLink, from_state: LinkState) -> bool:
        links = writable(tx).links
        if link.id not in links or links[link.id].status is not from_state:
            return False
        links[link.id] = link
        return True

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        tables = writable(tx)
        tables.links = {key: link for key, link in tables.links.items() if link.person != person}
