"""What comes once: the agenda of a day, the reminder of a meeting. The row is there before its message."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zlib import crc32

from core.people.model import PersonId
from core.shared.transaction import Transaction

REMEMBERED_FOR = timedelta(days=3)


class OccasionKind(StrEnum):
    """AGENDA: `start` is the day's midnight in UTC, whatever the zone. REMINDER: `start` is the meeting's."""

    AGENDA = "agenda"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that was, or is being, told.

    `event` is the same for one meeting in every calendar, empty for a day's agenda. `detail`: of an agenda the message
    about double bookings that it carries, of a reminder the event's id in Outlook.
    """

    person: PersonId
    kind: OccasionKind
    event: str
    start: datetime
    detail: str = ""


def of_day(person: PersonId, day: date, detail: str = "") -> Occasion:
    """That day's agenda."""
    return Occasion(person, OccasionKind.AGENDA, "", datetime.combine(day, time(), UTC), detail)


class Occasions(Protocol):
    """One row per person, kind, event and start."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Occasion, ...]:
        """By start, kind and event."""

    async def add(self, tx: Transaction, occasion: Occasion) -> bool:
        """False if there is that row already: it is left as it is."""

    async def forget_before(self, tx: Transaction, person: PersonId, before: datetime) -> None:
        """Deletes what began earlier: it is over, and can't be due again."""


def spread(person: PersonId, most: timedelta) -> timedelta:
    """How much later than everybody's time this person's comes: always the same for one person, and spread evenly over
    many, so that a wave at eight o'clock keeps within what the chats take."""
    return most * (crc32(person.encode()) / 2**32)
