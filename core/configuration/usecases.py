"""Choosing calendars and rules; the defaults that are in force from the first sign-in on."""

from dataclasses import dataclass, replace
from typing import Protocol

from core.availability import DEFAULT_BLOCKING, Blocking
from core.configuration.accounts import hidden_at_first, told_apart
from core.configuration.model import (
    Calendar,
    CalendarId,
    CalendarKind,
    CalendarsChosen,
    Obstacle,
    Preferences,
)
from core.configuration.ports import (
    CalendarDirectory,
    CalendarRepository,
    ListedCalendar,
    MailboxSettings,
    OwnChoices,
    PreferencesRepository,
)
from core.configuration.workspace import OFFICE_HOURS, DefaultsRepository
from core.connection.model import Access, Connection, ConnectionId
from core.connection.ports import ConnectionRepository
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.errors import InvalidChoice, NotConnected
from core.shared.ids import new_id
from core.shared.transaction import Transaction, Transactions


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything chosen by one person, with what it refers to. `calendars` default first."""

    preferences: Preferences
    calendars: tuple[Calendar, ...]
    connections: tuple[Connection, ...]

    def calendar(self, calendar: CalendarId | None) -> Calendar | None:
        return next((item for item in self.calendars if item.id == calendar), None)

    def connection(self, connection: ConnectionId) -> Connection | None:
        return next((item for item in self.connections if item.id == connection), None)

    @property
    def name(self) -> str:
        """As Outlook knows the person; empty without an account."""
        return self.connections[0].account.name if self.connections else ""

    @property
    def linked(self) -> Calendar | None:
        return self.calendar(self.preferences.linked)

    @property
    def blocking(self) -> tuple[Calendar, ...]:
        """The calendars whose busy events block."""
        return tuple(item for item in self.calendars if item.id in self.preferences.blocking_calendars)

    @property
    def shown(self) -> tuple[Calendar, ...]:
        """The calendars whose events the person sees: all that block, and the linked one in any case."""
        return tuple(item for item in self.calendars if item in self.blocking or item.id == self.preferences.linked)


class TeamSource(Protocol):
    """Knows what is in force for hosts that are nobody."""

    async def setup_in(self, tx: Transaction, chosen: Preferences) -> Setup | None:
        """None for who is a person, and for a team that nobody reaches."""


class Configuring:
    """A person's choices."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        calendars: CalendarRepository,
        preferences: PreferencesRepository,
        directory: CalendarDirectory,
        highest_access: Access,
        teams: TeamSource | None = None,
        defaults: DefaultsRepository | None = None,
        own_choices: OwnChoices | None = None,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._calendars = calendars
        self._preferences = preferences
        self._directory = directory
        self._highest_access = highest_access
        self._teams = teams
        self._defaults = defaults
        self._own_choices = own_choices

    async def setup(self, person: PersonId) -> Setup:
        """What is in force for the person. Raises NotConnected."""
        async with self._transactions.read() as tx:
            return await self.setup_in(tx, person)

    async def reaches(self, person: PersonId) -> bool:
        """Whether there is anything to read or write for this host now."""
        try:
            await self.setup(person)
        except NotConnected:
            return False
        return True

    async def set_up(self, person: PersonId, connection: ConnectionId) -> Setup:
        """After sign-in: lists the account's calendars and puts the defaults in force; keeps what was chosen before."""
        listed = await self._directory.calendars(connection)
        mailbox = await self._directory.settings(connection)
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            known = await self._connections.get(tx, connection)
            if known is None or known.person != person:
                raise NotConnected
            new = all(item.connection != connection for item in await self._calendars.of_person(tx, person))
            await self._replace(tx, known, listed)
            chosen = await self._preferences.get(tx, person)
            mine = tuple(item for item in await self._calendars.of_person(tx, person) if item.connection == connection)
            if chosen is None:
                chosen = await self._at_first(tx, defaults(person, mine, known.access, mailbox))
            else:
                chosen = _kept(chosen, mine, known.access, new=new)
            if new and hidden_at_first(await self._connections.of_person(tx, person), known):
                chosen = replace(chosen, hidden_titles=chosen.hidden_titles | {known.id})
            await self.save_in(tx, chosen)
            return await self.setup_in(tx, person)

    async def _at_first(self, tx: Transaction, chosen: Preferences) -> Preferences:
        """With what an admin decided for everybody of the workspace where the person is at home."""
        person = await self._persons.get(tx, chosen.person)
        if person is None or self._defaults is None:
            return chosen
        return (await self._defaults.get(tx, person.home.where)).in_force(chosen, frozenset())

    async def refresh(self, person: PersonId) -> Setup:
        """Lists the calendars of every connection again. Raises what Outlook raises; nothing is lost then."""
        setup = await self.setup(person)
        listings = [(item, await self._directory.calendars(item.id)) for item in setup.connections]
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            for connection, listed in listings:
                await self._replace(tx, connection, listed)
            now = await self.setup_in(tx, person)
            if now.calendars != setup.calendars:
                await self._persons.raise_busy_version(tx, person)
            return now

    @property
    def reads_only(self) -> bool:
        """Whether the installation lets nobody write."""
        return self._highest_access is Access.READ

    def obstacle(self, setup: Setup, calendar: Calendar) -> Obstacle | None:
        """Why this calendar can't be the linked one; None if it can."""
        if self._highest_access is Access.READ:
            return Obstacle.ADMIN_READ_ONLY
        if not calendar.can_edit:
            return Obstacle.SHARED_READ_ONLY
        connection = setup.connection(calendar.connection)
        if connection is None or connection.access is Access.READ:
            return Obstacle.CONNECTED_READ_ONLY
        return None

    async def choose(self, person: PersonId, linked: CalendarId | None, conflicts: frozenset[CalendarId]) -> Setup:
        """Saves the picker. Raises InvalidChoice for a calendar that isn't the person's, or can't be linked."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            setup = await self.setup_in(tx, person)
            known = {item.id: item for item in setup.calendars}
            if not conflicts <= known.keys():
                raise InvalidChoice("conflicts", "choice.calendar_gone")
            if linked is not None:
                if linked not in known:
                    raise InvalidChoice("linked", "choice.calendar_gone")
                obstacle = self.obstacle(setup, known[linked])
                if obstacle is not None:
                    raise InvalidChoice("linked", f"choice.{obstacle}")
            await self.save_in(tx, replace(setup.preferences, linked=linked, conflicts=conflicts - {linked}))
            return await self.setup_in(tx, person)

    async def choose_advanced(
        self,
        person: PersonId,
        blocking: Blocking,
        *,
        linked_blocks: bool,
        warned: frozenset[CalendarId] | None = None,
        hidden: frozenset[ConnectionId] | None = None,
    ) -> Setup:
        """Saves what blocks, whether the linked calendar does, of which of the calendars that block the double bookings
        are told, and which accounts' titles are `hidden` (None: as before). Raises InvalidChoice for a calendar or an
        account that isn't the person's."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            setup = await self.setup_in(tx, person)
            chosen = setup.preferences if warned is None else _warned(setup, warned)
            if hidden is not None:
                if not hidden <= {item.id for item in setup.connections}:
                    raise InvalidChoice("hidden_titles", "choice.account_gone")
                chosen = replace(chosen, hidden_titles=hidden)
            await self.save_in(tx, replace(chosen, blocking=blocking, linked_blocks=linked_blocks))
            return await self.setup_in(tx, person)

    async def forget(self, person: PersonId) -> bool:
        """After a disconnection: drops what pointed to its calendars; all choices when nothing is connected any more.
        True if nothing is connected any more."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            left = await self._calendars.of_person(tx, person)
            gone = not await self._connections.of_person(tx, person)
            chosen = await self._preferences.get(tx, person)
            if gone:
                await self._preferences.delete(tx, person)
                if self._own_choices is not None:
                    await self._own_choices.forget_person(tx, person)
                await self._persons.raise_busy_version(tx, person)
            elif chosen is not None:
                await self.save_in(tx, _without_vanished(chosen, left))
        return gone

    async def setup_in(self, tx: Transaction, person: PersonId) -> Setup:
        """The same as `setup`, as a transaction sees it that is open already. Raises NotConnected."""
        connections = await self._connections.of_person(tx, person)
        preferences = await self._preferences.get(tx, person)
        if preferences is not None and not connections and self._teams is not None:
            team = await self._teams.setup_in(tx, preferences)
            if team is not None:
                return team
        if not connections or preferences is None:
            raise NotConnected
        calendars = told_apart(await self._calendars.of_person(tx, person), preferences.hidden_titles)
        return Setup(_without_vanished(preferences, calendars, keep_linked=True), calendars, connections)

    async def save_in(self, tx: Transaction, chosen: Preferences) -> None:
        """Stores the choices with all that follows from calendars, in a transaction that has locked the person."""
        await self._preferences.save(tx, chosen)
        await self._persons.raise_busy_version(tx, chosen.person)
        tx.publish(CalendarsChosen(chosen.person))

    async def _replace(self, tx: Transaction, connection: Connection, listed: tuple[ListedCalendar, ...]) -> None:
        await self._calendars.replace(tx, connection.id, tuple(_calendar(connection, item) for item in listed))


def _warned(setup: Setup, warned: frozenset[CalendarId]) -> Preferences:
    """Own calendars are told of unless the person says no, shared ones only if they say so. Calendars that don't block
    stay as they were chosen."""
    if not warned <= {item.id for item in setup.calendars}:
        raise InvalidChoice("warned", "choice.calendar_gone")
    chosen = setup.preferences
    shown = {item.id: item for item in setup.blocking}
    shared = frozenset(id_ for id_, item in shown.items() if item.kind is CalendarKind.SHARED)
    own = frozenset(shown) - shared
    return replace(
        chosen,
        warned_shared=(chosen.warned_shared - shared) | (shared & warned),
        unwarned_own=(chosen.unwarned_own - own) | (own - warned),
    )


def _kept(chosen: Preferences, mine: tuple[Calendar, ...], access: Access, *, new: bool) -> Preferences:
    """What was chosen before. A `new` account's own calendars block from now on; a linked calendar is only chosen where
    there was none (one that vanished is not replaced)."""
    own = frozenset(item.id for item in mine if item.kind is CalendarKind.OWN)
    linked = chosen.linked or _linkable_default(mine, access)
    return replace(chosen, linked=linked, conflicts=(chosen.conflicts | (own if new else frozenset())) - {linked})


def defaults(
    person: PersonId, calendars: tuple[Calendar, ...], access: Access, mailbox: MailboxSettings
) -> Preferences:
    """Linked: the default calendar if it can be written. Conflicts: all own calendars, not holidays, birthdays or
    shared ones. Hours: Outlook's, else Monday to Friday 9 to 17 in the mailbox's zone."""
    linked = _linkable_default(calendars, access)
    return Preferences(
        person=person,
        linked=linked,
        conflicts=frozenset(item.id for item in calendars if item.kind is CalendarKind.OWN) - {linked},
        linked_blocks=True,
        blocking=DEFAULT_BLOCKING,
        hours=mailbox.hours or OFFICE_HOURS,
        outlook_hours=mailbox.hours,
        home_zone=mailbox.zone or "UTC",
    )


def _linkable_default(calendars: tuple[Calendar, ...], access: Access) -> CalendarId | None:
    if access is Access.READ:
        return None
    return next((item.id for item in calendars if item.is_default and item.can_edit), None)


def _without_vanished(
    chosen: Preferences, calendars: tuple[Calendar, ...], *, keep_linked: bool = False
) -> Preferences:
    """A conflict calendar that no longer exists blocks nothing. A vanished linked one stays chosen (`keep_linked`), so
    that booking stops and says so: it never falls back to another one."""
    known = {item.id for item in calendars}
    linked = chosen.linked if keep_linked or chosen.linked in known else None
    return replace(chosen, conflicts=chosen.conflicts & known, linked=linked)


def _calendar(connection: Connection, listed: ListedCalendar) -> Calendar:
    own = connection.account.is_reached_by(listed.owner_address)
    kind = CalendarKind.AUTOMATIC if listed.automatic else CalendarKind.OWN if own else CalendarKind.SHARED
    return Calendar(
        id=CalendarId(new_id()),
        connection=connection.id,
        outlook_id=listed.outlook_id,
        name=listed.name,
        kind=kind,
        owner_name=listed.owner_name,
        owner_address=listed.owner_address,
        can_edit=listed.can_edit,
        is_default=listed.is_default,
    )
