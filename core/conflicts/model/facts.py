"""What this room tells the higher ones."""

from dataclasses import dataclass

from core.shared.facts import Fact


@dataclass(frozen=True, slots=True)
class WarningChanged(Fact):
    """A message about double bookings is due, or what it says has changed."""

    person: str
    warning: str

    @property
    def lock_key(self) -> str:
        return f"warning:{self.warning}"


@dataclass(frozen=True, slots=True)
class CauseChanged(Fact):
    """A double booking that no message speaks of is another one now, or none: cards that show it follow."""

    person: str
    cause: str

    @property
    def lock_key(self) -> str:
        return f"cause:{self.cause}"
