"""What is known of everybody's time: the evidence behind every slot."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.availability import Attendee
from core.booking.model import Booking, BookingId, each_date
from core.booking.ports import BookingRepository
from core.booking.usecases.attending import attending, colleague, prepared
from core.booking.usecases.warm import Ready, Warm
from core.configuration.model import Calendar, Preferences, SeenBy
from core.configuration.sharing import may_see, same_organisation
from core.configuration.usecases import Setup
from core.connection.model import ConnectionId, ConnectionState
from core.people.model import ChatUser, Invitee, PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import NotConnected
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import CalendarReading, Event, FreeBusy
from core.sync.usecases import Reading

A_DAY = timedelta(days=1)
HOST = "host"
Read = Callable[[tuple[Calendar, ...], Range], Awaitable[tuple[CalendarReading, ...]]]
"""From the copies, or from Outlook as it is now."""


class Basis(StrEnum):
    """What a person's free time was judged by."""

    HOST = "host"  # the host's own conflict calendars
    CONNECTED = "connected"  # their own conflict calendars
    FREE_BUSY = "free_busy"  # what Outlook tells a colleague
    UNKNOWN = "unknown"  # nothing: never counted as free


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read for one person. `invitee` None: the host. `readings` are empty for free/busy and unknown. `hides`:
    unknown because they don't show the host when they are free."""

    invitee: Invitee | None
    basis: Basis
    read_at: datetime
    readings: tuple[CalendarReading, ...] = ()
    hides: bool = False

    @property
    def decides(self) -> bool:
        """Whether it can stop a time: of optional people nothing does."""
        return self.invitee is None or self.invitee.required

    @property
    def unreadable(self) -> tuple[CalendarReading, ...]:
        """The calendars that stop what depends on this."""
        return tuple(reading for reading in self.readings if reading.unknown)


@dataclass(frozen=True, slots=True)
class Aside:
    """What must not stand in its own way: bookings, and one meeting or a whole series in everybody's calendar."""

    bookings: frozenset[BookingId] = frozenset()
    meeting: Event | None = None
    series: Booking | None = None

    def has(self, event: Event) -> bool:
        """Whether Outlook's event is one of these. A series has one uid, so its day says which meeting it is."""
        if event.transaction_id in self.bookings:
            return True
        if self.series is not None and _is_date_of(event, self.series):
            return True
        mine = self.meeting
        if mine is None:
            return False
        return event.id == mine.id or (bool(mine.uid) and (event.uid, event.start) == (mine.uid, mine.start))

    @property
    def times(self) -> tuple[Range, ...]:
        """When these are: all that free/busy tells of them."""
        meeting = () if self.meeting is None else (Range(self.meeting.start, self.meeting.end),)
        return meeting if self.series is None else (*meeting, *self.series.occurrences)


NOTHING_ASIDE = Aside()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The people for the slot engine, and what each is based on, the host first; and the bookings that take time."""

    attendees: tuple[Attendee, ...]
    evidence: tuple[Evidence, ...]
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Whom a question is about: the host, the invitees whose own calendars count, and who of them is in memory.
    `unseen`: the invitees who are connected and not to be read; true for who hides from their own organisation."""

    host: Setup
    protected: Mapping[PersonId, Setup]
    invitees: tuple[Invitee, ...]
    bookings: tuple[Booking, ...]
    ready: Mapping[PersonId, Ready]
    unseen: Mapping[PersonId, bool] = field(default_factory=dict)

    @property
    def setups(self) -> dict[PersonId, Setup]:
        """Of the host and the protected, the host first."""
        return {self.host.preferences.person: self.host, **self.protected}


class Gathering:
    """Reads everybody's calendars as far as the host may."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        reading: Reading,
        warm: Warm,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._reading = reading
        self._warm = warm
        self._clock = clock

    async def protected(self, host: Setup, invitees: tuple[Invitee, ...]) -> dict[PersonId, Setup]:
        """The required invitees whose own calendars count: connected, and showing the host when they are free."""
        return (await self._read_people(host, tuple(item for item in invitees if item.required)))[0]

    async def _read_people(
        self, host: Setup, invitees: tuple[Invitee, ...]
    ) -> tuple[dict[PersonId, Setup], dict[PersonId, bool]]:
        """Of the connected invitees those who are to be read, and the others."""
        named = dict.fromkeys(item.person for item in invitees if item.person is not None)
        named.pop(host.preferences.person, None)
        if not named:
            return {}, {}
        async with self._transactions.read() as tx:
            known = await self._warm.people(tx, named)
            return await self._seen(tx, host, {one: known[one].setup for one in named if one in known})

    async def _seen(
        self, tx: Transaction, host: Setup, others: Mapping[PersonId, Setup]
    ) -> tuple[dict[PersonId, Setup], dict[PersonId, bool]]:
        """Who of these connected people shows the host when they are free, and who doesn't."""
        chats: frozenset[ChatUser] = frozenset()
        if any(setup.preferences.seen_by is SeenBy.CHOSEN for setup in others.values()):
            known = await self._persons.identities(tx, host.preferences.person)
            chats = frozenset(item.user for item in known)
        seen = {person: setup for person, setup in others.items() if may_see(host, chats, setup)}
        unseen = {
            person: same_organisation(host.connections, setup.connections)
            for person, setup in others.items()
            if person not in seen
        }
        return seen, unseen

    async def look_again(self, host: Setup, invitees: tuple[Invitee, ...]) -> None:
        """A time that the copies called free was taken: the next answer must know why."""
        everybody = (host, *(await self.protected(host, invitees)).values())
        await self._reading.renew(tuple(calendar for setup in everybody for calendar in setup.blocking))

    async def gather(
        self,
        host: Setup,
        invitees: tuple[Invitee, ...],
        window: Range,
        *,
        aside: Aside = NOTHING_ASIDE,
        live: bool = False,
    ) -> Gathered:
        """Everybody's busy times in the window, from the copies or (`live`) from Outlook as it is now."""
        protected, unseen = await self._read_people(host, invitees)
        bookings = await self._live({host.preferences.person, *protected}, window, aside)
        people = People(host, protected, invitees, bookings, {}, unseen)
        return await self._together(people, window, aside, self._reading.live if live else self._reading.calendars)

    async def setup(self, person: PersonId) -> Setup:
        """What is in force for the person, from memory while it is right. Raises NotConnected."""
        async with self._transactions.read() as tx:
            known = await self._warm.people(tx, {person})
        if person not in known:
            raise NotConnected
        return known[person].setup

    async def gather_free(
        self, person: PersonId, invitees: tuple[Invitee, ...], window: Range, rules: Setup | None
    ) -> tuple[Setup, Gathered]:
        """The same for who only wants to know when everybody is free: from memory as far as that is right, so that the
        readings are without events. `rules`: in force instead of what the person chose. Raises NotConnected."""
        async with self._transactions.read() as tx:
            named = [item.person for item in invitees if item.person is not None]
            known = await self._warm.people(tx, {person, *named})
            if rules is None and person not in known:
                raise NotConnected
            host = rules or known[person].setup
            person = host.preferences.person
            others = {one: known[one].setup for one in dict.fromkeys(named) if one != person and one in known}
            protected, unseen = await self._seen(tx, host, others)
            mine = {guest: known[guest] for guest in protected}
            if person in known and reads_alike(known[person].setup, host):
                mine[person] = known[person]
            ready = await self._warm.calendars(tx, mine, _padded(window, host.preferences))
            bookings = await self._bookings.live_overlapping(
                tx, frozenset({person, *protected}), window.widened(A_DAY), self._clock.now()
            )
        dates = tuple(one for booking in bookings for one in each_date(booking))
        people = People(host, protected, invitees, dates, ready, unseen)
        return host, await self._together(people, window, NOTHING_ASIDE, self._reading.calendars)

    async def _together(self, people: People, window: Range, aside: Aside, read_calendars: Read) -> Gathered:
        """Reads what isn't in memory, and puts everybody in the order of their names."""
        host, invitees, wide = people.host.preferences.person, people.invitees, window.widened(A_DAY)
        strangers = tuple(item.address for item in invitees if item.address and _is_stranger(item, people))
        cold = {person: setup for person, setup in people.setups.items() if person not in people.ready}
        readings, free_busy = await asyncio.gather(
            asyncio.gather(*(read_calendars(setup.blocking, wide) for setup in cold.values())),
            self._free_busy(people.host, strangers, window),
        )
        now = self._clock.now()
        read = {
            person: _ignoring(cold[person].preferences, found, now)
            for person, found in zip(cold, readings, strict=True)
        }

        def judged(key: str, person: PersonId, invitee: Invitee | None) -> tuple[Attendee, Evidence]:
            basis = Basis.HOST if invitee is None else Basis.CONNECTED
            known = people.ready.get(person)
            setup = people.setups[person]
            if known is not None:
                attendee = prepared(key, setup, known, people.bookings)
                evidence = Evidence(invitee, basis, now, known.readings)
            else:
                attendee = attending(key, setup.preferences, read[person], people.bookings, aside.has, wide)
                evidence = Evidence(invitee, basis, now, read[person])
            return replace(attendee, required=evidence.decides), evidence

        told = {item.address: item for item in free_busy}
        found = [judged(HOST, host, None)]
        for number, invitee in enumerate(invitees):
            key = f"invitee-{number}"
            if invitee.person == host:
                continue
            if invitee.person is not None and invitee.person in people.setups:
                found.append(judged(key, invitee.person, invitee))
            elif invitee.address in told and told[invitee.address].readable and _is_stranger(invitee, people):
                asked = colleague(key, told[invitee.address], window, aside.times)
                asked = replace(asked, required=invitee.required)
                found.append((asked, Evidence(invitee, Basis.FREE_BUSY, now)))
            else:
                unknown = Attendee(id=key, required=False, readable=False)
                hides = invitee.person is not None and people.unseen.get(invitee.person, False)
                found.append((unknown, Evidence(invitee, Basis.UNKNOWN, now, hides=hides)))
        return Gathered(tuple(one for one, _ in found), tuple(item for _, item in found), people.bookings)

    async def _free_busy(self, host: Setup, addresses: tuple[str, ...], window: Range) -> tuple[FreeBusy, ...]:
        asking = _asking(host)
        if asking is None:
            return tuple(FreeBusy(address, readable=False) for address in addresses)
        return await self._reading.free_busy(asking, addresses, window)

    async def _live(self, persons: set[PersonId], window: Range, aside: Aside) -> tuple[Booking, ...]:
        async with self._transactions.read() as tx:
            found = await self._bookings.live_overlapping(
                tx, frozenset(persons), window.widened(A_DAY), self._clock.now()
            )
        return tuple(one for booking in found if booking.id not in aside.bookings for one in each_date(booking))


def _is_date_of(event: Event, series: Booking) -> bool:
    """In its own calendar by its master, in others' by the uid that all dates have in common."""
    return event.series is not None and (
        event.series == series.outlook_id or (bool(event.uid) and event.uid == series.ical_uid)
    )


def _asking(host: Setup) -> ConnectionId | None:
    """The account that is asked about strangers: the oldest that works, of an organisation; personal ones may ask about
    nobody."""
    asking = [item for item in host.connections if not item.account.is_personal]
    works = (item.id for item in asking if item.state is ConnectionState.OK)
    return next(works, asking[0].id if asking else None)


def _is_stranger(invitee: Invitee, people: People) -> bool:
    """Whether Outlook is asked for what it tells a colleague: not of outsiders, nor of who is known here and is read by
    their own calendars, or not at all."""
    return not invitee.outsider and invitee.person not in people.setups and invitee.person not in people.unseen


def reads_alike(known: Setup, rules: Setup) -> bool:
    """Whether the same calendars and hours say when somebody is free by either of the two."""
    mine, theirs = known.preferences, rules.preferences
    same = (mine.hours, mine.home_zone, mine.travel, mine.blocking) == (
        theirs.hours, theirs.home_zone, theirs.travel, theirs.blocking,
    )  # fmt: skip
    return same and known.blocking == rules.blocking


def _padded(window: Range, chosen: Preferences) -> Range:
    """The window with the host's buffers, which may lie outside."""
    before, after = chosen.buffer_before_minutes, chosen.buffer_after_minutes
    return Range(window.start - timedelta(minutes=before), window.end + timedelta(minutes=after))


def _ignoring(chosen: Preferences, readings: tuple[CalendarReading, ...], now: datetime) -> tuple[CalendarReading, ...]:
    """Those that can't be read with the day until which their person ignores that."""
    return tuple(
        one if one.readable else replace(one, ignored_until=chosen.ignored_until(one.calendar.id, now))
        for one in readings
    )
