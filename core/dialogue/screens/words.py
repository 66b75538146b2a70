"""The typed values a screen is made of; `dialogue.texts` turns them into words for one reader."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.dialogue.commands import Command
from core.shared.ranges import Range


class UserText(str):
    """Somebody's words or a name from Outlook: data, escaped by every renderer."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, shown as the reader's local time ("14:00")."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A date, shown with its weekday ("Tue 1 Dec"); the year when it isn't this year's."""

    on: date


@dataclass(frozen=True, slots=True)
class When:
    """A range, shown with date, times and zone ("Tue 1 Dec 15:30–16:00, Berlin")."""

    range: Range


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA zone, shown by its city ("Berlin")."""

    name: str


@dataclass(frozen=True, slots=True)
class OfDay:
    """A time by the wall clock, whatever the zone: minutes since midnight; 1440 ends a day."""

    minute: int


@dataclass(frozen=True, slots=True)
class Ago:
    """How long ago something was, shown as "now", "12 s ago", "22 min ago"."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names or other texts, shown with commas and "and"."""

    items: tuple["UserText | Text", ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the catalogue: its key and what fills it. Make it with `say`."""

    key: str
    values: tuple[tuple[str, "Value"], ...] = ()


Value = str | int | UserText | Instant | Day | When | OfDay | Zone | Ago | Names | Text


def say(key: str, **values: Value) -> Text:
    """A sentence of the catalogue, filled in."""
    return Text(key, tuple(values.items()))


def clock(minute: int) -> str:
    """ "09:30" of the minute of a day, as it is typed; "24:00" ends one. What is read is an OfDay."""
    return f"{minute // 60:02}:{minute % 60:02}"


def length(minutes: int) -> Text:
    """ "45 min", "1 h", "1 h 30 min", "2 days"."""
    days, rest = divmod(minutes, 24 * 60)
    if days > 1 and not rest:
        return say("duration.days", n=days)
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return say("duration.both", h=hours, n=rest)
    return say("duration.hours", n=hours) if hours else say("duration.minutes", n=rest)


class Style(StrEnum):
    """PRIMARY stands first and out; DANGER destroys something and is confirmed."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Action:
    """A button: a command, or a link. `name` is what a screen reader says when the label alone is too short."""

    label: Text | Instant
    command: Command | None = None
    url: str | None = None
    style: Style = Style.PLAIN
    name: Text | None = None
