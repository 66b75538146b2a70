"""What a person can ask: one frozen dataclass per command, and their one JSON form.

Buttons and forms carry commands as JSON (`to_payload`, `from_payload`): what comes back is checked field by field, so a
payload of another version or a tampered one is refused, never guessed. Ids in a command are claims: every use case
checks them against the person who asks.
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from core.dialogue.calendar_commands import (
    AskAdmin,
    ChooseCalendars,
    OpenAdvanced,
    PreviewCalendars,
    SaveAdvanced,
    ShowCalendars,
)
from core.dialogue.command import Command

__all__ = [  # what stands elsewhere and is found here too
    "AskAdmin",
    "ChooseCalendars",
    "Command",
    "OpenAdvanced",
    "PreviewCalendars",
    "SaveAdvanced",
    "ShowCalendars",
]

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


class BadPayload(ValueError):
    """The payload is not a command of this version."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as they were named: a user of the same chat workspace, or a mail address."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kind: Literal["user", "address"]
    value: str


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
class Find(Command):
    """Free times. Dates are local to the reader, `until` inclusive; minutes of the local day bound the start and end.

    `part` is a named part of the day and stands for such minutes. `after` continues a list behind this instant. None
    everywhere means: the person's defaults.
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


@dataclass(frozen=True, slots=True)
class OpenWhyForm(Command):
    """The form that asks for the time; what is known of it is filled in."""

    on: LocalDay | None = None
    minute: MinuteOfDay | None = None
    duration_minutes: Minutes | None = None
    people: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenBookingForm(Command):
    """The booking form for one offered time."""

    start: Moment
    duration_minutes: Minutes
    people: tuple[Named, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Book(Command):
    """Books. Fields but `start` can be changed in the form."""

    start: Moment
    duration_minutes: int
    people: tuple[Named, ...] = ()
    title: str = ""
    online: bool = True
    note: str = ""


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
    """Asks once (`confirmed` False), then cancels."""

    booking: str
    confirmed: bool = False


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

    kind: Literal[
        "all_day", "long", "unknown", "tentative", "unanswered", "optional", "crowd", "appointment", "meeting"
    ]


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


COMMANDS: dict[str, type[Command]] = {
    cls.__name__: cls
    for cls in (
        ShowHelp, Connect, AddAccount, AskAdmin, TypeCode, ShowConnections, ShowCalendars, PreviewCalendars,
        ChooseCalendars, OpenAdvanced, SaveAdvanced, Find, OpenFindForm, BookEarliest, Why, OpenWhyForm,
        OpenBookingForm, Book,
        ShowAgenda, ShowBookings, ShowBooking, CancelBooking, Disconnect, ShowConflicts, ShowConflict, OfferMove,
        MoveTo, OfferProposal, DeclineMeeting, DeclineAll, KeepBoth, IgnoreSeries, NeverWarn, FollowOutlook, PutBack,
        SetHome,
    )
}  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        defaults = {field.name: field.default for field in fields(value)}
        shown = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _plain(item) for name, item in shown.items() if item != defaults[name]}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    from core.dialogue.free_day_commands import FREE_DAY_COMMANDS  # which are made of what stands here
    from core.dialogue.health_commands import HEALTH_COMMANDS
    from core.dialogue.settings_commands import SETTINGS_COMMANDS
    from core.dialogue.sync_commands import SYNC_COMMANDS

    return TypeAdapter({**COMMANDS, **SETTINGS_COMMANDS, **HEALTH_COMMANDS, **SYNC_COMMANDS, **FREE_DAY_COMMANDS}[name])


def to_payload(command: Command) -> str:
    """The command as compact JSON: its name under "do", and the fields that differ from their defaults."""
    shown = _plain(command)
    assert isinstance(shown, dict)
    return json.dumps({"do": type(command).__name__, **shown}, separators=(",", ":"), ensure_ascii=False)


def plain(text: str) -> str:
    """The text without what no database and no mail takes: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _cleaned(value: object) -> object:
    match value:
        case str():
            return plain(value)
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case dict():
            return {name: _cleaned(item) for name, item in value.items()}
        case _:
            return value


def from_payload(text: str, **filled: object) -> Command:
    """The command in `text`, with the fields of a form or card filled in. Raises BadPayload."""
    try:
        data = json.loads(text)
        adapter = _adapter(data.pop("do"))
        command: Command = adapter.validate_python(_cleaned({**data, **filled}))
    except (ValueError, KeyError, AttributeError, TypeError, ValidationError, RecursionError) as error:
        raise BadPayload(type(error).__name__) from error
    return command
