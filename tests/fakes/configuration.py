"""Calendars and preferences, in memory."""

from dataclasses import replace

from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.errors import Gone
from core.shared.transaction import Transaction
from tests.fakes.memory import tables_of, writable

_KINDS = (CalendarKind.OWN, CalendarKind.SHARED, CalendarKind.AUTOMATIC)


class FakeCalendars:
    """Implements CalendarRepository."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Calendar, ...]:
        tables = tables_of(tx)
        mine = [each for each in tables.calendars.values() if tables.connections[each.connection].person == person]
        mine.sort(key=lambda each: (not each.is_default, _KINDS.index(each.kind), each.name.casefold(), each.id))
        return tuple(mine)

    async def get(self, tx: Transaction, calendar: CalendarId) -> Calendar | None:
        return tables_of(tx).calendars.get(calendar)

    async def replace(self, tx: Transaction, connection: ConnectionId, calendars: tuple[Calendar, ...]) -> None:
        tables = writable(tx)
        if connection not in tables.connections and calendars:
            raise Gone("the connection of these calendars was deleted")
        ids = {each.outlook_id: each.id for each in tables.calendars.values() if each.connection == connection}
        kept = {key: each for key, each in tables.calendars.items() if each.connection != connection}
        for listed in calendars:
            known = ids.get(listed.outlook_id, listed.id)
            kept[known] = replace(listed, id=known, connection=connection)
        tables.calendars = kept


class FakePreferences:
    """Implements PreferencesRepository."""

    async def get(self, tx: Transaction, person: PersonId) -> Preferences | None:
        return tables_of(tx).preferences.get(person)

    async def save(self, tx: Transaction, preferences: Preferences) -> None:
        writable(tx).preferences[preferences.person] = preferences

    async def delete(self, tx: Transaction, person: PersonId) -> None:
        writable(tx).preferences.pop(person, None)
