"""What this room needs from outside."""

from datetime import datetime
from typing import Protocol

from core.people.installations.model import Installation, InstallAttempt
from core.shared.transaction import Transaction


class Installations(Protocol):
    """One row per workspace; tokens are stored encrypted, bound to their workspace."""

    async def get(self, tx: Transaction, workspace: str) -> Installation | None: ...

    async def all(self, tx: Transaction) -> tuple[str, ...]:
        """The workspaces, by id."""

    async def save(self, tx: Transaction, installation: Installation) -> None:
        """Adds or replaces: installing again brings a new token."""

    async def forget(self, tx: Transaction, workspace: str) -> None: ...

    async def begin(self, tx: Transaction, attempt: InstallAttempt) -> None:
        """Stores it, and deletes those that are over."""

    async def take(self, tx: Transaction, state_hash: str, cookie_hash: str, now: datetime) -> bool:
        """Removes the attempt of this state and cookie; False when there is none (any more)."""
