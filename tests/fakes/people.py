"""Persons and the audit log, in memory."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from core.people.model import ChatProfile, ChatUser, Person, PersonId, Platform, Workspace
from core.shared.errors import Gone
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.joining import join_rows
from tests.fakes.memory import tables_of, writable


class FakePersons:
    """Implements PersonRepository."""

    async def by_user(self, tx: Transaction, user: ChatUser) -> Person | None:
        known = tables_of(tx).profiles.get(user)
        return await self.get(tx, PersonId(known[0])) if known else None

    async def get(self, tx: Transaction, person: PersonId) -> Person | None:
        return tables_of(tx).persons.get(person)

    async def add(self, tx: Transaction, person: Person, profile: ChatProfile, now: datetime) -> None:
        tables = writable(tx)
        if person.id in tables.persons or profile.user in tables.profiles:
            raise StorageConflict("this person or chat user exists already")
        tables.persons[person.id] = person
        tables.busy_versions[person.id] = 0
        tables.profiles[profile.user] = (person.id, profile, now)

    async def profile(self, tx: Transaction, user: ChatUser) -> tuple[ChatProfile, datetime] | None:
        known = tables_of(tx).profiles.get(user)
        return known[1:] if known else None

    async def known(
        self, tx: Transaction, users: Collection[ChatUser]
    ) -> Mapping[ChatUser, tuple[PersonId, ChatProfile, datetime]]:
        profiles = tables_of(tx).profiles
        found = ((user, profiles[user]) for user in users if user in profiles)
        return {user: (PersonId(person), profile, read_at) for user, (person, profile, read_at) in found}

    async def save_profile(self, tx: Transaction, person: PersonId, profile: ChatProfile, now: datetime) -> None:
        writable(tx).profiles[profile.user] = (person, profile, now)

    async def identities(self, tx: Transaction, person: PersonId) -> tuple[ChatProfile, ...]:
        tables = tables_of(tx)
        owner = tables.persons.get(person)
        mine = [profile for of, profile, _ in tables.profiles.values() if of == person]
        mine.sort(key=lambda each: (owner is None or each.user != owner.home, each.user.platform, each.user.workspace))
        return tuple(mine)

    async def of_workspace(self, tx: Transaction, platform: Platform, workspace: str) -> Mapping[ChatUser, PersonId]:
        everybody = tables_of(tx).profiles.items()
        there = (platform, workspace)
        return {user: PersonId(known[0]) for user, known in everybody if (user.platform, user.workspace) == there}

    async def lock(self, tx: Transaction, persons: frozenset[PersonId]) -> None:
        if not persons <= writable(tx).persons.keys():
            raise Gone("a person to lock does not exist any more")

    async def move_home(self, tx: Transaction, person: PersonId, home: ChatUser) -> None:
        persons = writable(tx).persons
        persons[person] = replace(persons[person], home=home)

    async def choose_language(self, tx: Transaction, person: PersonId, language: str) -> None:
        persons = writable(tx).persons
        persons[person] = replace(persons[person], language=language)

    async def join(self, tx: Transaction, person: PersonId, joined: PersonId) -> None:
        join_rows(writable(tx), person, joined)
        await self.raise_busy_version(tx, person)

    async def raise_busy_version(self, tx: Transaction, person: PersonId) -> None:
        tables = writable(tx)
        mine = [team.id for team in tables.teams.values() if person in team.members]
        for one in (person, *mine):
            tables.busy_versions[one] += 1

    async def busy_versions(self, tx: Transaction, persons: Collection[PersonId]) -> Mapping[PersonId, int]:
        versions = tables_of(tx).busy_versions
        return {person: versions[person] for person in persons if person in versions}


class FakeChatRoutes:
    """Implements ChatRoutes."""

    async def save(self, tx: Transaction, user: ChatUser, route_json: str) -> None:
        writable(tx).chat_routes[user] = route_json

    async def get(self, tx: Transaction, user: ChatUser) -> str | None:
        return tables_of(tx).chat_routes.get(user)

    async def forget(self, tx: Transaction, user: ChatUser) -> None:
        writable(tx).chat_routes.pop(user, None)


class FakeAudit:
    """Implements AuditLog."""

    async def record(
        self,
        tx: Transaction,
        person: PersonId,
        action: str,
        details: Mapping[str, str],
        *,
        workspace: Workspace | None = None,
    ) -> None:
        tables = writable(tx)
        number = max(tables.audit, default=-1) + 1
        tables.audit[number] = (person, action, dict(details))
        if workspace is not None:
            tables.audit_workspaces[number] = workspace
