"""Meeting types, in memory."""

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeMeetingTypes:
    """Implements MeetingTypeRepository."""

    async def get(self, tx: Transaction, kind: MeetingTypeId) -> MeetingType | None:
        return tables_of(tx).meeting_types.get(kind)

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[MeetingType, ...]:
        mine = [one for one in tables_of(tx).meeting_types.values() if one.owner == person or one.has_member(person)]
        return tuple(sorted(mine, key=lambda one: (one.name.casefold(), one.id)))

    async def save(self, tx: Transaction, kind: MeetingType) -> None:
        tables = writable(tx)
        if not {kind.owner, *(member.person for member in kind.members)} <= tables.persons.keys():
            raise StorageConflict("the type's owner or a member is gone")
        tables.meeting_types[kind.id] = kind

    async def remove(self, tx: Transaction, kind: MeetingTypeId) -> None:
        writable(tx).meeting_types.pop(kind, None)
