"""Through which of a person's calendars their teams are reached right now."""

from core.configuration.model import Calendar
from core.configuration.teams.model import Team
from core.configuration.teams.ports import TeamRepository
from core.configuration.usecases import Configuring
from core.people.model import PersonId
from core.shared.errors import NotConnected
from core.shared.transaction import Transactions


class TeamReach:
    """A team calendar is copied where the first member who can write it sees it: one copy for all members."""

    def __init__(self, *, transactions: Transactions, configuring: Configuring, teams: TeamRepository) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._teams = teams

    async def through(self, person: PersonId) -> tuple[Calendar, ...]:
        """The person's calendars in which the bookings of their teams are; those of other members are left to them."""
        found = [await self.linked(team.id) for team in await self._of(person)]
        return tuple(calendar for owner, calendar in filter(None, found) if owner == person)

    async def linked(self, team: PersonId) -> tuple[PersonId, Calendar] | None:
        """Through whom the team's calendar is reached, and what it is there; None when nobody can write it."""
        try:
            setup = await self._configuring.setup(team)
        except NotConnected:
            return None
        calendar = setup.linked
        connection = setup.connection(calendar.connection) if calendar is not None else None
        return (connection.person, calendar) if connection is not None and calendar is not None else None

    async def fellows(self, person: PersonId) -> tuple[PersonId, ...]:
        """Everybody else who is a member of one of the person's teams."""
        members = [member for team in await self._of(person) for member in team.members if member != person]
        return tuple(dict.fromkeys(members))

    async def members(self, team: PersonId) -> tuple[PersonId, ...]:
        async with self._transactions.read() as tx:
            found = await self._teams.get(tx, team)
        return found.members if found is not None else ()

    async def _of(self, person: PersonId) -> tuple[Team, ...]:
        async with self._transactions.read() as tx:
            return await self._teams.of_member(tx, person)
