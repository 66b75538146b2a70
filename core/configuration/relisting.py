"""Once a night: whether calendars that are known are still writable, and how they are called. Nothing is added and
nothing taken away: what vanished goes on being missed until its person looks at their calendars."""

from dataclasses import replace

from core.configuration.model import Calendar, CalendarsChosen
from core.configuration.ports import CalendarDirectory, CalendarRepository, ListedCalendar
from core.connection.model import Connection, ConnectionState
from core.connection.ports import ConnectionRepository
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.errors import ClearhourError
from core.shared.transaction import Transactions


class Relisting:
    """Asks Outlook for the list of calendars: one call for each account and night."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        calendars: CalendarRepository,
        directory: CalendarDirectory,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._calendars = calendars
        self._directory = directory

    async def nightly(self, person: PersonId) -> None:
        """An account that doesn't answer is asked in the next night; the rounds say what is wrong with it."""
        async with self._transactions.read() as tx:
            connections = await self._connections.of_person(tx, person)
        for connection in connections:
            if connection.state is ConnectionState.OK:
                try:
                    listed = await self._directory.calendars(connection.id)
                except ClearhourError:
                    continue
                await self._store(person, connection, {item.outlook_id: item for item in listed})

    async def _store(self, person: PersonId, connection: Connection, listed: dict[str, ListedCalendar]) -> None:
        async with self._transactions.write() as tx:
            if await self._connections.get(tx, connection.id) is None:
                return
            await self._persons.lock(tx, frozenset({person}))
            mine = [item for item in await self._calendars.of_person(tx, person) if item.connection == connection.id]
            now = [_as_listed(item, listed.get(item.outlook_id)) for item in mine]
            if now != mine:
                await self._calendars.replace(tx, connection.id, tuple(now))
                await self._persons.raise_busy_version(tx, person)
                tx.publish(CalendarsChosen(person))


def _as_listed(known: Calendar, listed: ListedCalendar | None) -> Calendar:
    return known if listed is None else replace(known, name=listed.name, can_edit=listed.can_edit)
