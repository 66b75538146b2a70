"""What a person can ask about the sync preference of their linked calendar."""

from dataclasses import dataclass

from core.dialogue.commands import Command


@dataclass(frozen=True, slots=True)
class ShowSyncPreference(Command):
    """One-way or two-way, and what that means."""


@dataclass(frozen=True, slots=True)
class AskSyncPreference(Command):
    """What a switch would do; nothing changes yet."""

    two_way: bool


@dataclass(frozen=True, slots=True)
class ChooseSyncPreference(Command):
    """Switches. `seen` names the dry run that the person saw: another one is shown first."""

    calendar: str
    two_way: bool
    seen: str = ""


@dataclass(frozen=True, slots=True)
class UndoSyncPreference(Command):
    """Puts everything back as it was before the switch to two-way, while that is possible."""
