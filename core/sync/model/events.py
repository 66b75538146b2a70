"""Events as Outlook has them, and what reading them gave."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.availability import BusyTime, ShowAs
from core.configuration.model import Calendar
from core.shared.days import days
from core.shared.ranges import Range


class Response(StrEnum):
    """What a mailbox answered, in Graph's words."""

    NONE = "none"
    ORGANIZER = "organizer"
    TENTATIVE = "tentativelyAccepted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_RESPONDED = "notResponded"


MOST_ATTENDEES = 25
"""Attendees kept of one event: with more it is a crowd, for which nobody moves anything without looking."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on an event's list. `is_optional` as the organizer marked them; rooms are left out.

    In the organizer's copy: what they answered, when (by Outlook's clock), and the other time they proposed with it.
    """

    address: str
    name: str
    is_optional: bool = False
    response: Response = Response.NONE
    answered_at: datetime | None = None
    proposed: Range | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence in one calendar.

    Timed events have `start` and `end` in UTC, half-open. All-day events float: `first_day` and `end_day` (exclusive)
    are local dates of the mailbox and `start`/`end` are those dates' UTC midnights, to be placed in the person's zone
    by whoever needs instants. `subject` is private to the owner. `series` is the series master's id, None for singles.
    `uid` is the same in every mailbox and for every occurrence of a series; with the start it says which meeting this
    is. `attendees` are the first MOST_ATTENDEES of `attendee_count`, without the organizer in the organizer's copy.
    `is_hidden`: its words were taken out for showing (never stored).
    """

    id: str
    ical_uid: str
    series: str | None
    start: datetime
    end: datetime
    first_day: date | None
    end_day: date | None
    show_as: ShowAs
    is_cancelled: bool
    response: Response
    is_private: bool
    subject: str
    organizer_name: str
    attendee_count: int
    join_url: str | None
    web_link: str | None
    transaction_id: str | None
    uid: str = ""
    is_organizer: bool = False
    organizer_address: str = ""
    takes_proposals: bool = True
    attendees: tuple[Attendee, ...] = ()
    is_hidden: bool = False

    @property
    def is_all_day(self) -> bool:
        return self.first_day is not None

    def lies(self, zone: str | ZoneInfo) -> Range:
        """Its time; an all-day event's dates in that zone."""
        if self.first_day is None or self.end_day is None:
            return Range(self.start, self.end)
        return days(self.first_day, self.end_day, zone)

    @property
    def meeting(self) -> str:
        """The same in every mailbox, and for every occurrence."""
        return self.uid or self.ical_uid or self.id


def untitled(event: Event) -> Event:
    """What may be shown of an event whose account hides its titles: that it takes time."""
    return replace(event, subject="", organizer_name="", join_url=None, web_link=None, is_hidden=True)


def busy_time(event: Event, calendar: str) -> BusyTime:
    """An event as the slot engine takes it; all-day events as dates, to be placed in the person's zone."""
    start, end, all_day = event.start, event.end, False
    if event.first_day is not None and event.end_day is not None:
        start, end, all_day = event.first_day, event.end_day, True  # type: ignore[assignment]
    return BusyTime(start, end, event.show_as, event.is_cancelled, event.response, calendar, event.id, all_day)


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """What one calendar said. `error` is the stable code of the error when it could not be read (then no events).
    `ignored_until`: the last day on which that stops nothing, because its person said so."""

    calendar: Calendar
    read_at: datetime
    events: tuple[Event, ...] = ()
    error: str | None = None
    ignored_until: date | None = None

    @property
    def readable(self) -> bool:
        return self.error is None

    @property
    def unknown(self) -> bool:
        """Whether it stops what depends on it: not read, and not ignored."""
        return self.error is not None and self.ignored_until is None


def shown(reading: CalendarReading) -> CalendarReading:
    """The reading without the titles that its calendar's owner wants hidden."""
    if not reading.calendar.hides_titles:
        return reading
    return replace(reading, events=tuple(map(untitled, reading.events)))


@dataclass(frozen=True, slots=True)
class FreeBusySpan:
    """One entry of somebody's free/busy list, in UTC, half-open."""

    start: datetime
    end: datetime
    show_as: ShowAs


@dataclass(frozen=True, slots=True)
class FreeBusy:
    """What Outlook tells a colleague: spans only, or that it knows nothing (`readable` False)."""

    address: str
    readable: bool
    spans: tuple[FreeBusySpan, ...] = ()
    hours_known: bool = False
