"""What waiting for an administrator needs from outside."""

from datetime import datetime
from typing import Protocol

from core.connection.approval import ApprovalWait
from core.people.model import PersonId
from core.shared.transaction import Transaction


class ApprovalRepository(Protocol):
    """Who waits, one row per person, and which approvals were told to us."""

    async def wait_of(self, tx: Transaction, person: PersonId) -> ApprovalWait | None: ...

    async def save_wait(self, tx: Transaction, wait: ApprovalWait) -> None:
        """Adds or replaces the person's row."""

    async def end_wait(self, tx: Transaction, person: PersonId) -> None: ...

    async def waiting(self, tx: Transaction, tid: str, domain: str | None) -> tuple[ApprovalWait, ...]:
        """Who waits for this tenant, or for one that we don't know with this mail domain; by person."""

    async def add_return(self, tx: Transaction, person: PersonId, tid: str, now: datetime) -> None:
        """Says that an approval of this tenant came back for the request of this person."""

    async def returns_since(self, tx: Transaction, person: PersonId, since: datetime) -> int:
        """How many came back for this person's requests since then."""


class AdminConsent(Protocol):
    """Microsoft's page where an administrator approves for everybody."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The rights that are asked for, in Graph's short names."""

    def url(self, tenant: str | None, state: str) -> str:
        """Where an administrator approves; None: Microsoft asks for the organisation. It comes back with `state`."""


class Seals(Protocol):
    """Text that goes out into the world and comes back: nobody else can make it, read it or change it."""

    def seal(self, purpose: str, text: str) -> str: ...

    def open(self, purpose: str, sealed: str) -> str | None:
        """None for what was not sealed here for this purpose."""
