"""What one asks the free-slot engine, and what it answers.

Instants are aware datetimes, ranges are half-open. The meaning of every field is written in docs/availability.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from core.availability.hours import NO_HOURS, Hours

if TYPE_CHECKING:
    from core.availability.prepared import Prepared

Span = tuple[datetime, datetime]
"""A half-open range of two aware instants."""


class ShowAs(StrEnum):
    """How an event shows its time in Outlook. https://learn.microsoft.com/graph/api/resources/event (showAs)"""

    BUSY = "busy"
    TENTATIVE = "tentative"
    OOF = "oof"
    UNKNOWN = "unknown"
    FREE = "free"
    WORKING_ELSEWHERE = "workingElsewhere"


Blocking = frozenset[ShowAs]
"""The show-as states that make an event block."""

DEFAULT_BLOCKING: Blocking = frozenset({ShowAs.BUSY, ShowAs.TENTATIVE, ShowAs.OOF, ShowAs.UNKNOWN})
ONLY_BUSY: Blocking = frozenset({ShowAs.BUSY})


class Mode(StrEnum):
    """Who must be free for a slot."""

    SINGLE = "single"
    COLLECTIVE = "collective"
    ANY = "any"
    K_OF_N = "k_of_n"
    ROUND_ROBIN = "round_robin"


class Align(StrEnum):
    """Where slots may start: on the wall clock's grid, or stepwise from each free range's first minute."""

    GRID = "grid"
    RANGE = "range"


class RollingUnit(StrEnum):
    """Which dates `rolling_days` counts: all, or Monday to Friday (weekends in between stay bookable)."""

    CALENDAR = "calendar"
    BUSINESS = "business"


class ReasonCode(StrEnum):
    """Why a time is not a slot; stable, for programs and texts."""

    PAST = "PAST"
    NOTICE = "NOTICE"
    TOO_FAR = "TOO_FAR"
    OUTSIDE_WINDOW = "OUTSIDE_WINDOW"
    OUTSIDE_HOURS = "OUTSIDE_HOURS"
    DAY_OFF = "DAY_OFF"
    TOO_LONG = "TOO_LONG"
    CONFLICT = "CONFLICT"
    BOOKED = "BOOKED"
    BUFFER = "BUFFER"
    DAY_LIMIT = "DAY_LIMIT"
    WEEK_LIMIT = "WEEK_LIMIT"
    OFF_GRID = "OFF_GRID"
    PERSON_BUSY = "PERSON_BUSY"
    NOT_ENOUGH_PEOPLE = "NOT_ENOUGH_PEOPLE"
    UNREADABLE = "UNREADABLE"


class BusyTime(NamedTuple):
    """An event of somebody's calendar; whether it blocks is decided by `blocks`.

    All-day events have plain dates (end exclusive), placed in `tz`, else in the person's zone; all others have
    aware instants. `response` is the owner's own answer, in Graph's words; only "declined" matters here.

    A named tuple, as calendars hold thousands and a frozen dataclass takes three times as long to make.
    """

    start: datetime | date
    end: datetime | date
    show_as: ShowAs = ShowAs.BUSY
    is_cancelled: bool = False
    response: str = "none"
    calendar: str = ""
    id: str = ""
    all_day: bool = False
    tz: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedBooking:
    """A booking or hold that exists: it blocks, keeps its own buffers free, and `counts` for the limits."""

    start: datetime
    end: datetime
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingWindow:
    """How far ahead one may book; every bound that is given holds.

    `start`, `end` hold the whole slot; `rolling_days` is about the date the slot starts on (in `tz`, else the
    request's), 0 = today only; `max_ahead_minutes` bounds the start. The last two need the request's `now`.
    """

    start: datetime | None = None
    end: datetime | None = None
    rolling_days: int | None = None
    unit: RollingUnit = RollingUnit.CALENDAR
    tz: str | None = None
    max_ahead_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may be booked for each person; None = no limit. Days and weeks are local to `tz`, else the request's.

    A booking belongs wholly to the local day it starts on. `week_start` is Monday = 0.
    """

    per_day: int | None = None
    per_week: int | None = None
    minutes_per_day: int | None = None
    minutes_per_week: int | None = None
    tz: str | None = None
    week_start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One of several people. `tz` None = the request's; `available`, if not empty, replaces `hours`.

    `required` None = the mode's default (collective: yes, else no). `fixed` and `group` belong to round robin.
    `readable` False: never counted as free, and named in the answer. `prepared` stands for zone, hours, `available`
    and `busy`, which are then left out; ValueError otherwise. `limits` None = the request's.
    """

    id: str
    tz: str | None = None
    hours: Hours = NO_HOURS
    available: tuple[Span, ...] = ()
    busy: tuple[BusyTime, ...] = ()
    bookings: tuple[PlacedBooking, ...] = ()
    required: bool | None = None
    fixed: bool = False
    group: str = "_"
    readable: bool = True
    prepared: Prepared | None = None
    limits: Limits | None = None

    def __post_init__(self) -> None:
        if self.prepared and (self.busy or self.available or self.tz or self.hours is not NO_HOURS):
            raise ValueError("an attendee has a prepared calendar or one of their own, not both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which slots of `duration_minutes` are free in `window`?

    Without attendees the request itself is the person (`hours`, `available`, `busy`, `bookings`, in `tz`). With
    attendees these four are ignored. `interval_minutes` None = the duration. `now` None = no notice, nothing is past.
    ValueError if the values can't be meant (for example mode single with two attendees).
    """

    window: Span
    duration_minutes: int
    tz: str = "UTC"
    hours: Hours = NO_HOURS
    available: tuple[Span, ...] = ()
    busy: tuple[BusyTime, ...] = ()
    bookings: tuple[PlacedBooking, ...] = ()
    blocking: Blocking = DEFAULT_BLOCKING
    now: datetime | None = None
    interval_minutes: int | None = None
    align: Align = Align.GRID
    grid_tz: str | None = None
    offset_start_minutes: int = 0
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    min_notice_minutes: int = 0
    booking_window: BookingWindow = BookingWindow()
    limits: Limits = Limits()
    mode: Mode = Mode.SINGLE
    k: int = 1
    attendees: tuple[Attendee, ...] = ()
    explain: tuple[datetime, ...] = ()

    def __post_init__(self) -> None:
        if self.duration_minutes < 1 or (self.interval_minutes is not None and self.interval_minutes < 1):
            raise ValueError("duration and interval are at least one minute")
        if self.mode is Mode.SINGLE and len(self.attendees) > 1:
            raise ValueError("mode single takes one attendee")
        if len({attendee.id for attendee in self.attendees}) != len(self.attendees):
            raise ValueError("two attendees have the same id")
        needs_now = (self.booking_window.rolling_days, self.booking_window.max_ahead_minutes)
        if self.now is None and needs_now != (None, None):
            raise ValueError("a rolling booking window needs now")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a time is not a slot.

    CONFLICT and BUFFER name the event (`calendar`, `id`; empty for a booking). PERSON_BUSY and UNREADABLE name the
    `person`. PERSON_BUSY and NOT_ENOUGH_PEOPLE carry what lies behind them in `because`, which is for the person
    concerned: others are only told that somebody is busy.
    """

    code: ReasonCode
    calendar: str = ""
    id: str = ""
    person: str = ""
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The slots and what stands around them; all instants in UTC, ascending.

    `free`: the minutes at which a one-minute meeting under the same rules could start, as maximal ranges.
    `who`: for several people, who is free at each slot, in the request's order. `why`: the reasons for each asked
    instant; none means that it is a slot. `unreadable`: the people nothing is known about.
    """

    slots: tuple[datetime, ...]
    free: tuple[Span, ...] = ()
    who: Mapping[datetime, tuple[str, ...]] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()
    why: Mapping[datetime, tuple[Reason, ...]] = field(default_factory=dict)
