"""What a person can do about something that can't be read. `subject` names it as the card does."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from core.dialogue.commands import Command, LocalDay


def _known(subject: str) -> str:
    kind, colon, name = subject.partition(":")
    if kind not in ("connection", "calendar") or not colon or not name:
        raise ValueError("neither an account nor a calendar")
    return subject


Subject = Annotated[str, AfterValidator(_known)]


@dataclass(frozen=True, slots=True)
class LookAgain(Command):
    """Reads it once more, now, and shows what is true. `subject` None: whatever of the person's can't be read."""

    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class LeaveOut(Command):
    """Its calendars block no more."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class IgnoreUntil(Command):
    """Its calendars stop nothing while they can't be read, until this day is over."""

    subject: Subject
    until: LocalDay


@dataclass(frozen=True, slots=True)
class BookAgain(Command):
    """Books the same meeting again, which a calendar stopped that can't be read. `anyway`: without that calendar, after
    asking once."""

    booking: str
    anyway: bool = False
    confirmed: bool = False
