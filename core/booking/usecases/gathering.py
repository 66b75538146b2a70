"""What is known of everybody's time: the evidence behind every slot."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.availability import Attendee, BusyTime, PlacedBooking, ShowAs, blocks
from core.booking.model import Booking, BookingId, BookingState, each_date
from core.booking.ports import BookingRepository
from core.booking.usecases.warm import Ready, Warm
from core.configuration.model import Calendar, Preferences
from core.configuration.usecases import Configuring, Setup
from core.connection.model import CONSUMER_TENANT, Connection, ConnectionId, ConnectionState
from core.people.model import Invitee, PersonId
from core.shared.clock import Clock
from core.shared.errors import NotConnected
from core.shared.ranges import Range
from core.shared.transaction import Transactions
from core.sync.model import CalendarReading, Event, FreeBusy, busy_time
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
    """What was read for one person. `invitee` None: the host. `readings` are empty for free/busy and unknown."""

    invitee: Invitee | None
    basis: Basis
    read_at: datetime
    readings: tuple[CalendarReading, ...] = ()

    @property
    def unreadable(self) -> tuple[CalendarReading, ...]:
        """The calendars that stop what depends on this."""
        return tuple(reading for reading in self.readings if reading.unknown)


@dataclass(frozen=True, slots=True)
class Aside:
    """What must not stand in its own way: bookings, and one meeting in everybody's calendar."""

    bookings: frozenset[BookingId] = frozenset()
    meeting: Event | None = None

    def has(self, event: Event) -> bool:
        """Whether Outlook's event is one of these. A series has one uid, so its day says which meeting it is."""
        if event.transaction_id in self.bookings:
            return True
        mine = self.meeting
        if mine is None:
            return False
        return event.id == mine.id or (bool(mine.uid) and (event.uid, event.start) == (mine.uid, mine.start))


NOTHING_ASIDE = Aside()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The people for the slot engine, and what each is based on, the host first; and the bookings that take time."""

    attendees: tuple[Attendee, ...]
    evidence: tuple[Evidence, ...]
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Whom a question is about: the host, the invitees whose own calendars count, and who of them is in memory."""

    host: Setup
    protected: Mapping[PersonId, Setup]
    invitees: tuple[Invitee, ...]
    bookings: tuple[Booking, ...]
    ready: Mapping[PersonId, Ready]

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
        configuring: Configuring,
        bookings: BookingRepository,
        reading: Reading,
        warm: Warm,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._bookings = bookings
        self._reading = reading
        self._warm = warm
        self._clock = clock

    async def protected(self, host: Setup, invitees: tuple[Invitee, ...]) -> dict[PersonId, Setup]:
        """The invitees whose own calendars count: connected, and of the host's organisation."""
        found = {}
        for invitee in invitees:
            if invitee.person is None or invitee.person == host.preferences.person:
                continue
            try:
                setup = await self._configuring.setup(invitee.person)
            except NotConnected:
                continue
            if same_organisation(host.connections, setup.connections):
                found[invitee.person] = setup
        return found

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
        protected = await self.protected(host, invitees)
        bookings = await self._live({host.preferences.person, *protected}, window, aside)
        people = People(host, protected, invitees, bookings, {})
        return await self._together(people, window, aside, self._reading.live if live else self._reading.calendars)

    async def setup(self, person: PersonId) -> Setup:
        """What is in force for the person, from memory while it is right. Raises NotConnected."""
        async with self._transactions.read() as tx:
            known = await self._warm.people(tx, {person})
        if person not in known:
            raise NotConnected
        return known[person].setup

    async def gather_free(
        self, person: PersonId, invitees: tuple[Invitee, ...], window: Range, rules: Setup | None = None
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
            protected = {
                guest: known[guest].setup
                for guest in dict.fromkeys(named)
                if guest != person
                and guest in known
                and same_organisation(host.connections, known[guest].setup.connections)
            }
            mine = {guest: known[guest] for guest in protected}
            if person in known and reads_alike(known[person].setup, host):
                mine[person] = known[person]
            ready = await self._warm.calendars(tx, mine, _padded(window, host.preferences))
            bookings = await self._bookings.live_overlapping(
                tx, frozenset({person, *protected}), window.widened(A_DAY), self._clock.now()
            )
        dates = tuple(one for booking in bookings for one in each_date(booking))
        people = People(host, protected, invitees, dates, ready)
        return host, await self._together(people, window, NOTHING_ASIDE, self._reading.calendars)

    async def _together(self, people: People, window: Range, aside: Aside, read_calendars: Read) -> Gathered:
        """Reads what isn't in memory, and puts everybody in the order of their names."""
        host, invitees, wide = people.host.preferences.person, people.invitees, window.widened(A_DAY)
        strangers = tuple(item.address for item in invitees if item.address and item.person not in people.setups)
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
                return _prepared(key, setup, known, people.bookings), Evidence(invitee, basis, now, known.readings)
            attendee = _attendee(key, setup.preferences, read[person], people.bookings, aside, wide)
            return attendee, Evidence(invitee, basis, now, read[person])

        told = {item.address: item for item in free_busy}
        found = [judged(HOST, host, None)]
        for number, invitee in enumerate(invitees):
            key = f"invitee-{number}"
            if invitee.person == host:
                continue
            if invitee.person is not None and invitee.person in people.setups:
                found.append(judged(key, invitee.person, invitee))
            elif invitee.address and told[invitee.address].readable:
                colleague = _colleague(key, told[invitee.address], window, aside)
                found.append((colleague, Evidence(invitee, Basis.FREE_BUSY, now)))
            else:
                unknown = Attendee(id=key, required=False, readable=False)
                found.append((unknown, Evidence(invitee, Basis.UNKNOWN, now)))
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


def _asking(host: Setup) -> ConnectionId | None:
    """The account that is asked about strangers: the oldest that works, of an organisation; personal ones may ask about
    nobody."""
    asking = [item for item in host.connections if not item.account.is_personal]
    works = (item.id for item in asking if item.state is ConnectionState.OK)
    return next(works, asking[0].id if asking else None)


def same_organisation(mine: tuple[Connection, ...], theirs: tuple[Connection, ...]) -> bool:
    """Whether two people have accounts in one tenant; personal accounts belong to none."""
    tenants = {item.account.tid for item in mine} - {CONSUMER_TENANT}
    return any(item.account.tid in tenants for item in theirs)


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


def _placed(preferences: Preferences, bookings: tuple[Booking, ...]) -> tuple[PlacedBooking, ...]:
    mine = (booking for booking in bookings if preferences.person in booking.protected)
    return tuple(
        PlacedBooking(one.plan.when.start, one.plan.when.end, counts=one.state is not BookingState.OFFERED)
        for one in mine
    )


def _prepared(key: str, setup: Setup, ready: Ready, bookings: tuple[Booking, ...]) -> Attendee:
    """One connected person whose calendar is in memory. Outlook's copies of the bookings are in it and change nothing:
    they lie within their bookings."""
    chosen = setup.preferences
    return Attendee(
        id=key,
        bookings=_placed(chosen, bookings),
        required=True,
        prepared=ready.calendar,
        limits=chosen.limits,
    )


def _attendee(
    key: str,
    preferences: Preferences,
    readings: tuple[CalendarReading, ...],
    bookings: tuple[Booking, ...],
    aside: Aside,
    window: Range,
) -> Attendee:
    """One connected person. What blocks them is their own choice, so only blocking events are passed on, as busy."""
    working = preferences.working(window)
    mine = tuple(booking for booking in bookings if preferences.person in booking.protected)
    events = [
        busy_time(event, reading.calendar.name)
        for reading in readings
        for event in reading.events
        if not aside.has(event) and not _is_copy_of(event, mine)
    ]
    return Attendee(
        id=key,
        tz=preferences.home_zone,
        hours=working.hours,
        available=working.available,
        busy=tuple(_as_busy(event) for event in events if blocks(event, preferences.blocking)),
        bookings=_placed(preferences, bookings),
        required=True,
        readable=not any(reading.unknown for reading in readings),
        limits=preferences.limits,
    )


def _ignoring(chosen: Preferences, readings: tuple[CalendarReading, ...], now: datetime) -> tuple[CalendarReading, ...]:
    """Those that can't be read with the day until which their person ignores that."""
    return tuple(
        one if one.readable else replace(one, ignored_until=chosen.ignored_until(one.calendar.id, now))
        for one in readings
    )


def _colleague(key: str, told: FreeBusy, window: Range, aside: Aside) -> Attendee:
    """Somebody known by free/busy only: their hours are not known, so the host's hours decide."""
    spans = list(told.spans)
    if aside.meeting is not None:  # spans have no names: one of the meeting's very time is taken for the meeting
        times = [(span.start, span.end) for span in spans]
        when = (aside.meeting.start, aside.meeting.end)
        if when in times:
            del spans[times.index(when)]
    return Attendee(
        id=key,
        available=((window.start - A_DAY, window.end + A_DAY),),
        busy=tuple(BusyTime(span.start, span.end, span.show_as) for span in spans),
        required=True,
    )


def _as_busy(event: BusyTime) -> BusyTime:
    return BusyTime(
        event.start, event.end, ShowAs.BUSY, calendar=event.calendar, id=event.id, all_day=event.all_day, tz=event.tz
    )


def _is_copy_of(event: Event, bookings: tuple[Booking, ...]) -> bool:
    """Whether Outlook's event is the copy of a booking that is counted by itself. One that was moved in Outlook counts
    too, where it is now."""
    return any(
        (
            event.id == booking.outlook_id
            or event.transaction_id == booking.id
            or booking.ical_uid in (event.ical_uid, event.uid)  # the dates of a series have the second in common
        )
        and booking.plan.when.start <= event.start
        and event.end <= booking.plan.when.end
        for booking in bookings
    )
