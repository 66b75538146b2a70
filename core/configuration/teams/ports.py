"""What team calendars need from outside."""

from datetime import datetime
from typing import Protocol

from core.configuration.teams.model import Team
from core.people.model import ChatUser, PersonId
from core.shared.transaction import Transaction


class TeamRepository(Protocol):
    """Team calendars, and the persons without a chat that host their bookings. A membership goes with its person."""

    async def get(self, tx: Transaction, team: PersonId) -> Team | None: ...

    async def of_member(self, tx: Transaction, person: PersonId) -> tuple[Team, ...]:
        """The teams of which this person is a member, by their ids."""

    async def save(self, tx: Transaction, team: Team, made_in: ChatUser, now: datetime) -> None:
        """Adds it with its host, or replaces it. `made_in` says in which workspace it belongs."""
