"""What a person's calendars say at this moment, from the copies alone: Outlook is never asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.booking.ports import BookingRepository
from core.configuration.model import CalendarId, Preferences
from core.configuration.ports import CalendarRepository, PreferencesRepository
from core.conflicts.model import Look, Manners, Overruled, look_at, manners_of
from core.connection.ports import ConnectionRepository
from core.people.model import PersonId
from core.shared.clock import Clock
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import Event, SyncState
from core.sync.ports import MirrorRepository, SyncStates

BEHIND, AHEAD = timedelta(days=1), timedelta(days=15)
"""The days in which double bookings lie, a day wider for all-day events, which Outlook matches as UTC midnights."""

EVERYTHING_BEHIND, EVERYTHING_AHEAD = timedelta(days=7), timedelta(days=400)
"""All that a copy can hold: where a meeting that was moved lies now."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Everything that a look depends on, and nothing else: from two equal ones the same follows. `unread` are calendars
    that count and whose copy isn't there yet; `zone` is where the person is now; `overruled` are dates of series that
    the person booked here over events of their own."""

    chosen: Preferences
    addresses: frozenset[str]
    events: Mapping[CalendarId, tuple[Event, ...]]
    unread: frozenset[CalendarId]
    zone: str
    overruled: frozenset[Overruled] = frozenset()

    @property
    def manners(self) -> Manners:
        """Quiet hours and mornings are those of the place where the person is."""
        return manners_of(self.chosen, self.zone)

    def look(self, now: datetime) -> Look:
        chosen = self.chosen
        look = look_at(self.events, self.addresses, chosen.blocking, chosen.home_zone, now, self.unread)
        return replace(look, overruled=self.overruled)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen when, and how old each copy was by then."""

    copied: Copied
    now: datetime
    states: Mapping[CalendarId, SyncState]


class Seeing:
    """Reads what counts for warnings: calendars that block, that the person wants to be warned of, and that have been
    read completely once."""

    def __init__(
        self,
        *,
        preferences: PreferencesRepository,
        calendars: CalendarRepository,
        connections: ConnectionRepository,
        states: SyncStates,
        mirror: MirrorRepository,
        bookings: BookingRepository,
        clock: Clock,
    ) -> None:
        self._preferences = preferences
        self._calendars = calendars
        self._connections = connections
        self._states = states
        self._mirror = mirror
        self._bookings = bookings
        self._clock = clock

    async def see(self, tx: Transaction, person: PersonId, *, far: bool = False) -> Seen | None:
        """`far`: everything that is copied, not only the coming days. None when nothing is connected."""
        chosen = await self._preferences.get(tx, person)
        connections = await self._connections.of_person(tx, person)
        if chosen is None or not connections:
            return None
        watched = {
            calendar.id
            for calendar in await self._calendars.of_person(tx, person)
            if calendar.id in chosen.blocking_calendars and chosen.warns_of(calendar)
        }
        states = await self._states.of_calendars(tx, watched)
        read = {key: state for key, state in states.items() if state.read_at is not None}
        now = self._clock.now()
        window = Range(now - (EVERYTHING_BEHIND if far else BEHIND), now + (EVERYTHING_AHEAD if far else AHEAD))
        events = await self._mirror.events(tx, read.keys(), window)
        addresses = frozenset(address for each in connections for address in each.account.addresses)
        overruled = frozenset(
            Overruled(booking.calendar, one.when, event)
            for booking in await self._bookings.series_of(tx, person, window.start)
            for one in booking.dates
            if one.when is not None
            for event in one.over
        )
        copied = Copied(chosen, addresses, events, frozenset(watched - read.keys()), chosen.zone_at(now), overruled)
        return Seen(copied, now, read)
