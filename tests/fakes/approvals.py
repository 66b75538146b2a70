"""Sign-ins that wait for an administrator, and seals, in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from core.connection.approval import ApprovalWait
from core.people.model import PersonId
from core.shared.ids import new_id
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeApprovals:
    """Implements ApprovalRepository."""

    async def wait_of(self, tx: Transaction, person: PersonId) -> ApprovalWait | None:
        return tables_of(tx).approval_waits.get(person)

    async def save_wait(self, tx: Transaction, wait: ApprovalWait) -> None:
        tables = writable(tx)
        if wait.person not in tables.persons:
            raise StorageConflict("there is no such person")
        tables.approval_waits[wait.person] = wait

    async def end_wait(self, tx: Transaction, person: PersonId) -> None:
        writable(tx).approval_waits.pop(person, None)

    async def waiting(self, tx: Transaction, tid: str, domain: str | None) -> tuple[ApprovalWait, ...]:
        def meant(wait: ApprovalWait) -> bool:
            return wait.tid == tid or (wait.tid is None and domain is not None and wait.domain == domain)

        rows = sorted(tables_of(tx).approval_waits.items())
        return tuple(wait for _, wait in rows if meant(wait))

    async def add_return(self, tx: Transaction, person: PersonId, tid: str, now: datetime) -> None:
        writable(tx).approval_returns[new_id()] = (person, tid, now)

    async def returns_since(self, tx: Transaction, person: PersonId, since: datetime) -> int:
        return sum(who == person and at > since for who, _, at in tables_of(tx).approval_returns.values())


@dataclass
class FakeSeals:
    """Implements Seals: hands out tickets and keeps what they stand for."""

    tickets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def seal(self, purpose: str, text: str) -> str:
        ticket = new_id()
        self.tickets[ticket] = (purpose, text)
        return ticket

    def open(self, purpose: str, sealed: str) -> str | None:
        known, text = self.tickets.get(sealed, ("", ""))
        return text if known == purpose else None
