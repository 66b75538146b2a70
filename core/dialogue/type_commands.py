"""What a person can ask of meeting types. What is typed in a form comes as it was typed: core says what is wrong."""

from dataclasses import dataclass
from typing import Literal

from core.dialogue.commands import Command, Named

OWN_CALENDAR = "own"


@dataclass(frozen=True, slots=True)
class ShowTypes(Command):
    """The meeting types that the person owns or is a member of. `channel`: where they may be shared from here."""

    channel: str = ""


@dataclass(frozen=True, slots=True)
class OpenType(Command):
    """The form of a meeting type, or of a new one."""

    type: str | None = None


@dataclass(frozen=True, slots=True)
class SaveType(Command):
    """Everything of a meeting type, or of a new one (`type` None; `draft` makes a form that is sent twice one type).
    Numbers and lists of minutes as typed; an empty one is the host's own setting. `required`: mail addresses of those
    people who must always come. `linked` OWN_CALENDAR: the host's own; `conflicts` empty: those that block the host.
    """

    type: str | None = None
    draft: str = ""
    name: str = ""
    durations: str = ""
    mode: Literal["personal", "collective", "k_of_n", "round_robin", "team"] = "personal"
    people: tuple[Named, ...] = ()
    required: str = ""
    k: str = ""
    before: str = ""
    after: str = ""
    notice: str = ""
    horizon: str = ""
    daily_limit: str = ""
    title: str = ""
    note: str = ""
    place: str = ""
    online: bool = True
    linked: str = OWN_CALENDAR
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowType(Command):
    """One meeting type as it is; `channel` as in ShowTypes."""

    type: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class RemoveType(Command):
    """Asks once, then removes; what was booked by it stays."""

    type: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class LeaveType(Command):
    """Takes part no longer."""

    type: str


@dataclass(frozen=True, slots=True)
class ShareType(Command):
    """Everybody of the workspace may book by it from now on; with `channel`, a card there says so."""

    type: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class UnshareType(Command):
    """Nobody but its members may book by it; its cards in channels say so when they are used."""

    type: str
