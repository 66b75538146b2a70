"""Other times for a meeting that exists: near its own, free for everybody whose calendars decide."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.availability import find_slots
from core.booking.model import Booking
from core.booking.ports import EventLook
from core.booking.usecases.asking import another_time, nearest
from core.booking.usecases.gathering import Aside, Basis, Evidence, Gathered, Gathering
from core.booking.usecases.inviting import Inviting
from core.configuration.model import Calendar, CalendarId
from core.configuration.usecases import Configuring, Setup
from core.people.model import Invitee, PersonId
from core.shared.clock import Clock
from core.shared.days import day_of
from core.shared.errors import Gone
from core.shared.ranges import Range
from core.sync.model import Attendee, Event
from core.sync.usecases import Reading

AROUND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Known:
    """A person's event as Outlook has it now."""

    setup: Setup
    calendar: Calendar
    event: Event

    @property
    def when(self) -> Range:
        return Range(self.event.start, self.event.end)

    @property
    def has_hours(self) -> bool:
        """Whether it takes a part of the day: whole days and moments have no other times."""
        return not self.event.is_all_day and self.when.minutes > 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Times that a meeting could have instead. `starts` are at most three, in UTC, ascending.

    `invitees` are everybody on its list but the person, the organizer first; `unasked` counts those of a crowd that
    were left out. Without times, `unreadable` says which calendars (of the person) or people are the reason, if any is;
    `unknown` are those of whom Outlook tells nothing: the times say nothing of them.
    """

    event: Event
    calendar: Calendar
    setup: Setup
    invitees: tuple[Invitee, ...] = ()
    starts: tuple[datetime, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unasked: int = 0

    @property
    def unreadable(self) -> tuple[Evidence, ...]:
        return tuple(item for item in self.evidence if item.unreadable)

    @property
    def unknown(self) -> tuple[Evidence, ...]:
        return tuple(item for item in self.evidence if item.basis is Basis.UNKNOWN)


class OtherTimes:
    """Looks at one event, its people, and their time."""

    def __init__(
        self,
        *,
        configuring: Configuring,
        gathering: Gathering,
        inviting: Inviting,
        reading: Reading,
        look: EventLook,
        clock: Clock,
    ) -> None:
        self._configuring = configuring
        self._gathering = gathering
        self._inviting = inviting
        self._reading = reading
        self._look = look
        self._clock = clock

    async def place(self, person: PersonId, calendar: CalendarId) -> tuple[Setup, Calendar]:
        """The person's calendar. Raises NotConnected, Gone when it isn't theirs (any more)."""
        setup = await self._configuring.setup(person)
        found = setup.calendar(calendar)
        if found is None:
            raise Gone
        return setup, found

    async def event(self, calendar: Calendar, event_id: str) -> Event | None:
        """One look in Outlook; None when the event is no longer there. Raises what Outlook raises."""
        found = await self._look.event(calendar.connection, calendar.outlook_id, event_id)
        if found is not None and calendar.hides_titles:  # its people stay: they are asked when it moves
            return replace(found, subject="", is_hidden=True)
        return found

    async def known(self, person: PersonId, calendar: CalendarId, event_id: str) -> Known:
        """Both. Raises Gone also when the event is no longer there, or was cancelled."""
        setup, found = await self.place(person, calendar)
        event = await self.event(found, event_id)
        if event is None or event.is_cancelled:
            raise Gone
        return Known(setup, found, event)

    async def invitees(self, known: Known) -> tuple[Invitee, ...]:
        """Everybody on the event's list but the person, whichever of their addresses is on it; the organizer first."""
        event = known.event
        organizer = (Attendee(event.organizer_address, event.organizer_name),) if event.organizer_address else ()
        mine = [connection.account for connection in known.setup.connections]
        others = [
            who for who in (*organizer, *event.attendees) if not any(me.is_reached_by(who.address) for me in mine)
        ]
        found = await self._inviting.listed(others, known.setup.connections)
        return tuple(one for one in found if one.person != known.setup.preferences.person)

    async def near(self, known: Known, zone: str, booking: Booking | None = None) -> Offer:
        """The three times nearest to the meeting's own: as long, on the half hours of `zone`, at most a week away, in
        everybody's hours, not before the person's notice. `booking`: the event is this one's, whose own time is taken
        until it has moved, so that no overlapping time is offered."""
        invitees = await self.invitees(known)
        around = known.when.widened(AROUND)
        window = Range(max(around.start, min(self._clock.now(), around.end)), around.end)
        aside = Aside(frozenset({booking.id} if booking else ()), known.event)
        gathered = await self._gathering.gather(known.setup, invitees, window, aside=aside)
        room = await self._between_neighbours(known, gathered, around)
        rules, now = known.setup.preferences, self._clock.now()
        free = find_slots(another_time(rules, known.when.minutes, window, zone, now, gathered.attendees)).slots
        starts = [start for start in free if self._fits(known, booking, room, start)]
        return Offer(
            event=known.event,
            calendar=known.calendar,
            setup=known.setup,
            invitees=invitees,
            starts=nearest(starts, known.event.start),
            evidence=gathered.evidence,
            unasked=known.event.attendee_count - len(known.event.attendees),
        )

    def _fits(self, known: Known, booking: Booking | None, room: Range, start: datetime) -> bool:
        there = Range(start, start + (known.event.end - known.event.start))
        if start == known.event.start or not (room.start <= there.start and there.end <= room.end):
            return False
        return booking is None or not there.overlaps(booking.plan.when)

    async def _between_neighbours(self, known: Known, gathered: Gathered, around: Range) -> Range:
        """Where one day of a series may go: Outlook refuses the day of the one before or after it, and beyond.

        https://learn.microsoft.com/graph/api/event-update (ErrorOccurrenceCrossingBoundary)
        """
        event = known.event
        if event.series is None:
            return around
        readings = gathered.evidence[0].readings
        if all(reading.calendar.id != known.calendar.id for reading in readings):
            readings = await self._reading.calendars((known.calendar,), around)
        zone = known.setup.preferences.home_zone
        others = [
            one for reading in readings for one in reading.events if one.series == event.series and one.id != event.id
        ]
        before = [day_of(one.end, zone).end for one in others if one.end <= event.start]
        after = [day_of(one.start, zone).start for one in others if one.start >= event.end]
        begin = max(around.start, *before, around.start)
        return Range(begin, max(begin, min(around.end, *after, around.end)))
