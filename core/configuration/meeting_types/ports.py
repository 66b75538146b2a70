"""What meeting types need from outside."""

from typing import Protocol

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId
from core.people.model import PersonId
from core.shared.transaction import Transaction


class MeetingTypeRepository(Protocol):
    """Meeting types; their words are encrypted at rest. A type goes with its owner, a membership with its person."""

    async def get(self, tx: Transaction, kind: MeetingTypeId) -> MeetingType | None: ...

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[MeetingType, ...]:
        """Those the person owns or is a member of, by name."""

    async def save(self, tx: Transaction, kind: MeetingType) -> None:
        """Adds or replaces, members included. Raises a storage conflict if a person is gone."""

    async def remove(self, tx: Transaction, kind: MeetingTypeId) -> None:
        """Deletes it if it is there. Bookings stay."""
