"""Bookings: their states, and who is protected."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from core.booking.repeats import Repeats, SeriesDate
from core.configuration.meeting_types.model import MeetingTypeId
from core.configuration.model import CalendarId
from core.connection.model import ConnectionId
from core.people.model import Invitee, PersonFact, PersonId
from core.shared.facts import Fact
from core.shared.ranges import Range

BookingId = NewType("BookingId", str)
HOLD_LEASE = timedelta(seconds=60)


class BookingState(StrEnum):
    """held -> pushing -> confirmed -> cancelling -> cancelled; held and pushing may end in failed.

    Offered takes the time like a hold, for longer and with nothing to write (core/booking/offers): it ends in cancelled
    when another time of the offer was taken or the offer was withdrawn, in failed when its time was over.

    The hold of a move (`Booking.moves`) ends in moved instead of confirmed: from then on the event itself, where it is
    now, takes the time. What was made in Outlook is confirmed from the beginning, and released when it is no booking
    any more although Outlook keeps it.
    """

    OFFERED = "offered"
    HELD = "held"
    PUSHING = "pushing"
    CONFIRMED = "confirmed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    MOVED = "moved"
    FAILED = "failed"
    RELEASED = "released"


LEASED = frozenset({BookingState.OFFERED, BookingState.HELD})
"""Live until their lease ends."""

LIVE = LEASED | {BookingState.PUSHING, BookingState.CONFIRMED, BookingState.CANCELLING}


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What shall be booked. `title`, `note` and `place` are untrusted text. `online` asks for a Teams link.
    `repeats`: `when` is the first date of a series."""

    title: str
    when: Range
    invitees: tuple[Invitee, ...]
    online: bool = True
    note: str = ""
    place: str = ""
    repeats: Repeats | None = None


@dataclass(frozen=True, slots=True)
class EventMove:
    """What a hold is for, when an event that exists shall be moved into it. `booking`: it is this booking's event;
    `occurrence`: the one with this number of a series."""

    outlook_id: str
    was: Range
    booking: BookingId | None = None
    occurrence: int | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a booking is that was made in Outlook, not here. `is_mine`: its host organises it. `series`: the master's
    id, when it stands for a whole series by its next date; `rule` then says in a code how often it comes."""

    is_mine: bool
    series: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom a meeting is arranged by somebody else. `name` is untrusted text."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking. `protected` are the connected persons for whom the time is locked, the host among them.

    `request_key` makes a repeated click the same booking. `lease_until` matters in state held only. `zone` is the
    IANA zone the event is written in. `push_uncertain`: an attempt may have reached Outlook. `failure` is a code.
    `unchecked`: wanted although calendars can't be read; once pushed, their names (untrusted text).
    `adopted`: it was made in Outlook; then it protects nobody here, as its event does so in the copies.
    `booked_by`: who booked it, when that is not the host. `type`: the meeting type it was booked by, which may be gone.
    `behalf`: in whose shared calendar the host arranged it.
    `comment`: what the guests are told when it is cancelled, untrusted text.
    `replaces`: the booking of another host whose place this one takes; that one is cancelled once this is confirmed.
    `dates`: what became of each date of a series (`plan.repeats`), by number; empty for a single meeting. Of a
    hold that moves a whole series: where each date that takes place was (`planned`), and where it goes.
    `managers`: the members of the team calendar that hosts it; not stored with the booking.
    """

    id: BookingId
    host: PersonId
    connection: ConnectionId
    calendar: CalendarId
    outlook_calendar_id: str
    plan: MeetingPlan
    zone: str
    protected: frozenset[PersonId]
    state: BookingState
    request_key: str
    created_at: datetime
    lease_until: datetime
    push_uncertain: bool = False
    outlook_id: str | None = None
    ical_uid: str | None = None
    web_link: str | None = None
    join_url: str | None = None
    failure: str | None = None
    failure_detail: str | None = None
    moves: EventMove | None = None
    unchecked: str | None = None
    adopted: Adopted | None = None
    comment: str = ""
    replaces: BookingId | None = None
    booked_by: PersonId | None = None
    type: MeetingTypeId | None = None
    behalf: Behalf | None = None
    dates: tuple[SeriesDate, ...] = ()
    managers: frozenset[PersonId] = frozenset()

    @property
    def occurrences(self) -> tuple[Range, ...]:
        """Every time that this booking takes, by start: one, or the dates of a series that take place.

        The hold that moves a booking leaves out what that booking takes itself until it has moved: nobody is protected
        twice at once.
        """
        if self.moves is not None and self.moves.booking is not None:
            if not self.dates:
                return without(self.plan.when, self.moves.was)
            return _besides([one.when for one in self.dates if one.when], [one.planned for one in self.dates])
        if not self.dates:
            return (self.plan.when,)
        return tuple(sorted((one.when for one in self.dates if one.when), key=lambda when: when.start))

    @property
    def last_end(self) -> datetime:
        """When the last of them is over."""
        return max((when.end for when in self.occurrences), default=self.plan.when.end)

    @property
    def is_series_begun(self) -> bool:
        """Whether Outlook has the series already, while its dates are still being brought to what they shall be."""
        return bool(self.dates) and self.outlook_id is not None and self.state is BookingState.PUSHING

    @property
    def moves_series(self) -> bool:
        """Whether it is the hold that moves every date of a series that is to come."""
        return self.moves is not None and bool(self.dates)

    def is_live(self, now: datetime) -> bool:
        """True while this booking takes its time: holds only until their lease ends."""
        return self.state in LIVE and (self.state not in LEASED or now < self.lease_until)


def without(when: Range, taken: Range) -> tuple[Range, ...]:
    """What is left of a time; the whole when nothing else would be."""
    return _cut(when, taken) or (when,)


def _besides(times: Iterable[Range], taken: Collection[Range]) -> tuple[Range, ...]:
    """What of these times isn't taken, in pieces, by start."""
    left = list(times)
    for other in taken:
        left = [piece for one in left for piece in _cut(one, other)]
    return tuple(sorted(left, key=lambda when: when.start))


def _cut(when: Range, taken: Range) -> tuple[Range, ...]:
    if not when.overlaps(taken):
        return (when,)
    before = (Range(when.start, taken.start),) if when.start < taken.start else ()
    after = (Range(taken.end, when.end),) if taken.end < when.end else ()
    return (*before, *after)


def each_date(booking: Booking) -> tuple[Booking, ...]:
    """The booking once for every time that it takes, as if it were a single one."""
    if not booking.dates:
        return (booking,)
    return tuple(replace(booking, plan=replace(booking.plan, when=when), dates=()) for when in booking.occurrences)


def meet(one: Booking, other: Booking) -> bool:
    """Whether they take a time together."""
    return any(when.overlaps(there) for when in one.occurrences for there in other.occurrences)


def span_of(booking: Booking) -> Range:
    """From the beginning of its first date to the end of its last."""
    first = booking.occurrences[0] if booking.occurrences else booking.plan.when
    return Range(first.start, booking.last_end)


def may_manage(booking: Booking, person: PersonId) -> bool:
    """Whether the person may see, move and cancel the booking: its host or, of a team calendar, every member; and who
    booked it."""
    return person in (booking.host, booking.booked_by) or person in booking.managers


@dataclass(frozen=True, slots=True)
class Before:
    """How a booking stood before it followed Outlook by itself, and where it followed to; `now` None: to its end."""

    booking: BookingId
    when: Range
    now: Range | None


@dataclass(frozen=True, slots=True)
class SyncSwitch:
    """A calendar was switched to two-way; until `undo_until` everything can be put back as it was `before`."""

    person: PersonId
    calendar: CalendarId
    undo_until: datetime
    before: tuple[Before, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncPreferenceChanged(PersonFact):
    """The person's sync preference is another one."""


@dataclass(frozen=True, slots=True)
class BookingChanged(Fact):
    """A booking's state or time changed: held, confirmed, moved, cancelled or failed."""

    booking: str
    state: str

    @property
    def lock_key(self) -> str:
        return f"card:{self.booking}"


@dataclass(frozen=True, slots=True)
class MeetingAnswered(Fact):
    """Outlook took the answer to somebody else's meeting, or refused it for certain. `outcome`: "declined",
    "proposed", "no_proposals" (the organizer takes none; nothing was answered) or an error's code."""

    person: str
    event: str
    outcome: str

    @property
    def lock_key(self) -> str:
        return f"answer:{self.person}"


@dataclass(frozen=True, slots=True)
class InvitationAccepted(Fact):
    """The same of accepting. `outcome`: "accepted", "tentative" or an error's code."""

    person: str
    event: str
    outcome: str

    @property
    def lock_key(self) -> str:
        return f"answer:{self.person}"


@dataclass(frozen=True, slots=True)
class OutlookDisagrees(Fact):
    """A confirmed booking's event was moved or deleted in Outlook, or agrees again. `what`: "moved", "deleted",
    "agrees"."""

    booking: str
    what: str

    @property
    def lock_key(self) -> str:
        return f"card:{self.booking}"
