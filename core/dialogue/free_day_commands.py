"""What a person says to all-day time off that Outlook shows as free. `last` is included."""

from dataclasses import dataclass

from core.dialogue.commands import Command, LocalDay


@dataclass(frozen=True, slots=True)
class BlockDays(Command):
    """No times on these days; Outlook stays as it is."""

    first: LocalDay
    last: LocalDay


@dataclass(frozen=True, slots=True)
class LeaveDaysFree(Command):
    """Stay bookable on these days; also takes BlockDays back."""

    first: LocalDay
    last: LocalDay
