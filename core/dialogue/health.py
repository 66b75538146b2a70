"""What is known of one thing that can't be read: since when, why, and how often its person was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from core.dialogue.screens import Screen
from core.people.model import PersonId

TOLD_AFTER = (timedelta(), timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""At once, then after one, three and seven days, never more."""

SAME_WITHIN = timedelta(days=1)
"""A calendar that is unreadable again so soon is the same trouble: its messages are edited, and none is new."""


class CalendarWhy(StrEnum):
    """Why one calendar of an account that works is of no use. The reasons of whole accounts are core.connection's."""

    GONE = "calendar_gone"  # deleted, or not shared any more
    FORBIDDEN = "calendar_forbidden"  # its owner took the right to read it
    SILENT = "calendar_silent"  # Outlook hasn't answered for a day
    LINKED_GONE = "linked_gone"
    LINKED_READ_ONLY = "linked_read_only"  # its owner took the right to write
    LINKED_CONNECTED_READ_ONLY = "linked_connected_read_only"  # its account was connected read-only


@dataclass(frozen=True, slots=True)
class Trouble:
    """One account or calendar that is of no use now. `subject`: "connection:<id>" or "calendar:<id>"; `name` is what
    its person knows it by, also when it isn't listed any more. `told`: how many of the four tellings are over;
    `due_at`: when the next one is. `shown`: the fingerprint of what all its messages show, "" for not known.
    `ended_at`: since when it is over, while it may still come back as the same."""

    person: PersonId
    subject: str
    why: str
    name: str
    since: datetime
    told: int = 0
    due_at: datetime | None = None
    shown: str = ""
    ended_at: datetime | None = None

    def over(self, now: datetime) -> bool:
        """Whether it is past and can't come back as the same any more, also by a clock that was set back."""
        return self.ended_at is not None and not self.ended_at <= now < self.ended_at + SAME_WITHIN


def tellings_due(trouble: Trouble, now: datetime) -> int:
    """How many of the four should be over by now: several at once, when nobody looked for days, are one message."""
    return sum(trouble.since + after <= now for after in TOLD_AFTER)


def next_telling(trouble: Trouble) -> datetime | None:
    """When the next one is due; None after the last."""
    return trouble.since + TOLD_AFTER[trouble.told] if trouble.told < len(TOLD_AFTER) else None


def fingerprint(screen: Screen) -> str:
    """Equal for screens that say the same."""
    return sha256(repr(screen).encode()).hexdigest()
