"""What this room tells the higher ones."""

from dataclasses import dataclass

from core.shared.facts import Fact


@dataclass(frozen=True, slots=True)
class ReadingChanged(Fact):
    """A calendar that could be read can't be read any more, or for another reason, or can be read again."""

    person: str
    calendar: str

    @property
    def lock_key(self) -> str:
        return f"health:{self.person}"


@dataclass(frozen=True, slots=True)
class AnswersChanged(Fact):
    """Somebody answered an invitation of the person's, or it has another list of the invited, or another time."""

    person: str
    calendar: str

    @property
    def lock_key(self) -> str:
        return f"answers:{self.calendar}"


@dataclass(frozen=True, slots=True)
class BusyChanged(Fact):
    """The times that block a person changed in Outlook. `first`: "yes" when the calendar was read for the first time,
    else None."""

    person: str
    calendar: str
    first: str | None = None

    @property
    def lock_key(self) -> str:
        return f"busy:{self.person}"
