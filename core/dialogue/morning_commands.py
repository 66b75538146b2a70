"""What a person can ask about the messages their day brings."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from core.dialogue.commands import Command, Moment

AgendaMinute = Annotated[int, Field(ge=0, le=12 * 60)]
"""Minutes of the day; 0: none."""

ReminderMinutes = Literal[0, 5, 10, 15, 30]
"""Before the meeting; 0: none."""


@dataclass(frozen=True, slots=True)
class OpenDayMessages(Command):
    """The form for invitations, the agenda and reminders."""


@dataclass(frozen=True, slots=True)
class SaveDayMessages(Command):
    """All three of them."""

    invitations: Literal["clashing", "all", "none"] = "clashing"
    agenda: AgendaMinute = 0
    reminders: ReminderMinutes = 0


@dataclass(frozen=True, slots=True)
class TellAgenda(Command):
    """When the agenda comes from now on. `settings`: pressed there, so that they are shown again."""

    minute: AgendaMinute = 0
    settings: bool = False


@dataclass(frozen=True, slots=True)
class TellReminders(Command):
    """How long before its meeting a reminder comes from now on. `meeting`, `start`: the one whose reminder was
    pressed."""

    minutes: ReminderMinutes = 0
    meeting: str = ""
    start: Moment | None = None
