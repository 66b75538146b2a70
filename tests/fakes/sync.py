"""The copies of calendars, in memory."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from core.availability import BusyTime
from core.configuration.model import Calendar, CalendarId
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.errors import Gone
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import Event, Listening, SyncState, busy_time, round_key
from tests.fakes.memory import Tables, tables_of, writable


def listed(tables: Tables) -> dict[str, SyncState]:
    """The states of calendars that still exist, as the foreign keys see to it in a database."""
    return {
        key: state
        for key, state in tables.sync_states.items()
        if key in tables.calendars and tables.calendars[key].connection in tables.connections
    }


class FakeSyncStates:
    """Implements SyncStates."""

    async def get(self, tx: Transaction, calendar: CalendarId) -> SyncState | None:
        return listed(tables_of(tx)).get(calendar)

    async def locked(self, tx: Transaction, calendar: CalendarId) -> SyncState | None:
        return listed(writable(tx)).get(calendar)

    async def owner(self, tx: Transaction, calendar: CalendarId) -> tuple[PersonId, Calendar] | None:
        tables = tables_of(tx)
        known = tables.calendars.get(calendar)
        connection = tables.connections.get(known.connection) if known else None
        return (connection.person, known) if known and connection else None

    async def of_calendars(self, tx: Transaction, calendars: Collection[CalendarId]) -> Mapping[CalendarId, SyncState]:
        return {state.calendar: state for key, state in listed(tables_of(tx)).items() if key in calendars}

    async def of_person(self, tx: Transaction, person: PersonId) -> Mapping[CalendarId, SyncState]:
        tables = tables_of(tx)
        theirs = {key for key, connection in tables.connections.items() if connection.person == person}
        return self._of(tables, theirs)

    async def of_connection(self, tx: Transaction, connection: ConnectionId) -> Mapping[CalendarId, SyncState]:
        return self._of(tables_of(tx), {connection})

    async def listening(self, tx: Transaction, subscriptions: Collection[str]) -> tuple[Listening, ...]:
        tables = tables_of(tx)
        waiting = {job.dedupe for job in tables.jobs.values() if job.state == "waiting"}
        return tuple(
            Listening(
                state.subscription.id,
                state.calendar,
                state.client_state_hash,
                state.read_at,
                state.is_dirty and round_key(state.calendar) in waiting,
            )
            for state in listed(tables).values()
            if state.subscription and state.subscription.id in subscriptions
        )

    async def save(self, tx: Transaction, state: SyncState) -> None:
        tables = writable(tx)
        if state.calendar not in tables.calendars:
            raise Gone("the calendar of this copy is no longer listed")
        tables.sync_states[state.calendar] = state

    async def mark(self, tx: Transaction, marked: Collection[CalendarId], notified_at: datetime) -> None:
        states = writable(tx).sync_states
        for calendar in states.keys() & set(marked):
            states[calendar] = replace(states[calendar], notified_at=notified_at)

    async def delete(self, tx: Transaction, calendar: CalendarId) -> None:
        tables = writable(tx)
        tables.sync_states.pop(calendar, None)
        tables.busy_blocks = {key: event for key, event in tables.busy_blocks.items() if key[0] != calendar}

    async def due(self, tx: Transaction, now: datetime, limit: int) -> tuple[SyncState, ...]:
        due = (state for state in listed(writable(tx)).values() if _first(state) <= now)
        return tuple(sorted(due, key=lambda state: (state.poll_at, state.calendar))[:limit])

    def _of(self, tables: Tables, connections: set[str]) -> dict[CalendarId, SyncState]:
        states = listed(tables)
        return {states[key].calendar: states[key] for key in states if tables.calendars[key].connection in connections}


class FakeMirror:
    """Implements MirrorRepository."""

    async def events(
        self, tx: Transaction, calendars: Collection[CalendarId], window: Range
    ) -> Mapping[CalendarId, tuple[Event, ...]]:
        copies = {calendar: await self.everything(tx, calendar) for calendar in calendars}
        return {
            calendar: tuple(sorted((one for one in copy.values() if _overlaps(one, window)), key=_by_start))
            for calendar, copy in copies.items()
        }

    async def busy(self, tx: Transaction, calendars: Collection[CalendarId], window: Range) -> tuple[BusyTime, ...]:
        found = await self.events(tx, calendars, window)
        return tuple(busy_time(event, calendar) for calendar, events in found.items() for event in events)

    async def everything(self, tx: Transaction, calendar: CalendarId) -> dict[str, Event]:
        tables = tables_of(tx)
        if calendar not in listed(tables):
            return {}
        return {key[1]: event for key, event in tables.busy_blocks.items() if key[0] == calendar}

    async def change(
        self, tx: Transaction, calendar: CalendarId, put: Collection[Event], removed: Collection[str]
    ) -> None:
        blocks = writable(tx).busy_blocks
        for event_id in removed:
            blocks.pop((calendar, event_id), None)
        for event in put:
            blocks[calendar, event.id] = event


def _first(state: SyncState) -> datetime:
    return min(each for each in (state.poll_at, state.compare_at, state.renew_at) if each is not None)


def _by_start(event: Event) -> tuple[datetime, str]:
    return (event.start, event.id)


def _overlaps(event: Event, window: Range) -> bool:
    starts_in_time = event.start < window.end
    return starts_in_time and (event.end > window.start or event.start == event.end == window.start)
