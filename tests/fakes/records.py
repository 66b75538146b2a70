"""What is stored about one person, in memory, and the links behind which it can be taken along."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from core.administration.model import ExportLink, Records, Traces
from core.people.model import ChatUser, Invitee, PersonId
from core.shared.transaction import Transaction
from core.storage.scrubbing import ERASED
from tests.fakes.memory import Tables, tables_of, writable

OWNERS = ("person", "host", "owner")
NOBODYS = {"job_count", "seen", "audit", "audit_workspaces", "defaults", "tenants", "installations", "install_attempts"}


class FakePersonRecords:
    """Implements PersonRecords."""

    async def everything(self, tx: Transaction, person: PersonId) -> Records:
        tables = tables_of(tx)
        found = _mine(tables, person)
        rows = {name: [getattr(tables, name)[key] for key in keys] for name, keys in found.items()}
        return {name: tuple({"row": repr(row)} for row in known) for name, known in rows.items() if known}

    async def traces(self, tx: Transaction, person: PersonId) -> Traces | None:
        tables = tables_of(tx)
        if person not in tables.persons:
            return None
        chats = [profile for of, profile, _ in tables.profiles.values() if of == person]
        accounts = [one.account for one in tables.connections.values() if one.person == person]
        mails = {one.email.casefold() for one in chats if one.email}
        known = frozenset({*mails, *(mail for one in accounts for mail in {one.address.casefold(), *one.addresses})})
        names = frozenset(one.name for one in (*chats, *accounts))
        return Traces(person, tuple(one.user for one in chats), known, names)

    async def forget_in_others(self, tx: Transaction, traces: Traces, after: str) -> str | None:
        tables = writable(tx)
        for key, booking in tables.bookings.items():
            people = tuple(_erased(one, traces) for one in booking.plan.invitees)
            tables.bookings[key] = replace(booking, plan=replace(booking.plan, invitees=people))
        for key, chosen in tables.preferences.items():
            others = tuple(one for one in chosen.shown_to if _erased(one, traces) == one)
            tables.preferences[key] = replace(chosen, shown_to=others)
        return None

    async def erase(self, tx: Transaction, traces: Traces, pseudonym: str) -> None:
        tables, person = writable(tx), traces.person
        tables.audit = {
            key: (who, action, {name: pseudonym if value == person else value for name, value in details.items()})
            for key, (who, action, details) in tables.audit.items()
            if who != person
        }
        for name, keys in _mine(tables, person).items():
            for key in keys:
                getattr(tables, name).pop(key, None)
        tables.jobs = {
            key: job for key, job in tables.jobs.items() if job.state == "running" or not _about(job.args, traces)
        }
        for key, booking in tables.bookings.items():
            gone = booking.protected - {person}
            by = None if booking.booked_by == person else booking.booked_by
            tables.bookings[key] = replace(booking, protected=gone, booked_by=by)
        for key, kind in tables.meeting_types.items():
            members = tuple(one for one in kind.members if one.person != person)
            tables.meeting_types[key] = replace(kind, members=members)
        for key, team in tables.teams.items():
            tables.teams[key] = team.with_members(tuple(one for one in team.members if one != person))


class FakeExportLinks:
    """Implements ExportLinks."""

    async def add(self, tx: Transaction, link: ExportLink) -> None:
        writable(tx).export_links[link.token_hash] = link

    async def get(self, tx: Transaction, token_hash: str) -> ExportLink | None:
        return tables_of(tx).export_links.get(token_hash)

    async def use(self, tx: Transaction, token_hash: str) -> bool:
        return writable(tx).export_links.pop(token_hash, None) is not None


class FakeOwnChoices:
    """Implements OwnChoices."""

    async def add(self, tx: Transaction, person: PersonId, setting: str) -> None:
        writable(tx).own_choices[person, setting] = True

    async def of_person(self, tx: Transaction, person: PersonId) -> frozenset[str]:
        return frozenset(setting for who, setting in tables_of(tx).own_choices if who == person)

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        for setting in await self.of_person(tx, person):
            del writable(tx).own_choices[person, setting]


def _mine(tables: Tables, person: PersonId) -> dict[str, list[Any]]:
    """The keys of the person's rows, by table: by whom they name, then by account, calendar and booking."""
    users = {user for user, (of, *_) in tables.profiles.items() if of == person}
    owners: set[object] = {person, *users}
    found: dict[str, list[Any]] = {}
    for one in (*fields(Tables), *fields(Tables)):  # twice: calendars are found before their copies
        if one.name in NOBODYS:
            continue
        rows = getattr(tables, one.name)
        found[one.name] = [key for key, row in rows.items() if _is_of(key, row, owners)]
        if one.name in ("connections", "calendars", "bookings"):
            owners |= set(found[one.name])
    return found


def _is_of(key: object, row: object, owners: set[object]) -> bool:
    named = list(key) if isinstance(key, tuple) else [key]
    if is_dataclass(row):
        named += [getattr(row, name) for name in (*OWNERS, "connection", "calendar") if hasattr(row, name)]
    elif isinstance(row, tuple):
        named += [row[0]]
    return any(isinstance(one, str | ChatUser) and one in owners for one in named)


def _erased(one: Invitee, traces: Traces) -> Invitee:
    is_meant = one.person == traces.person or one.user in traces.users
    if is_meant or (one.address or "").casefold() in traces.addresses:
        return replace(one, name=ERASED, address=None, person=None, user=None)
    return one


def _about(args: object, traces: Traces) -> bool:
    return any(word in repr(args) for word in (traces.person, *(f"'{user.user}'" for user in traces.users)))
