"""What an admin decided for everybody of a workspace: it is in force for who chose nothing there."""

from dataclasses import dataclass, replace
from typing import Protocol

from core.configuration.model import Preferences, SeenBy
from core.people.model import Workspace
from core.shared.transaction import Transaction, Transactions

SHARING, RULES = "sharing", "rules"
"""The groups of settings that a person chooses at once, as OwnChoices calls them."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """`read_only_first`: connecting offers to read only before it offers to write. `one_tap`: pressing a time books it,
    without the form. The others are those of Preferences."""

    read_only_first: bool = False
    one_tap: bool = False
    seen_by: SeenBy = SeenBy.ORGANISATION
    duration_minutes: int = 30
    minimum_notice_minutes: int = 60

    def in_force(self, chosen: Preferences, own: frozenset[str]) -> Preferences:
        """What holds for somebody who chose the groups `own` for themselves."""
        if SHARING not in own:
            chosen = replace(chosen, seen_by=self.seen_by)
        if RULES not in own:
            minutes, notice = self.duration_minutes, self.minimum_notice_minutes
            chosen = replace(chosen, duration_minutes=minutes, minimum_notice_minutes=notice)
        return chosen


class DefaultsRepository(Protocol):
    """One row per workspace."""

    async def get(self, tx: Transaction, workspace: Workspace) -> Defaults:
        """The product's own where no admin decided anything."""

    async def save(self, tx: Transaction, workspace: Workspace, defaults: Defaults) -> None: ...


class InWorkspace:
    """Knows what holds where."""

    def __init__(self, *, transactions: Transactions, defaults: DefaultsRepository) -> None:
        self._transactions = transactions
        self._defaults = defaults

    async def defaults(self, workspace: Workspace) -> Defaults:
        async with self._transactions.read() as tx:
            return await self._defaults.get(tx, workspace)
