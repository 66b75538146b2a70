"""Which times are free for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.availability import (
    Attendee,
    BookingWindow,
    BusyTime,
    Hours,
    Mode,
    Reason,
    ReasonCode,
    Request,
    explain,
    find_slots,
    slot_starts,
)
from core.booking.model import Booking
from core.booking.usecases.asking import at_its_time
from core.booking.usecases.gathering import Aside, Basis, Evidence, Gathered, Gathering
from core.booking.usecases.optional import Missed, missed
from core.configuration.usecases import Configuring, Setup
from core.people.model import Invitee, PersonId
from core.shared.clock import Clock
from core.shared.days import one_day
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Event

WHOLE_DAY = (0, 24 * 60)
CLOSED = "closed"
"""Who has something against a time on a closed day, in the engine's answer."""


@dataclass(frozen=True, slots=True)
class FindRequest:
    """What is wanted. `zone` is the asker's: days off and minutes of the day are theirs.

    `rules`: in force instead of what the host chose. Of the `pool` (among the host and the invitees) any `needed` are
    enough, when that is more than none. In the `closed` ranges nothing is offered; neither on `days_off`, nor in the
    `hours_off` of any day.
    """

    host: PersonId
    invitees: tuple[Invitee, ...]
    duration_minutes: int
    window: Range
    zone: str
    from_minute: int | None = None
    to_minute: int | None = None
    weekdays_off: tuple[int, ...] = ()
    days_off: tuple[date, ...] = ()
    hours_off: tuple[tuple[int, int], ...] = ()
    rules: Setup | None = None
    pool: frozenset[PersonId] = frozenset()
    needed: int = 0
    closed: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The slots' starts in UTC, ascending, and the evidence behind them, the host's first.

    Without slots, `unreadable` says which calendars (of the host) or people are the reason, if any is.
    """

    slots: tuple[datetime, ...]
    evidence: tuple[Evidence, ...]
    setup: Setup
    missed: tuple[Missed, ...] = ()

    @property
    def unreadable(self) -> tuple[Evidence, ...]:
        return tuple(item for item in self.evidence if item.unreadable and item.decides)


@dataclass(frozen=True, slots=True)
class Explained:
    """Every reason against one start; none if and only if `find` offers it. `gathered` has what the reasons name."""

    reasons: tuple[Reason, ...]
    gathered: Gathered
    setup: Setup

    @property
    def people(self) -> Mapping[str, Evidence]:
        """Whom the reasons mean by their names."""
        pairs = zip(self.gathered.attendees, self.gathered.evidence, strict=True)
        return {attendee.id: evidence for attendee, evidence in pairs}


@dataclass(frozen=True, slots=True)
class Obstruction:
    """Why a slot can't be booked now: taken, or `unreadable` calendars. `full`: nothing but somebody's daily limit.
    `people`: the invitees among whose calendars there are unreadable ones. `dates`: the numbers of a series' dates that
    are taken."""

    taken: bool
    unreadable: tuple[CalendarReading, ...]
    full: bool = False
    people: tuple[str, ...] = ()
    dates: tuple[int, ...] = ()


class Finding:
    """Asks the engine with what was gathered."""

    def __init__(self, *, configuring: Configuring, gathering: Gathering, clock: Clock) -> None:
        self._configuring = configuring
        self._gathering = gathering
        self._clock = clock

    async def setup(self, person: PersonId) -> Setup:
        """What is in force for the person. Raises NotConnected."""
        return await self._gathering.setup(person)

    async def find(self, request: FindRequest) -> Found:
        """Free times for everybody whose calendars decide. Raises NotConnected."""
        setup, gathered = await self._gathering.gather_free(
            request.host, request.invitees, request.window, request.rules
        )
        asked = self._asked(setup, gathered, request)
        slots = slot_starts(asked)
        return Found(slots, gathered.evidence, setup, () if request.needed else missed(asked, gathered, slots))

    async def find_around(self, request: FindRequest, aside: Aside) -> Found:
        """The same, when something must not stand in its own way. Raises NotConnected."""
        setup = request.rules or await self._configuring.setup(request.host)
        gathered = await self._gathering.gather(setup, request.invitees, request.window, aside=aside)
        return Found(slot_starts(self._asked(setup, gathered, request)), gathered.evidence, setup)

    async def free_of_pool(self, request: FindRequest, start: datetime) -> tuple[PersonId, ...]:
        """Who of the pool could come then, in the order of the people; nobody when the rest can't."""
        setup, gathered = await self._gathering.gather_free(
            request.host, request.invitees, request.window, request.rules
        )
        who = find_slots(self._asked(setup, gathered, request)).who.get(start, ())
        pairs = zip(gathered.attendees, gathered.evidence, strict=True)
        found = (_person(item, setup) for attendee, item in pairs if attendee.id in who)
        return tuple(person for person in found if person is not None and person in request.pool)

    async def why(self, request: FindRequest, start: datetime) -> Explained:
        """Why `find` with the same request does not offer this start, or that it does. Raises NotConnected."""
        setup = request.rules or await self._configuring.setup(request.host)
        gathered = await self._gathering.gather(setup, request.invitees, request.window)
        return Explained(explain(self._asked(setup, gathered, request), start), gathered, setup)

    def _asked(self, setup: Setup, gathered: Gathered, request: FindRequest) -> Request:
        """The one question behind every offered time and every reason."""
        rules = setup.preferences
        return Request(
            window=(request.window.start, request.window.end),
            duration_minutes=request.duration_minutes,
            tz=request.zone,
            now=self._clock.now(),
            interval_minutes=rules.step_minutes,
            buffer_before_minutes=rules.buffer_before_minutes,
            buffer_after_minutes=rules.buffer_after_minutes,
            min_notice_minutes=rules.minimum_notice_minutes,
            booking_window=BookingWindow(rolling_days=rules.horizon_days, tz=rules.home_zone),
            mode=Mode.K_OF_N if request.needed else Mode.COLLECTIVE,
            k=max(1, request.needed),
            attendees=(*_asked_people(setup, gathered, request), *_part_of_day(request), *_open_days(request)),
        )

    async def look_again(self, setup: Setup, invitees: tuple[Invitee, ...]) -> None:
        """We changed these people's time in Outlook: their copies are read again."""
        await self._gathering.look_again(setup, invitees)

    async def check(self, setup: Setup, booking: Booking, moved: Event | None = None) -> Obstruction | None:
        """A fresh look for one booking right before it is written: only events, bookings, padding and (for a new one)
        daily limits count, hours don't: they were decided when the time was offered. `moved`: the event that shall be
        moved into this time, or replaced, as it is now. None: nothing stands in the way.

        Wanted although calendars can't be read (`unchecked`), the others decide; those are still named, not taken."""
        when = booking.plan.when
        both = {booking.id, booking.replaces or booking.id}
        if booking.moves is not None and booking.moves.booking is not None:
            both.add(booking.moves.booking)
        aside = Aside(frozenset(both), moved)
        around = when.widened(timedelta(hours=12))
        required = tuple(item for item in booking.plan.invitees if item.required)
        gathered = await self._gathering.gather(setup, required, around, aside=aside, live=True)
        protected = _protected_only(gathered)
        unknown = unknown_of(gathered)
        if unknown is not None and booking.unchecked is None:
            return unknown
        around = when.widened(timedelta(days=2))
        new = booking.moves is None and booking.outlook_id is None
        present = tuple(
            replace(item, readable=True, available=((around.start, around.end),), limits=item.limits if new else None)
            for item in protected
        )
        reasons = explain(at_its_time(setup.preferences, when, around, present), when.start)
        if not is_taken(reasons):
            return unknown
        full = all(one.code is ReasonCode.DAY_LIMIT for reason in reasons for one in reason.because or (reason,))
        if not full:
            await self._gathering.look_again(setup, booking.plan.invitees)
        return Obstruction(taken=True, unreadable=(), full=full)


def _person(item: Evidence, setup: Setup) -> PersonId | None:
    return setup.preferences.person if item.invitee is None else item.invitee.person


def _asked_people(setup: Setup, gathered: Gathered, request: FindRequest) -> tuple[Attendee, ...]:
    """Everybody who is read; in the mode with a pool whoever is neither in it nor required decides nothing."""
    if not request.needed:
        return gathered.attendees
    found = []
    for attendee, item in zip(gathered.attendees, gathered.evidence, strict=True):
        if _person(item, setup) in request.pool:
            found.append(replace(attendee, required=False))
        elif attendee.required:
            found.append(attendee)
    return tuple(found)


def unknown_of(gathered: Gathered) -> Obstruction | None:
    """The calendars that decide and can't be read."""
    stopped = [item for item in gathered.evidence if item.basis in (Basis.HOST, Basis.CONNECTED) and item.unreadable]
    if not stopped:
        return None
    people = tuple(item.invitee.name for item in stopped if item.invitee is not None)
    return Obstruction(False, tuple(reading for item in stopped for reading in item.unreadable), people=people)


def _protected_only(gathered: Gathered) -> tuple[Attendee, ...]:
    pairs = zip(gathered.attendees, gathered.evidence, strict=True)
    return tuple(attendee for attendee, item in pairs if item.basis in (Basis.HOST, Basis.CONNECTED))


def is_taken(reasons: tuple[Reason, ...]) -> bool:
    """Whether somebody is busy then; hours don't count."""
    busy = {
        ReasonCode.CONFLICT, ReasonCode.BOOKED, ReasonCode.BUFFER, ReasonCode.DAY_LIMIT, ReasonCode.PERSON_BUSY,
    }  # fmt: skip
    return any(reason.code in busy for reason in reasons)


def _open_days(request: FindRequest) -> tuple[Attendee, ...]:
    """The days that are not closed, as an attendee who is there then."""
    if not request.closed:
        return ()
    around = request.window.widened(timedelta(days=1))
    busy = tuple(BusyTime(one.start, one.end) for one in request.closed)
    return (Attendee(id=CLOSED, available=((around.start, around.end),), busy=busy, required=True),)


def _part_of_day(request: FindRequest) -> tuple[Attendee, ...]:
    """The asker's "in the afternoon", "not Friday" and "not 12-13", as an attendee who is there just then."""
    whole = request.from_minute is None and request.to_minute is None
    if whole and not (request.weekdays_off or request.days_off or request.hours_off):
        return ()
    part = (request.from_minute or WHOLE_DAY[0], request.to_minute or WHOLE_DAY[1])
    days = [day for day in range(7) if day not in request.weekdays_off]
    hours = Hours.of(dict.fromkeys(days, _outside(part, request.hours_off)))
    busy = tuple(_whole_day(day, request.zone) for day in request.days_off)
    return (Attendee(id="asked", tz=request.zone, hours=hours, busy=busy, required=True),)


def _outside(part: tuple[int, int], off: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """What is left of the part of the day."""
    left = [part]
    for start, end in off:
        pieces = [(a, b) for first, last in left for a, b in ((first, min(last, start)), (max(first, end), last))]
        left = [(a, b) for a, b in pieces if a < b]
    return tuple(sorted(set(left)))


def _whole_day(day: date, zone: str) -> BusyTime:
    whole = one_day(day, zone)
    return BusyTime(whole.start, whole.end)
