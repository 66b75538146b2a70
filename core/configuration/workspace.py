"""What an admin decided for everybody of a workspace: it is in force for who chose nothing there."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from core.availability import Hours
from core.configuration.model import Preferences, SeenBy
from core.configuration.ports import OwnChoices
from core.people.model import PersonId, Workspace
from core.people.ports import PersonRepository
from core.shared.transaction import Transaction, Transactions

HOURS, MANNERS, RULES, SHARING = "hours", "manners", "rules", "sharing"
"""The groups of settings that a person chooses at once, as OwnChoices calls them."""
OFFICE_HOURS = Hours.parse({day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")})


class HoursFrom(StrEnum):
    """Whose word a person's hours are. USUAL: nobody's, so it is Monday to Friday 9 to 17."""

    OWN = "own"
    OUTLOOK = "outlook"
    WORKSPACE = "workspace"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Defaults:
    """`read_only_first`: connecting offers to read only before it offers to write. `one_tap`: pressing a time books it,
    without the form. `hours` are meant by the clock of each person's home zone, and take the place of those that
    Outlook lacks, or with `hours_first` of Outlook's too; their overrides are nobody's. `language`: for who chose none
    and whose chat speaks none that there is, "" is the product's own. The others are those of Preferences."""

    read_only_first: bool = False
    one_tap: bool = False
    seen_by: SeenBy = SeenBy.ORGANISATION
    duration_minutes: int = 30
    minimum_notice_minutes: int = 60
    step_minutes: int = 30
    quiet_from_minute: int = 20 * 60
    quiet_to_minute: int = 7 * 60
    hours: Hours = OFFICE_HOURS
    hours_first: bool = False
    language: str = ""

    def in_force(self, chosen: Preferences, own: frozenset[str]) -> Preferences:
        """What holds for somebody who chose the groups `own` for themselves."""
        chosen = self.with_hours(chosen, own)
        if SHARING not in own:
            chosen = replace(chosen, seen_by=self.seen_by)
        if MANNERS not in own:
            chosen = replace(chosen, quiet_from_minute=self.quiet_from_minute, quiet_to_minute=self.quiet_to_minute)
        if RULES not in own:
            chosen = replace(
                chosen,
                duration_minutes=self.duration_minutes,
                step_minutes=self.step_minutes,
                minimum_notice_minutes=self.minimum_notice_minutes,
            )
        return chosen

    def with_hours(self, chosen: Preferences, own: frozenset[str]) -> Preferences:
        """The same for the hours alone."""
        came_from = self.hours_from(chosen, own)
        if came_from is HoursFrom.OWN:
            return chosen
        outlooks = chosen.outlook_hours if came_from is HoursFrom.OUTLOOK else None
        return replace(chosen, hours=Hours((outlooks or self.hours).week, chosen.hours.overrides))

    def hours_from(self, chosen: Preferences, own: frozenset[str]) -> HoursFrom:
        """Who decided the hours of somebody who chose the groups `own` for themselves."""
        if chosen.own_hours:
            return HoursFrom.OWN
        if chosen.outlook_hours is not None and (HOURS in own or not self.hours_first):
            return HoursFrom.OUTLOOK
        return HoursFrom.WORKSPACE if self.hours_first or self.hours != OFFICE_HOURS else HoursFrom.USUAL


@dataclass(frozen=True, slots=True)
class InForce:
    """What of somebody's settings a workspace decided."""

    defaults: Defaults
    own: frozenset[str]

    def from_workspace(self, group: str) -> bool:
        """Whether an admin chose something there, and the person nothing."""
        return group not in self.own and any(
            getattr(self.defaults, name) != getattr(Defaults(), name) for name in DECIDED[group]
        )

    def hours_from(self, chosen: Preferences) -> HoursFrom:
        return self.defaults.hours_from(chosen, self.own)

    def passes_over_outlook(self, chosen: Preferences) -> bool:
        """Whether Outlook has hours that the workspace's stand before."""
        return chosen.outlook_hours is not None and self.hours_from(chosen) is HoursFrom.WORKSPACE


DECIDED = {
    SHARING: ("seen_by",),
    MANNERS: ("quiet_from_minute", "quiet_to_minute"),
    RULES: ("duration_minutes", "step_minutes", "minimum_notice_minutes"),
}
"""What an admin decides of each group."""


class DefaultsRepository(Protocol):
    """One row per workspace."""

    async def get(self, tx: Transaction, workspace: Workspace) -> Defaults:
        """The product's own where no admin decided anything."""

    async def save(self, tx: Transaction, workspace: Workspace, defaults: Defaults) -> None: ...


class DecidedLanguages:
    """Implements core.people's WorkspaceLanguages."""

    def __init__(self, defaults: DefaultsRepository) -> None:
        self._defaults = defaults

    async def of(self, tx: Transaction, workspace: Workspace) -> str:
        return (await self._defaults.get(tx, workspace)).language


class InWorkspace:
    """Knows what holds where, and for whom."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        defaults: DefaultsRepository,
        own_choices: OwnChoices,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._defaults = defaults
        self._own_choices = own_choices

    async def defaults(self, workspace: Workspace) -> Defaults:
        async with self._transactions.read() as tx:
            return await self._defaults.get(tx, workspace)

    async def of_person(self, person: PersonId) -> InForce:
        """What the workspace decided where the person is at home."""
        async with self._transactions.read() as tx:
            return await self.of_person_in(tx, person)

    async def of_person_in(self, tx: Transaction, person: PersonId) -> InForce:
        """The same, as a transaction sees it that is open already."""
        known = await self._persons.get(tx, person)
        decided = await self._defaults.get(tx, known.home.where) if known else Defaults()
        return InForce(decided, await self._own_choices.of_person(tx, person))
