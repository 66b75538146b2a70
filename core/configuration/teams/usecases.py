"""Making a team calendar, and through whom it is reached right now."""

from dataclasses import replace
from datetime import datetime

from core.configuration.meeting_types.model import MeetingType, TypeMode
from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.configuration.ports import CalendarRepository, PreferencesRepository
from core.configuration.teams.model import SharedCalendar, Team, team_id
from core.configuration.teams.ports import TeamRepository
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Access, Connection, ConnectionState
from core.connection.ports import ConnectionRepository
from core.people.model import ChatUser, PersonId
from core.people.ports import PersonRepository
from core.shared.errors import InvalidChoice
from core.shared.transaction import Transaction, Transactions

LOST = "unreachable"
"""The Outlook id of a calendar that no member sees any more: reading it fails, and unknown is never free."""


class TeamSetups:
    """What is in force for a team calendar: its own rules, and the calendars as the members reach them now."""

    def __init__(
        self,
        *,
        teams: TeamRepository,
        connections: ConnectionRepository,
        calendars: CalendarRepository,
        highest_access: Access,
    ) -> None:
        self._teams = teams
        self._connections = connections
        self._calendars = calendars
        self._highest_access = highest_access

    async def setup_in(self, tx: Transaction, chosen: Preferences) -> Setup | None:
        """None when nobody can write the linked calendar any more, or this is no team. A conflict calendar that nobody
        sees any more stays in it, and can't be read."""
        team = await self._teams.get(tx, chosen.person)
        if team is None or self._highest_access is Access.READ:
            return None
        seen: list[tuple[Connection, Calendar]] = []
        for member in team.members:
            works = {one.id: one for one in await self._connections.of_person(tx, member) if _works(one)}
            mine = await self._calendars.of_person(tx, member)
            seen += [(works[one.connection], one) for one in mine if one.connection in works]
        writable = [pair for pair in seen if _may_write(*pair) and team.linked.is_seen_as(pair[1])]
        if not writable:
            return None
        by, linked = writable[0]
        seen.sort(key=lambda pair: pair[0].id != by.id)
        found = [(by, linked), *(_reached(seen, one, by, place) for place, one in enumerate(team.conflicts))]
        calendars = tuple({calendar.id: calendar for _, calendar in found}.values())
        connections = tuple({one.id: one for one, _ in found}.values())
        conflicts = frozenset(one.id for one in calendars) - {linked.id}
        rules = replace(chosen, linked=linked.id, conflicts=conflicts, linked_blocks=True)
        return Setup(rules, calendars, connections)


def _may_write(connection: Connection, calendar: Calendar) -> bool:
    return calendar.can_edit and connection.access is not Access.READ


def _works(connection: Connection) -> bool:
    return connection.state is ConnectionState.OK


def _reached(
    seen: list[tuple[Connection, Calendar]], wanted: SharedCalendar, by: Connection, place: int
) -> tuple[Connection, Calendar]:
    found = next(((one, calendar) for one, calendar in seen if wanted.is_seen_as(calendar)), None)
    if found is not None:
        return found
    lost = Calendar(
        id=CalendarId(f"{LOST}-{place}"),
        connection=by.id,
        outlook_id=LOST,
        name=wanted.name,
        kind=CalendarKind.SHARED,
        owner_name="",
        owner_address=wanted.owner_address,
        can_edit=False,
        is_default=False,
    )
    return by, lost


class Teams:
    """Team calendars, each behind one meeting type of mode team."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        teams: TeamRepository,
        preferences: PreferencesRepository,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._teams = teams
        self._preferences = preferences

    async def founded(self, kind: MeetingType, setup: Setup, made_in: ChatUser, now: datetime) -> MeetingType:
        """The type with its team calendar, which is made of the calendars that were chosen for it; its hours are the
        maker's. Made twice, it is made once. Raises InvalidChoice("linked") unless that is somebody else's calendar
        which the maker can write."""
        linked = setup.calendar(kind.linked)
        if linked is None or linked.kind is not CalendarKind.SHARED:
            raise InvalidChoice("linked", "teams.choose_shared")
        obstacle = self._configuring.obstacle(setup, linked)
        if obstacle is not None:
            raise InvalidChoice("linked", f"choice.{obstacle}")
        conflicts = [setup.calendar(one) for one in sorted(kind.conflicts or ())]
        team = Team(
            id=team_id(kind.id),
            name=kind.name,
            linked=SharedCalendar(linked.owner_address, linked.name),
            conflicts=tuple(SharedCalendar(one.owner_address, one.name) for one in conflicts if one is not None),
        )
        rules = replace(
            setup.preferences,
            person=team.id,
            linked=None,
            conflicts=frozenset(),
            warned_shared=frozenset(),
            unwarned_own=frozenset(),
            two_way=frozenset(),
            hidden_titles=frozenset(),
            ignored=(),
            warnings=False,
            told_of_bookings=False,
            told_of_answers=False,
        )
        async with self._transactions.write() as tx:
            if await self._teams.get(tx, team.id) is None:
                await self._teams.save(tx, team.with_members(_members(kind)), made_in, now)
                await self._preferences.save(tx, rules)
        return replace(kind, linked=None, conflicts=None, team=team.id)

    async def of(self, kind: MeetingType) -> Team | None:
        """The type's team calendar; None when it has none."""
        if kind.team is None:
            return None
        async with self._transactions.read() as tx:
            return await self._teams.get(tx, kind.team)

    async def follow(self, kind: MeetingType | None, made_in: ChatUser, now: datetime) -> None:
        """The type has another name or other members."""
        if kind is None or kind.team is None:
            return
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({kind.team}))
            known = await self._teams.get(tx, kind.team)
            if known is not None:
                changed = replace(known.with_members(_members(kind)), name=kind.name)
                await self._teams.save(tx, changed, made_in, now)
                await self._persons.raise_busy_version(tx, kind.team)


def _members(kind: MeetingType) -> tuple[PersonId, ...]:
    assert kind.mode is TypeMode.TEAM
    return (kind.owner, *(member.person for member in kind.members))
