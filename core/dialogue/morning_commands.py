"""What a person can ask about the messages their day brings."""

from dataclasses import dataclass
from typing import Literal

from core.dialogue.commands import Command, MinuteOfDay, Moment


@dataclass(frozen=True, slots=True)
class OpenDayMessages(Command):
    """The form for invitations, the agenda and reminders."""


@dataclass(frozen=True, slots=True)
class SaveDayMessages(Command):
    """All three of them; 0 minutes: none."""

    invitations: Literal["clashing", "all", "none"] = "clashing"
    agenda: MinuteOfDay = 0
    reminders: MinuteOfDay = 0


@dataclass(frozen=True, slots=True)
class TellAgenda(Command):
    """When the agenda comes from now on; 0: not at all."""

    minute: MinuteOfDay = 0


@dataclass(frozen=True, slots=True)
class TellInvitations(Command):
    """Which invitations are told from now on. `meeting`: the one whose message was pressed."""

    which: Literal["clashing", "all", "none"] = "clashing"
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class ShowInvitation(Command):
    """One invitation of the person's own, as it is now."""

    meeting: str


@dataclass(frozen=True, slots=True)
class AcceptInvitation(Command):
    """Accepts it, or may come."""

    meeting: str
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class OfferOtherTimes(Command):
    """Three other times to propose with a no."""

    meeting: str


@dataclass(frozen=True, slots=True)
class DeclineInvitation(Command):
    """Declines it, with another time if one is proposed."""

    meeting: str
    start: Moment | None = None


@dataclass(frozen=True, slots=True)
class TellReminders(Command):
    """How long before its meeting a reminder comes from now on; 0: not at all. `meeting`, `start`: the one whose
    reminder was pressed."""

    minutes: MinuteOfDay = 0
    meeting: str = ""
    start: Moment | None = None
