"""What a person chose: calendars with their roles, what blocks them, their rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from core.availability import Blocking, Hours, Limits, ReasonCode, Request, Span, explain, travelled_spans
from core.connection.model import ConnectionId
from core.people.model import Invitee, PersonFact, PersonId
from core.shared.days import day_at
from core.shared.ranges import Range

CalendarId = NewType("CalendarId", str)
OUTSIDE = frozenset({ReasonCode.OUTSIDE_HOURS, ReasonCode.DAY_OFF, ReasonCode.TOO_LONG})
"""The reasons that say somebody doesn't work then."""


class CalendarKind(StrEnum):
    """OWN: the account's own. SHARED: somebody else's, shared with it. AUTOMATIC: holidays and birthdays."""

    OWN = "own"
    SHARED = "shared"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One Outlook calendar as one connection sees it. `outlook_id` is case-sensitive and opaque.

    `hides_titles` is the person's choice for its account, put there by whoever reads the choices (not stored with it):
    its events are shown as "Personal: busy".
    """

    id: CalendarId
    connection: ConnectionId
    outlook_id: str
    name: str
    kind: CalendarKind
    owner_name: str
    owner_address: str
    can_edit: bool
    is_default: bool
    hides_titles: bool = False


class SeenBy(StrEnum):
    """Who may see when a person is free. CHOSEN: the people they named; see core.configuration.sharing."""

    ORGANISATION = "organisation"
    CHOSEN = "chosen"
    NOBODY = "nobody"


class ToldInvitations(StrEnum):
    """Which invitations are told. CLASHING: those that overlap something."""

    CLASHING = "clashing"
    ALL = "all"
    NONE = "none"


class Obstacle(StrEnum):
    """Why a calendar cannot be the linked one; each has its own text and next step."""

    CONNECTED_READ_ONLY = "connected_read_only"
    SHARED_READ_ONLY = "shared_read_only"
    ADMIN_READ_ONLY = "admin_read_only"


@dataclass(frozen=True, slots=True)
class Journey:
    """Days spent in another zone, `last` included. `local_hours`: the hours are meant by that zone's clock; else the
    person keeps those of home."""

    first: date
    last: date
    zone: str
    local_hours: bool

    def has(self, now: datetime) -> bool:
        """Whether the person is there now, by the clock there."""
        return self.first <= day_at(now, self.zone) <= self.last


@dataclass(frozen=True, slots=True)
class Working:
    """When somebody works, as the slot engine takes it: `hours` by the home zone, or `available` instead."""

    hours: Hours
    available: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything one person chose.

    `conflicts` never contains `linked`; the linked calendar blocks as long as `linked_blocks` is true. Minutes are
    whole, `home_zone` is an IANA name and the zone of `hours` and of the quiet hours (minutes of the day; the interval
    may span midnight), in which nothing but what begins within the hour interrupts. `own_hours` False: the hours are
    Outlook's, or their workspace's. `outlook_hours`: the week as Outlook told it last; None: it has none.
    `travel` is in order, no two journeys share a day. `daily_limit` None: any number of bookings a day.
    `two_way` are the calendars whose bookings follow their events.
    `hidden_titles` are the accounts whose events are shown without their titles. `ignored`: calendars that stop nothing
    while they can't be read, until that day is over at home; their events block as soon as they can.
    `agenda_minute`: when the agenda comes on days with hours, by the clock where the person is; `reminder_minutes`:
    how long before its meeting a reminder comes; None: none.
    `told_of_bookings`: others' bookings with the person are told to them. `told_of_answers`: declined and other
    times proposed. `shown_to` counts where `seen_by` is chosen.
    """

    person: PersonId
    linked: CalendarId | None
    conflicts: frozenset[CalendarId]
    linked_blocks: bool
    blocking: Blocking
    hours: Hours
    home_zone: str
    duration_minutes: int = 30
    step_minutes: int = 30
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    minimum_notice_minutes: int = 60
    horizon_days: int = 60
    warnings: bool = True
    warned_shared: frozenset[CalendarId] = frozenset()
    unwarned_own: frozenset[CalendarId] = frozenset()
    quiet_from_minute: int = 20 * 60
    quiet_to_minute: int = 7 * 60
    own_hours: bool = False
    outlook_hours: Hours | None = None
    travel: tuple[Journey, ...] = ()
    daily_limit: int | None = None
    two_way: frozenset[CalendarId] = frozenset()
    hidden_titles: frozenset[ConnectionId] = frozenset()
    ignored: tuple[tuple[CalendarId, date], ...] = ()
    told_of_bookings: bool = True
    told_of_answers: bool = True
    seen_by: SeenBy = SeenBy.ORGANISATION
    shown_to: tuple[Invitee, ...] = ()
    invitations: ToldInvitations = ToldInvitations.CLASHING
    agenda_minute: int | None = None
    reminder_minutes: int | None = None

    def working(self, window: Range) -> Working:
        """When the person works around the window: by the clock of wherever they are then."""
        near = window.widened(timedelta(days=2))
        stays = [
            (journey.first, journey.last, journey.zone)
            for journey in self.travel
            if journey.local_hours and journey.first <= near.end.date() and journey.last >= near.start.date()
        ]
        if not stays:
            return Working(self.hours)
        return Working(Hours(), travelled_spans(self.home_zone, self.hours, stays, (window.start, window.end)))

    def hours_zone(self, at: datetime) -> str:
        """The zone by whose clock the hours are meant then."""
        return next((one.zone for one in self.travel if one.local_hours and one.has(at)), self.home_zone)

    def works_in(self, when: Range) -> bool:
        """Whether the time lies wholly in the person's hours."""
        working = self.working(when)
        asked = Request(
            window=(when.start, when.end),
            duration_minutes=max(when.minutes, 1),
            tz=self.home_zone,
            hours=working.hours,
            available=working.available,
        )
        return all(reason.code not in OUTSIDE for reason in explain(asked, when.start))

    def ignored_until(self, calendar: CalendarId, now: datetime) -> date | None:
        """The last day on which this calendar stops nothing although it can't be read; None when it does."""
        today = day_at(now, self.home_zone)
        return next((until for one, until in self.ignored if one == calendar and today <= until), None)

    def zone_at(self, now: datetime) -> str:
        """The zone the person is in: that of a journey, else home."""
        return next((journey.zone for journey in self.travel if journey.has(now)), self.home_zone)

    @property
    def reach(self) -> tuple[object, ...]:
        """What the copies and the warnings depend on: how far they look, where a day begins, when to speak."""
        quiet = (self.quiet_from_minute, self.quiet_to_minute)
        return (self.home_zone, self.travel, self.horizon_days, self.warnings, quiet)

    @property
    def limits(self) -> Limits | None:
        """How much may be booked for the person, as the slot engine takes it; days are those of home."""
        return None if self.daily_limit is None else Limits(per_day=self.daily_limit, tz=self.home_zone)

    def warns_of(self, calendar: Calendar) -> bool:
        """Whether this calendar's double bookings are the person's business: own ones are unless they said no, shared
        ones only if they said so (else they are their owner's)."""
        if calendar.kind is CalendarKind.SHARED:
            return calendar.id in self.warned_shared
        return calendar.id not in self.unwarned_own

    @property
    def blocking_calendars(self) -> frozenset[CalendarId]:
        """All calendars whose busy events block. What lies in a two-way linked one are bookings, which always do."""
        if self.linked is not None and (self.linked_blocks or self.linked in self.two_way):
            return self.conflicts | {self.linked}
        return self.conflicts


@dataclass(frozen=True, slots=True)
class CalendarsChosen(PersonFact):
    """The person's calendars changed, or a choice on which copies and warnings depend."""


@dataclass(frozen=True, slots=True)
class DayMessagesChosen(PersonFact):
    """The person chose which messages their day brings: invitations, the agenda, reminders."""
