"""What an admin decides for the people of their workspace. Who is an admin is found out before: see Admins."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from core.administration.model import AuditLine, ConnectedTenant, Health, Member
from core.administration.ports import Oversight
from core.configuration.model import CalendarsChosen
from core.configuration.ports import OwnChoices, PreferencesRepository
from core.configuration.workspace import Defaults, DefaultsRepository
from core.connection.ports import WorkspaceTenants
from core.connection.usecases import TENANT_ID, AllowedTenants
from core.people.model import PersonId, Workspace
from core.people.ports import AuditLog, PersonRepository
from core.shared.errors import Gone, InvalidChoice
from core.shared.jobs import Jobs
from core.shared.transaction import Transactions

APPLY_JOB = "workspace.defaults"
DISCONNECT_JOB = "person.disconnect"
LINES = 50
PEOPLE_AT_ONCE = 50
TENANTS_MOST = 20


@dataclass(frozen=True, slots=True)
class Tenants:
    """Whose accounts may be connected. `chosen`: by an admin, empty for all that the operator allows (`operators`), who
    may have left it open too. `connected`: whose accounts are."""

    chosen: frozenset[str]
    operators: AllowedTenants
    connected: tuple[ConnectedTenant, ...]

    @property
    def strangers(self) -> tuple[ConnectedTenant, ...]:
        """Connected before it was decided that they may not be: they stay until they are disconnected."""
        return tuple(one for one in self.connected if self.chosen and one.tid.casefold() not in self.chosen)


class Governing:
    """Each use case is about one workspace; whoever isn't of it is nobody there (Gone)."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        own_choices: OwnChoices,
        defaults: DefaultsRepository,
        tenants: WorkspaceTenants,
        operators: AllowedTenants,
        oversight: Oversight,
        audit: AuditLog,
        jobs: Jobs,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._own_choices = own_choices
        self._defaults = defaults
        self._tenants = tenants
        self._operators = operators
        self._oversight = oversight
        self._audit = audit
        self._jobs = jobs

    async def defaults(self, workspace: Workspace) -> Defaults:
        async with self._transactions.read() as tx:
            return await self._defaults.get(tx, workspace)

    async def change_defaults(
        self, admin: PersonId, workspace: Workspace, change: Callable[[Defaults], Defaults]
    ) -> None:
        """In force at once for who connects from now on, in a moment for who chose nothing."""
        args = {"platform": workspace.platform.value, "workspace": workspace.id}
        async with self._transactions.write() as tx:
            before = await self._defaults.get(tx, workspace)
            after = change(before)
            if after == before:
                return
            await self._defaults.save(tx, workspace, after)
            await self._audit.record(tx, admin, "defaults.changed", _changed(before, after), workspace=workspace)
            await self._jobs.enqueue(tx, APPLY_JOB, args, lock_key=f"workspace:{workspace.key}")

    async def apply_defaults(self, workspace: Workspace) -> None:
        """Brings everybody whose home is there up to date, some at a time. May run again."""
        after = ""
        while True:
            async with self._transactions.read() as tx:
                people = await self._oversight.at_home(tx, workspace, after, PEOPLE_AT_ONCE)
            for person in people:
                await self._apply(person, workspace)
            if len(people) < PEOPLE_AT_ONCE:
                return
            after = people[-1]

    async def _apply(self, person: PersonId, workspace: Workspace) -> None:
        async with self._transactions.write() as tx:
            before = await self._preferences.get(tx, person)
            if before is None or await self._persons.get(tx, person) is None:
                return
            await self._persons.lock(tx, frozenset({person}))
            before = await self._preferences.get(tx, person)
            if before is None:
                return
            own = await self._own_choices.of_person(tx, person)
            after = (await self._defaults.get(tx, workspace)).in_force(before, own)
            if after != before:
                await self._preferences.save(tx, after)
                await self._persons.raise_busy_version(tx, person)
                if after.reach != before.reach:
                    tx.publish(CalendarsChosen(person))

    async def tenants(self, workspace: Workspace) -> Tenants:
        async with self._transactions.read() as tx:
            chosen = await self._tenants.of(tx, workspace)
            return Tenants(chosen, self._operators, await self._oversight.tenants(tx, workspace))

    async def allow_tenant(self, admin: PersonId, workspace: Workspace, tenant: str) -> None:
        """Only the chosen ones from now on. Raises InvalidChoice("tenant")."""
        wanted = tenant.strip().casefold()
        if not TENANT_ID.fullmatch(wanted):
            raise InvalidChoice("tenant", "admin.tenant_bad")
        if not self._operators.allow(wanted):
            raise InvalidChoice("tenant", "admin.tenant_refused")
        async with self._transactions.write() as tx:
            chosen = await self._tenants.of(tx, workspace)
            if wanted in chosen:
                return
            if len(chosen) >= TENANTS_MOST:
                raise InvalidChoice("tenant", "admin.tenants_many")
            await self._tenants.save(tx, workspace, chosen | {wanted})
            await self._audit.record(tx, admin, "tenant.added", {"tenant": wanted}, workspace=workspace)

    async def remove_tenant(self, admin: PersonId, workspace: Workspace, tenant: str) -> None:
        """Without any left, all that the operator allows may be connected again."""
        async with self._transactions.write() as tx:
            chosen = await self._tenants.of(tx, workspace)
            if tenant in chosen:
                await self._tenants.save(tx, workspace, chosen - {tenant})
                await self._audit.record(tx, admin, "tenant.removed", {"tenant": tenant}, workspace=workspace)

    async def health(self, workspace: Workspace) -> Health:
        async with self._transactions.read() as tx:
            return await self._oversight.health(tx, workspace)

    async def lines(self, workspace: Workspace) -> tuple[AuditLine, ...]:
        """The last of the log."""
        async with self._transactions.read() as tx:
            return await self._oversight.audit(tx, workspace, LINES)

    async def member(self, workspace: Workspace, person: PersonId) -> Member:
        """Raises Gone."""
        async with self._transactions.read() as tx:
            found = await self._oversight.member(tx, workspace, person)
        if found is None:
            raise Gone
        return found

    async def disconnect(self, admin: PersonId, workspace: Workspace, person: PersonId) -> Member:
        """All accounts of the person, who is told. Asked for twice, it is done once; nothing for who has none. Raises
        Gone."""
        async with self._transactions.write() as tx:
            found = await self._oversight.member(tx, workspace, person)
            if found is None:
                raise Gone
            dedupe = f"{DISCONNECT_JOB}:{person}"
            if not found.accounts or await self._jobs.waiting(tx, [dedupe]):
                return found
            await self._audit.record(tx, admin, "person.disconnected", {"person": person}, workspace=workspace)
            args = {"person": person, "admin": admin}
            await self._jobs.enqueue(tx, DISCONNECT_JOB, args, lock_key=f"person:{person}", dedupe=dedupe)
        return found


def _changed(before: Defaults, after: Defaults) -> dict[str, str]:
    """Which of them, by the names they have here."""
    names = (one.name for one in fields(Defaults) if getattr(before, one.name) != getattr(after, one.name))
    return {"changed": " ".join(names)}
