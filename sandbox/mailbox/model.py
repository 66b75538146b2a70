"""What a mailbox holds: calendars, events, series with their exceptions, and a numbered log of changes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

from sandbox.mailbox.recurrence import Series
from sandbox.people import Account
from sandbox.zones import zone

Json = dict[str, Any]
Kind = Literal["singleInstance", "seriesMaster", "occurrence", "exception"]
ChangeKind = Literal["created", "updated", "deleted"]
Role = Literal["freeBusyRead", "limitedRead", "read", "write", "delegateWithPrivateEventAccess"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock time (naive) in a named zone, kept as it was said."""

    wall: datetime
    zone: str

    def utc(self) -> datetime:
        """The same moment in UTC, aware. A time that a clock change skips counts with the offset before the change."""
        return self.wall.replace(tzinfo=zone(self.zone)).astimezone(UTC)

    def within(self, name: str) -> "Moment":
        """The same moment on the wall clock of another zone."""
        return self if name == self.zone else Moment(self.utc().astimezone(zone(name)).replace(tzinfo=None), name)


@dataclass(slots=True)
class Event:
    """One event of one mailbox, or one exception of a series (then it shares the series' key).

    `props` are properties that Graph carries through as they are (subject, body, showAs, …) in Graph's own JSON.
    An all-day event floats: its walls are midnights of its dates. `attendees` never names the organizer.
    `exceptions` and `gone` are by original date (ISO) in the series' zone.
    """

    key: str
    calendar: str
    uid: str
    organizer: str
    start: Moment
    end: Moment
    all_day: bool
    props: Json
    created: datetime
    modified: datetime
    change_key: str
    attendees: list[Json] = field(default_factory=list)
    response: str = "organizer"
    response_time: datetime | None = None
    cancelled: bool = False
    transaction: str | None = None
    series: Series | None = None
    exceptions: dict[str, "Event"] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a calendar shows: a single event, a whole series, or one day of it; `event` holds the contents."""

    event: Event
    kind: Kind
    start: Moment
    end: Moment
    master: Event | None = None
    day: date | None = None

    def span(self) -> tuple[datetime, datetime]:
        """Begin and end as the service places them on the time line: all-day events at UTC midnights of their dates."""
        if self.event.all_day:
            return self.start.wall.replace(tzinfo=UTC), self.end.wall.replace(tzinfo=UTC)
        return self.start.utc(), self.end.utc()


@dataclass(slots=True)
class Calendar:
    """A calendar as its mailbox lists it. With a `source` it is a link to a colleague's calendar (address, key).

    `read_only` ones are fed by the service, such as public holidays.
    """

    key: str
    name: str
    change_key: str
    default: bool = False
    color: str = "auto"
    hex_color: str = ""
    shares: dict[str, Role] = field(default_factory=dict)
    source: tuple[str, str] | None = None
    online_meetings: bool = True
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """That an event came, changed or went; `seq` grows by one within the mailbox.

    `day_gone` when nothing but one day of the series went.
    """

    seq: int
    calendar: str
    event: str
    kind: ChangeKind
    day_gone: bool = False


@dataclass(slots=True)
class Mailbox:
    """Everything of one account. `zone` is a Windows name; `hours` are begin and end on working days (0 is Monday).

    `removed` keeps deleted series as they last were; one that is `off` keeps everything and is not served.
    """

    account: Account
    zone: str
    locale: str
    hours: tuple[str, str] = ("09:00", "17:00")
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    removed: dict[str, Event] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    transactions: dict[str, tuple[str, str]] = field(default_factory=dict)
    off: bool = False
    custom_hours_zone: bool = False

    @property
    def default_calendar(self) -> Calendar:
        """The calendar that invitations go to."""
        return next(calendar for calendar in self.calendars.values() if calendar.default)

    @property
    def last_change(self) -> int:
        """The number of the newest change, 0 before the first."""
        return self.changes[-1].seq if self.changes else 0

    def calendar_named(self, name: str) -> Calendar | None:
        """The calendar with this name, compared without case."""
        return next((one for one in self.calendars.values() if one.name.casefold() == name.casefold()), None)

    def by_uid(self, uid: str) -> Event | None:
        """This mailbox's copy of a meeting."""
        return next((event for event in self.events.values() if event.uid == uid), None)
