"""Sign-ins that wait for an administrator, and approvals that came back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, or_, select

from core.connection.approval import ApprovalWait, WaitState
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.ids import new_id
from core.shared.transaction import Transaction
from core.storage.approvals_tables import approval_return, approval_wait
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.errors import Undecipherable
from core.storage.writing import upsert


class SqlApprovals:
    """Implements ApprovalRepository."""

    async def wait_of(self, tx: Transaction, person: PersonId) -> ApprovalWait | None:
        query = select(approval_wait).where(approval_wait.c.person == person)
        row = (await connection_of(tx).execute(query)).one_or_none()
        return _wait(row) if row else None

    async def save_wait(self, tx: Transaction, wait: ApprovalWait) -> None:
        columns = {
            "person": wait.person,
            "link": wait.link,
            "state": wait.state.value,
            "since": wait.since,
            "reconnects": wait.reconnects,
            "tid": wait.tid,
            "domain": wait.domain,
            "told_at": wait.told_at,
        }
        await upsert(connection_of(tx), approval_wait, columns)

    async def end_wait(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(approval_wait).where(approval_wait.c.person == person))

    async def waiting(self, tx: Transaction, tid: str, domain: str | None) -> tuple[ApprovalWait, ...]:
        wait = approval_wait.c
        perhaps = and_(wait.tid.is_(None), wait.domain == domain)
        meant = wait.tid == tid if domain is None else or_(wait.tid == tid, perhaps)
        rows = await connection_of(tx).execute(select(approval_wait).where(meant).order_by(wait.person))
        return tuple(_wait(row) for row in rows)

    async def add_return(self, tx: Transaction, person: PersonId, tid: str, now: datetime) -> None:
        values = {"id": new_id(), "person": person, "tid": tid, "at": now}
        await connection_of(tx).execute(insert(approval_return).values(values))

    async def returns_since(self, tx: Transaction, person: PersonId, since: datetime) -> int:
        came = approval_return.c
        query = select(func.count()).where(came.person == person, came.at > since)
        return int((await connection_of(tx).execute(query)).scalar_one())


class KeyringSeals:
    """Implements Seals with the keys that encrypt what is stored."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def seal(self, purpose: str, text: str) -> str:
        return self._keyring.seal(Cell("outside", purpose, "text"), text)

    def open(self, purpose: str, sealed: str) -> str | None:
        try:
            return self._keyring.open(Cell("outside", purpose, "text"), sealed)
        except Undecipherable:
            return None


def _wait(row: Row[Any]) -> ApprovalWait:
    return ApprovalWait(
        person=PersonId(row.person),
        link=row.link,
        state=WaitState(row.state),
        since=row.since,
        reconnects=ConnectionId(row.reconnects) if row.reconnects else None,
        tid=row.tid,
        domain=row.domain,
        told_at=row.told_at,
    )
