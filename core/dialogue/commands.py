"""What a person can ask: one frozen dataclass per command; core.dialogue.payloads is their JSON form.

Ids in a command are claims: every use case checks them against the person who asks.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ConfigDict, Field

YEARS = range(2000, 3000)


def _thinkable(day: date) -> date:
    """Refuses naive instants, and years so far away that a span from there ends nowhere."""
    if day.year not in YEARS or (isinstance(day, datetime) and day.utcoffset() is None):
        raise ValueError("not a day to meet on")
    return day


Moment = Annotated[datetime, AfterValidator(_thinkable)]
LocalDay = Annotated[date, AfterValidator(_thinkable)]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
MinuteOfDay = Annotated[int, Field(ge=0, le=24 * 60)]
Weekday = Annotated[int, Field(ge=0, le=6)]
PairKind = Literal[
    "all_day", "long", "unknown", "tentative", "unanswered", "optional", "crowd", "appointment", "meeting"
]
"""As core.conflicts names them."""


def _zone(name: str) -> str:
    """Refuses what is no zone; empty stands for the reader's."""
    try:
        ZoneInfo(name or "Etc/UTC")
    except (KeyError, ValueError, OSError):
        raise ValueError("not a time zone") from None
    return name


ZoneName = Annotated[str, AfterValidator(_zone)]


@dataclass(frozen=True, slots=True)
class Command:
    """Base of all commands; the class name is the command's name on the wire."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as they were named: a user of the same chat workspace, or a mail address. `optional`: may miss it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kind: Literal["user", "address"]
    value: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """By which meeting type a meeting is looked for, or for whom; neither: the asker's own, as they chose."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    type: str | None = None
    boss: Named | None = None


OWN = Terms()


@dataclass(frozen=True, slots=True)
class ShowHelp(Command):
    """`unknown`: what was typed and not understood."""

    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Connect(Command):
    """Asks for a connect link; while connected it opens the connections."""


@dataclass(frozen=True, slots=True)
class AddAccount(Command):
    """A connect link for one more account or, with `connection`, for the repair or upgrade of that one. `shared`: also
    asks for the calendars that others share with it."""

    connection: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class TypeCode(Command):
    """The code that the sign-in page showed."""

    code: str


@dataclass(frozen=True, slots=True)
class ShowConnections(Command):
    pass


@dataclass(frozen=True, slots=True)
class AskAdmin(Command):
    """The words with which the admin is asked to allow bookings."""


@dataclass(frozen=True, slots=True)
class ShowCalendars(Command):
    pass


@dataclass(frozen=True, slots=True)
class PreviewCalendars(Command):
    """What the picker shows changed; nothing is saved yet. Fields are filled from the card's inputs.

    Where not every calendar fits on the card, `listed` are those that were on it: the others stay as they are stored,
    but for `added` and `removed`. `search`: which ones to list.
    """

    linked: str | None = None
    conflicts: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True)
class ChooseCalendars(Command):
    """Saves the picker. Fields as those of PreviewCalendars."""

    linked: str | None = None
    conflicts: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenAdvanced(Command):
    pass


@dataclass(frozen=True, slots=True)
class SaveAdvanced(Command):
    """`blocking`: "default", "only_busy" or "custom" (then `states` counts). `warned`: the calendars whose double
    bookings are told; None leaves them as they are. `hidden_titles`: the same for the accounts whose titles are hidden.
    """

    blocking: Literal["default", "only_busy", "custom"] = "default"
    states: tuple[str, ...] = ()
    linked_blocks: bool = True
    warned: tuple[str, ...] | None = None
    hidden_titles: tuple[str, ...] | None = None


Rhythm = Literal["none", "daily", "workdays", "weekly", "fortnightly", "monthly"]


@dataclass(frozen=True, slots=True)
class Find(Command):
    """Free times. Dates are local to the reader, `until` inclusive; minutes of the local day bound the start and end.

    `part` is a named part of the day and stands for such minutes; `at_minute`: it begins exactly then. Left out are
    `weekdays_off`, `days_off`, and the ranges `hours_off` of every day. All of them are meant by the clock of `zone`,
    the reader's where that is empty. `after` continues a list behind this instant. `channel`: where it was asked first,
    when that was in one. None everywhere means: the person's defaults. `repeats`: these are times for its first date;
    it ends with `last_day` or after so many `dates`, where that is known already.
    """

    people: tuple[Named, ...] = ()
    duration_minutes: Minutes | None = None
    since: LocalDay | None = None
    until: LocalDay | None = None
    from_minute: MinuteOfDay | None = None
    to_minute: MinuteOfDay | None = None
    part: Literal["any", "morning", "afternoon"] = "any"
    weekdays_off: tuple[Weekday, ...] = ()
    title: str = ""
    after: Moment | None = None
    channel: str = ""
    terms: Terms = OWN
    at_minute: MinuteOfDay | None = None
    days_off: tuple[LocalDay, ...] = ()
    hours_off: tuple[tuple[MinuteOfDay, MinuteOfDay], ...] = ()
    zone: ZoneName = ""
    repeats: Rhythm = "none"
    last_day: LocalDay | None = None
    dates: int | None = None


@dataclass(frozen=True, slots=True)
class OpenFindForm(Command):
    """The form with pickers, filled in with `find`."""

    find: Find = Find()


@dataclass(frozen=True, slots=True)
class BookEarliest(Command):
    """Finds, and offers the earliest time after one confirmation."""

    find: Find = Find()


@dataclass(frozen=True, slots=True)
class Why(Command):
    """Why this time is offered or not. Day and minute are the reader's wall clock."""

    on: LocalDay
    minute: MinuteOfDay
    duration_minutes: Minutes | None = None
    people: tuple[Named, ...] = ()
    terms: Terms = OWN


@dataclass(frozen=True, slots=True)
class OpenWhyForm(Command):
    """The form that asks for the time; what is known of it is filled in."""

    on: LocalDay | None = None
    minute: MinuteOfDay | None = None
    duration_minutes: Minutes | None = None
    people: tuple[Named, ...] = ()
    terms: Terms = OWN


@dataclass(frozen=True, slots=True)
class OpenBookingForm(Command):
    """The booking form for one offered time; the other fields as in Find."""

    start: Moment
    duration_minutes: Minutes
    people: tuple[Named, ...] = ()
    title: str = ""
    terms: Terms = OWN
    channel: str = ""
    repeats: Rhythm = "none"
    last_day: LocalDay | None = None
    dates: int | None = None


@dataclass(frozen=True, slots=True)
class Book(Command):
    """Books. Fields but `start` can be changed in the form. One that repeats ends with the day `until`, or after so
    many dates (`number`). `channel` as in Find."""

    start: Moment
    duration_minutes: int
    people: tuple[Named, ...] = ()
    title: str = ""
    online: bool = True
    note: str = ""
    terms: Terms = OWN
    repeats: Rhythm = "none"
    until: LocalDay | None = None
    number: int | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ShowAgenda(Command):
    span: Literal["today", "tomorrow", "week"] = "today"


@dataclass(frozen=True, slots=True)
class ShowBookings(Command):
    pass


@dataclass(frozen=True, slots=True)
class ShowBooking(Command):
    """The present state of one booking."""

    booking: str


@dataclass(frozen=True, slots=True)
class CancelBooking(Command):
    """Asks once (`confirmed` False), then cancels. `start`: when it began on the card that asked; `comment`: what the
    guests are told."""

    booking: str
    confirmed: bool = False
    start: Moment | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Disconnect(Command):
    """Asks once, naming what stops, then disconnects. `connection` None: the only one, or a choice of several."""

    connection: str | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ShowConflicts(Command):
    """Open double bookings, each with its ways out."""


@dataclass(frozen=True, slots=True)
class ShowConflict(Command):
    """The present state of one cause of double bookings; `each`: its meetings one by one, each with its way out."""

    cause: str
    each: bool = False


@dataclass(frozen=True, slots=True)
class OfferMove(Command):
    """Three times that are free for everybody of this own meeting. `event` is one of the cause's."""

    cause: str
    event: str


@dataclass(frozen=True, slots=True)
class MoveTo(Command):
    """Moves the own meeting there; its guests are told by Outlook."""

    cause: str
    event: str
    start: Moment


@dataclass(frozen=True, slots=True)
class OfferProposal(Command):
    """Three times to propose for somebody else's meeting."""

    cause: str
    event: str


@dataclass(frozen=True, slots=True)
class DeclineMeeting(Command):
    """Declines somebody else's meeting, proposing another start unless `start` is None."""

    cause: str
    event: str
    start: Moment | None = None


@dataclass(frozen=True, slots=True)
class DeclineAll(Command):
    """Asks once, then declines every meeting of others that the absence covers."""

    cause: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class KeepBoth(Command):
    """The person knows of it and wants it so."""

    cause: str


@dataclass(frozen=True, slots=True)
class IgnoreSeries(Command):
    """Never warn of this series again (of these two against each other, when both recur)."""

    cause: str


@dataclass(frozen=True, slots=True)
class NeverWarn(Command):
    """The rule offered at the third Keep. `kind` as core.conflicts names it."""

    kind: PairKind


@dataclass(frozen=True, slots=True)
class FollowOutlook(Command):
    """The booking takes the time its event has in Outlook, or ends when the event is gone there."""

    booking: str


@dataclass(frozen=True, slots=True)
class PutBack(Command):
    """Outlook's event goes back to the booked time, or is made anew when it is gone."""

    booking: str


@dataclass(frozen=True, slots=True)
class SetHome(Command):
    """Where messages come that weren't asked for."""

    platform: Literal["slack", "teams"]
