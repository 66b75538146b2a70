"""Connect links and pending sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from core.connection.model import Access, ConnectionId, ConnectLink, LinkState
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import account_of, account_text, user_columns, user_of, words
from core.storage.tables import connect_link


class SqlConnectLinks:
    """Implements ConnectLinkRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def add(self, tx: Transaction, link: ConnectLink) -> None:
        await connection_of(tx).execute(insert(connect_link).values(self._columns(link)))

    async def by_token(self, tx: Transaction, token_hash: str) -> ConnectLink | None:
        return await self._one(tx, select(connect_link).where(connect_link.c.token_hash == token_hash))

    async def by_state(self, tx: Transaction, state: str) -> ConnectLink | None:
        return await self._one(tx, select(connect_link).where(connect_link.c.state == state))

    async def get(self, tx: Transaction, link_id: str) -> ConnectLink | None:
        return await self._one(tx, select(connect_link).where(connect_link.c.id == link_id))

    async def waiting_for_code(self, tx: Transaction, person: PersonId, now: datetime) -> ConnectLink | None:
        waiting = select(connect_link).where(
            connect_link.c.person == person,
            connect_link.c.status == LinkState.CODE.value,
            connect_link.c.code_expires_at > now,
        )
        return await self._one(tx, waiting.order_by(connect_link.c.code_expires_at.desc()).limit(1))

    async def advance(self, tx: Transaction, link: ConnectLink, from_state: LinkState) -> bool:
        still = update(connect_link).where(connect_link.c.id == link.id, connect_link.c.status == from_state.value)
        return (await connection_of(tx).execute(still.values(self._columns(link)))).rowcount == 1

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(connect_link).where(connect_link.c.person == person))

    async def _one(self, tx: Transaction, query: Select[Any]) -> ConnectLink | None:
        row = (await connection_of(tx).execute(query)).one_or_none()
        return self._link(row) if row else None

    def _seal(self, link_id: str, column: str, plain: str | None) -> str | None:
        return None if plain is None else self._keyring.seal(Cell("connect_link", link_id, column), plain)

    def _open(self, link_id: str, column: str, sealed: str | None) -> str | None:
        return None if sealed is None else self._keyring.open(Cell("connect_link", link_id, column), sealed)

    def _columns(self, link: ConnectLink) -> dict[str, Any]:
        account = account_text(link.pending_account) if link.pending_account else None
        return {
            "id": link.id,
            "person": link.person,
            **user_columns(link.user),
            "access": link.access.value,
            "token_hash": link.token_hash,
            "status": link.status.value,
            "expires_at": link.expires_at,
            "reconnects": link.reconnects,
            "state": link.state,
            "cookie_hash": link.cookie_hash,
            "sealed_flow": self._seal(link.id, "flow", link.flow),
            "code_hash": link.code_hash,
            "code_expires_at": link.code_expires_at,
            "tries_left": link.tries_left,
            "sealed_pending_account": self._seal(link.id, "pending_account", account),
            "sealed_pending_cache": self._seal(link.id, "pending_cache", link.pending_cache),
            "pending_scopes": words(link.pending_scopes),
            "shared": link.shared,
        }

    def _link(self, row: Row[Any]) -> ConnectLink:
        account = self._open(row.id, "pending_account", row.sealed_pending_account)
        return ConnectLink(
            id=row.id,
            person=PersonId(row.person),
            user=user_of(row.platform, row.workspace, row.chat_user),
            access=Access(row.access),
            token_hash=row.token_hash,
            status=LinkState(row.status),
            expires_at=row.expires_at,
            reconnects=ConnectionId(row.reconnects) if row.reconnects else None,
            state=row.state,
            cookie_hash=row.cookie_hash,
            flow=self._open(row.id, "flow", row.sealed_flow),
            code_hash=row.code_hash,
            code_expires_at=row.code_expires_at,
            tries_left=row.tries_left,
            pending_account=account_of(account) if account else None,
            pending_cache=self._open(row.id, "pending_cache", row.sealed_pending_cache),
            pending_scopes=frozenset(row.pending_scopes.split()),
            shared=row.shared,
        )
