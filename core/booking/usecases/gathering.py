"""What is known of everybody's time: the evidence behind every slot."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.availability import Attendee, BusyTime, PlacedBooking, ShowAs, blocks
from core.booking.model import Booking, BookingId
from core.booking.ports import BookingRepository
from core.configuration.model import Preferences
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Connection
from core.people.model import Invitee, PersonId
from core.shared.clock import Clock
from core.shared.errors import NotConnected
from core.shared.ranges import Range
from core.shared.transaction import Transactions
from core.sync.model import CalendarReading, Event, FreeBusy
from core.sync.usecases import Reading

A_DAY = timedelta(days=1)
CONSUMER_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""Microsoft's tenant of all personal accounts: sharing it doesn't make an organisation."""

HOST = "host"


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
        return tuple(reading for reading in self.readings if not reading.readable)


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


class Gathering:
    """Reads everybody's calendars as far as the host may."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        bookings: BookingRepository,
        reading: Reading,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._bookings = bookings
        self._reading = reading
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
        read_calendars = self._reading.live if live else self._reading.calendars
        protected = await self.protected(host, invitees)
        bookings = await self._live({host.preferences.person, *protected}, window, aside)
        strangers = tuple(
            item.address
            for item in invitees
            if item.address and item.person not in protected and item.person != host.preferences.person
        )
        wide = window.widened(A_DAY)
        readings, free_busy = await asyncio.gather(
            asyncio.gather(
                *(read_calendars(setup.blocking, wide) for setup in (host, *protected.values())),
            ),
            self._reading.free_busy(host.connections[0].id, strangers, window),
        )
        now = self._clock.now()
        read = dict(zip((host.preferences.person, *protected), readings, strict=True))
        told = {item.address: item for item in free_busy}
        attendees = [_attendee(HOST, host.preferences, read[host.preferences.person], bookings, aside, wide)]
        evidence = [Evidence(None, Basis.HOST, now, read[host.preferences.person])]
        for number, invitee in enumerate(invitees):
            if invitee.person == host.preferences.person:
                continue
            key = f"invitee-{number}"
            if invitee.person in protected and invitee.person is not None:
                setup = protected[invitee.person]
                attendees.append(_attendee(key, setup.preferences, read[invitee.person], bookings, aside, wide))
                evidence.append(Evidence(invitee, Basis.CONNECTED, now, read[invitee.person]))
            elif invitee.address and told[invitee.address].readable:
                attendees.append(_colleague(key, told[invitee.address], window, aside))
                evidence.append(Evidence(invitee, Basis.FREE_BUSY, now))
            else:
                attendees.append(Attendee(id=key, required=False, readable=False))
                evidence.append(Evidence(invitee, Basis.UNKNOWN, now))
        return Gathered(tuple(attendees), tuple(evidence), bookings)

    async def _live(self, persons: set[PersonId], window: Range, aside: Aside) -> tuple[Booking, ...]:
        async with self._transactions.read() as tx:
            found = await self._bookings.live_overlapping(
                tx, frozenset(persons), window.widened(A_DAY), self._clock.now()
            )
        return tuple(booking for booking in found if booking.id not in aside.bookings)


def same_organisation(mine: tuple[Connection, ...], theirs: tuple[Connection, ...]) -> bool:
    """Whether two people have accounts in one tenant; personal accounts belong to none."""
    tenants = {item.account.tid for item in mine} - {CONSUMER_TENANT}
    return any(item.account.tid in tenants for item in theirs)


def busy_time(event: Event, calendar: str) -> BusyTime:
    """An event as the slot engine takes it; all-day events as dates, to be placed in the person's zone."""
    if event.first_day is not None and event.end_day is not None:
        return BusyTime(
            event.first_day,
            event.end_day,
            event.show_as,
            event.is_cancelled,
            event.response,
            calendar,
            event.id,
            all_day=True,
        )
    return BusyTime(event.start, event.end, event.show_as, event.is_cancelled, event.response, calendar, event.id)


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
        bookings=tuple(PlacedBooking(booking.plan.when.start, booking.plan.when.end) for booking in mine),
        required=True,
        readable=all(reading.readable for reading in readings),
        limits=preferences.limits,
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
        (event.id == booking.outlook_id or event.transaction_id == booking.id or event.ical_uid == booking.ical_uid)
        and booking.plan.when.start <= event.start
        and event.end <= booking.plan.when.end
        for booking in bookings
    )
