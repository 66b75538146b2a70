"""What this room needs from outside."""

from typing import Protocol

from core.conflicts.model import CauseId, Ledger
from core.people.model import PersonId
from core.shared.transaction import Transaction


class LedgerRepository(Protocol):
    """One ledger per person, in rows; titles, names and links are encrypted at rest, each bound to its row."""

    async def load(self, tx: Transaction, person: PersonId) -> Ledger:
        """Empty for a person without any. Callers that save it lock the person first."""

    async def save(self, tx: Transaction, before: Ledger, after: Ledger) -> None:
        """Writes what differs: rows that changed, and deletes those that went."""

    async def owner(self, tx: Transaction, cause: CauseId) -> PersonId | None:
        """Whose cause it is; None when there is none."""

    async def persons(self, tx: Transaction) -> tuple[PersonId, ...]:
        """Everybody who chose calendars, in any order: for the daily look."""

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        """Deletes everything of the person."""
