"""What comes once, and invitations, in memory."""

from dataclasses import replace
from datetime import datetime

from core.configuration.occasions import Occasion
from core.dialogue.invitations_model import Invitation
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import Tables, tables_of, writable


class FakeOccasions:
    """Implements Occasions."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Occasion, ...]:
        mine = (one for one in tables_of(tx).occasions.values() if one.person == person)
        return tuple(sorted(mine, key=lambda one: (one.start, one.kind, one.event)))

    async def add(self, tx: Transaction, occasion: Occasion) -> bool:
        tables = writable(tx)
        if occasion.person not in tables.persons:
            raise StorageConflict("there is no such person")
        key = (occasion.person, occasion.kind.value, occasion.event, occasion.start)
        if key in tables.occasions:
            return False
        tables.occasions[key] = occasion
        return True

    async def forget_before(self, tx: Transaction, person: PersonId, before: datetime) -> None:
        tables = writable(tx)
        gone = [key for key, one in tables.occasions.items() if one.person == person and one.start < before]
        for key in gone:
            del tables.occasions[key]


class FakeInvitations:
    """Implements Invitations."""

    async def get(self, tx: Transaction, person: PersonId, meeting: str) -> Invitation | None:
        return tables_of(tx).invitations.get((person, meeting))

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Invitation, ...]:
        mine = (one for one in tables_of(tx).invitations.values() if one.person == person)
        return tuple(sorted(mine, key=lambda one: one.meeting))

    async def save(self, tx: Transaction, invitation: Invitation) -> None:
        tables = writable(tx)
        if invitation.person not in tables.persons:
            raise StorageConflict("there is no such person")
        tables.invitations[invitation.person, invitation.meeting] = invitation

    async def forget(self, tx: Transaction, person: PersonId, meeting: str) -> None:
        writable(tx).invitations.pop((person, meeting), None)

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        tables = writable(tx)
        tables.invitations = {key: one for key, one in tables.invitations.items() if one.person != person}


def join_occasions(tables: Tables, kept: PersonId, joined: PersonId) -> None:
    """Where both know the same, `kept`'s row stays."""
    for one in [each for each in tables.occasions.values() if each.person == joined]:
        del tables.occasions[joined, one.kind.value, one.event, one.start]
        tables.occasions.setdefault((kept, one.kind.value, one.event, one.start), replace(one, person=kept))
    for found in [each for each in tables.invitations.values() if each.person == joined]:
        del tables.invitations[joined, found.meeting]
        tables.invitations.setdefault((kept, found.meeting), replace(found, person=kept))
