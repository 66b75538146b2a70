"""What an admin of a workspace can ask. Who asks is proved anew each time; ids are claims."""

from dataclasses import dataclass
from typing import Literal

from core.dialogue.commands import Command, Named
from core.dialogue.settings_commands import TypedWeek


@dataclass(frozen=True, slots=True)
class ShowAdmin(Command):
    """What holds in the workspace, and how it fares."""


@dataclass(frozen=True, slots=True)
class OpenDefaults(Command):
    """The form of what holds for who chose nothing."""


@dataclass(frozen=True, slots=True)
class SaveDefaults(Command):
    access: Literal["write", "read"] = "write"
    booking: Literal["form", "one_tap"] = "form"
    seen_by: Literal["organisation", "nobody"] = "organisation"
    duration_minutes: int = 30
    step_minutes: int = 30
    notice_minutes: int = 60
    quiet: str = "20:00-07:00"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class OpenDefaultHours(Command):
    """The form of the hours of who chose none."""


@dataclass(frozen=True, slots=True)
class SaveDefaultHours(TypedWeek, Command):
    """`first`: whose count where Outlook knows somebody's hours."""

    first: Literal["outlook", "ours"] = "outlook"


@dataclass(frozen=True, slots=True)
class OpenTenant(Command):
    """The form that allows an organisation's accounts."""


@dataclass(frozen=True, slots=True)
class AllowTenant(Command):
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class RemoveTenant(Command):
    """Asks once where it leaves none: then all are allowed again."""

    tenant: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class OpenPeople(Command):
    """The form in which somebody to be disconnected is picked."""


@dataclass(frozen=True, slots=True)
class PickPerson(Command):
    people: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class DisconnectPerson(Command):
    """Asks once, then disconnects all accounts of the person."""

    person: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ShowAudit(Command):
    """The last lines of the log."""
