"""Team calendars, in memory."""

from datetime import datetime

from core.configuration.teams.model import Team
from core.people.model import ChatUser, Person, PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeTeams:
    """Implements TeamRepository."""

    async def get(self, tx: Transaction, team: PersonId) -> Team | None:
        return tables_of(tx).teams.get(team)

    async def of_member(self, tx: Transaction, person: PersonId) -> tuple[Team, ...]:
        found = (team for team in tables_of(tx).teams.values() if person in team.members)
        return tuple(sorted(found, key=lambda team: team.id))

    async def save(self, tx: Transaction, team: Team, made_in: ChatUser, now: datetime) -> None:
        tables = writable(tx)
        if not set(team.members) <= tables.persons.keys():
            raise StorageConflict("a member of the team is gone")
        if team.id not in tables.persons:
            tables.persons[team.id] = Person(team.id, ChatUser(made_in.platform, made_in.workspace, team.id), now)
            tables.busy_versions[team.id] = 0
        tables.teams[team.id] = team
