"""What admins decide and may know, and who is one, in memory."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from core.administration.model import AuditLine, ConnectedTenant, Health, Member
from core.configuration.workspace import Defaults
from core.people.model import ChatUser, PersonId, Workspace
from core.shared.errors import ChatUnavailable
from core.shared.transaction import Transaction, forbid_network_in_transaction
from tests.fakes.memory import AT_ONCE, Tables, tables_of, writable


@dataclass
class FakeAdmins:
    """Implements Admins. `names` are told to who is none; `silent`: the chat doesn't answer."""

    admins: set[ChatUser] = field(default_factory=set)
    names: tuple[str, ...] = ()
    silent: bool = False

    async def is_admin(self, user: ChatUser) -> bool:
        forbid_network_in_transaction()
        if self.silent:
            raise ChatUnavailable
        return user in self.admins

    async def named(self, workspace: Workspace) -> tuple[str, ...]:
        forbid_network_in_transaction()
        return self.names


class FakeDefaults:
    """Implements DefaultsRepository."""

    async def get(self, tx: Transaction, workspace: Workspace) -> Defaults:
        return tables_of(tx).defaults.get(workspace, Defaults())

    async def save(self, tx: Transaction, workspace: Workspace, defaults: Defaults) -> None:
        writable(tx).defaults[workspace] = defaults


class FakeWorkspaceTenants:
    """Implements WorkspaceTenants."""

    async def of(self, tx: Transaction, workspace: Workspace) -> frozenset[str]:
        return tables_of(tx).tenants.get(workspace, frozenset())

    async def save(self, tx: Transaction, workspace: Workspace, tenants: frozenset[str]) -> None:
        writable(tx).tenants[workspace] = tenants


class FakeOversight:
    """Implements Oversight. Lines of the log have no time here: each is a second younger than the one before."""

    async def health(self, tx: Transaction, workspace: Workspace) -> Health:
        tables = tables_of(tx)
        people = _people(tables, workspace)
        accounts = [one for one in tables.connections.values() if one.person in people]
        ids = {one.id for one in accounts}
        calendars = {one.id for one in tables.calendars.values() if one.connection in ids}
        copies = [one for one in tables.sync_states.values() if one.calendar in calendars]
        hosted = {one.id for one in tables.bookings.values() if one.host in people}
        theirs = {*people, *ids, *calendars, *hosted}
        jobs = [
            one for one in tables.jobs.values() if one.state != "running" and theirs & set(map(str, one.args.values()))
        ]
        dead = [one for one in jobs if one.state == "dead"]
        return Health(
            people=len(people),
            connected=len({one.person for one in accounts}),
            accounts=_counted(one.state.value for one in accounts),
            causes=_counted(one.why.value if one.why else None for one in accounts),
            oldest_read_at=min((one.read_at for one in copies if one.read_at), default=None),
            unread=_counted(one.error for one in copies),
            waiting_jobs=len(jobs) - len(dead),
            dead_jobs=len(dead),
            errors=_counted(one.error_code for one in dead),
        )

    async def audit(self, tx: Transaction, workspace: Workspace, most: int) -> tuple[AuditLine, ...]:
        tables = tables_of(tx)
        names = {of: profile.name for of, profile, _ in tables.profiles.values()}
        people = _people(tables, workspace)
        found = []
        for number, (who, action, details) in sorted(tables.audit.items(), reverse=True):
            where = tables.audit_workspaces.get(number)
            if where == workspace or (where is None and who in people):
                at = AT_ONCE + timedelta(seconds=number)
                found.append(AuditLine(at, action, names.get(who), names.get(details.get("person", ""))))
        return tuple(found[:most])

    async def member(self, tx: Transaction, workspace: Workspace, person: PersonId) -> Member | None:
        tables = tables_of(tx)
        chats = [
            profile for of, profile, _ in tables.profiles.values() if of == person and profile.user.where == workspace
        ]
        mine = [one for one in tables.connections.values() if one.person == person]
        return Member(person, chats[0].name, len(mine)) if chats else None

    async def tenants(self, tx: Transaction, workspace: Workspace) -> tuple[ConnectedTenant, ...]:
        tables = tables_of(tx)
        people = _people(tables, workspace)
        accounts = [one.account for one in tables.connections.values() if one.person in people]
        counted = Counter(one.tid for one in accounts)
        domains = {
            one.tid: one.address.rpartition("@")[2] for one in sorted(accounts, key=lambda each: each.address)[::-1]
        }
        known = [ConnectedTenant(tid, domains[tid], count) for tid, count in counted.items()]
        return tuple(sorted(known, key=lambda one: (-one.accounts, one.tid)))

    async def at_home(self, tx: Transaction, workspace: Workspace, after: str, most: int) -> tuple[PersonId, ...]:
        tables = tables_of(tx)
        speaks = {of for of, *_ in tables.profiles.values()}
        people = (one for one in tables.persons.values() if one.id in speaks and one.home.where == workspace)
        return tuple(sorted(one.id for one in people if one.id > after)[:most])


def _people(tables: Tables, workspace: Workspace) -> set[str]:
    return {of for user, (of, *_) in tables.profiles.items() if user.where == workspace}


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(one for one in values if one is not None).items()))
