"""What is kept in memory of people, so that a fresh query asks nobody and reads little.

Everything is kept for a person's `busy_version`, which is read first, in the query's own transaction: whoever changes
busy times or settings raises it in the transaction of the change, in whichever process. Bookings and the age of the
copies are not kept: each query reads them.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.availability import Prepared, PreparedCalendars, prepare
from core.configuration.usecases import Configuring, Setup
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.errors import NotConnected
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import CalendarReading, Copied
from core.sync.usecases import Reading

MOST_PEOPLE = 2000
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Versioned:
    """A person's choices, and the version they are of."""

    version: int
    setup: Setup


@dataclass(frozen=True, slots=True)
class Ready:
    """A person whose copies are all fresh. The readings have no events: those are in the calendar."""

    calendar: Prepared
    readings: tuple[CalendarReading, ...]


class Warm:
    """The people that were asked about last, at most so many."""

    def __init__(
        self, *, persons: PersonRepository, configuring: Configuring, reading: Reading, most: int = MOST_PEOPLE
    ) -> None:
        self._persons = persons
        self._configuring = configuring
        self._reading = reading
        self._most = most
        self._setups: OrderedDict[PersonId, Versioned] = OrderedDict()
        self._calendars = PreparedCalendars(most)

    async def people(self, tx: Transaction, persons: Collection[PersonId]) -> dict[PersonId, Versioned]:
        """Those of the persons who are connected."""
        versions = await self._persons.busy_versions(tx, persons)
        found = {person: await self._person(tx, person, version) for person, version in versions.items()}
        return {person: known for person, known in found.items() if known is not None}

    async def calendars(
        self, tx: Transaction, people: Mapping[PersonId, Versioned], window: Range
    ) -> dict[PersonId, Ready]:
        """Their time in the window; whoever is missing has to be read from the calendars themselves."""
        wanted = {calendar.id for known in people.values() for calendar in known.setup.blocking}
        copies = await self._reading.copied(tx, wanted)
        found = {}
        for person, known in people.items():
            held = [copies[calendar.id] for calendar in known.setup.blocking if calendar.id in copies]
            if held and len(held) == len(known.setup.blocking):
                calendar = await self._calendar(tx, known, held, window)
                if calendar is not None:
                    found[person] = Ready(calendar, _readings(known.setup, held))
        return found

    def __len__(self) -> int:
        return max(len(self._setups), len(self._calendars))

    async def _person(self, tx: Transaction, person: PersonId, version: int) -> Versioned | None:
        known = self._setups.get(person)
        if known is None or known.version != version:
            try:
                known = Versioned(version, await self._configuring.setup_in(tx, person))
            except NotConnected:
                self._setups.pop(person, None)
                return None
            self._setups[person] = known
        self._setups.move_to_end(person)
        if len(self._setups) > self._most:
            self._setups.popitem(last=False)
        return known

    async def _calendar(self, tx: Transaction, known: Versioned, held: list[Copied], window: Range) -> Prepared | None:
        """For all the days that the copies hold, less one at each end: there all-day events may be missing."""
        person = known.setup.preferences.person
        kept = self._calendars.get(person, known.version, (window.start, window.end))
        if kept is not None:
            return kept
        start, end = max(one.window.start for one in held), min(one.window.end for one in held)
        if window.start < start + A_DAY or end - A_DAY < window.end:
            return None
        made = await self._made(tx, known.setup, Range(start, end))
        self._calendars.put(person, known.version, made)
        return made

    async def _made(self, tx: Transaction, setup: Setup, held: Range) -> Prepared:
        chosen, days = setup.preferences, Range(held.start + A_DAY, held.end - A_DAY)
        busy = await self._reading.copied_busy(tx, {calendar.id for calendar in setup.blocking}, held)
        working = chosen.working(days)
        return prepare(
            window=(days.start, days.end),
            tz=chosen.home_zone,
            hours=working.hours,
            available=working.available,
            busy=busy,
            blocking=chosen.blocking,
        )


def _readings(setup: Setup, held: list[Copied]) -> tuple[CalendarReading, ...]:
    return tuple(CalendarReading(calendar, copy.read_at) for calendar, copy in zip(setup.blocking, held, strict=True))
