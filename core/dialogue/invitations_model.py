"""What is known of one invitation: what was shown of it, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from core.configuration.model import CalendarId
from core.conflicts.model import PairKey
from core.people.model import PersonId
from core.shared.ranges import Range
from core.shared.transaction import Transaction


class InvitationState(StrEnum):
    """WAITING for an answer; what the person answered; WITHDRAWN by its organizer; GONE from the calendar, which is
    how Outlook shows a decline."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One meeting, or one whole series, that somebody else invited the person to.

    `meeting` is the same for every copy and date of it. `event` is what Outlook is asked to answer: the event, or the
    master of a series of several `dates`. `when` is that of the next date; `first_day` and `end_day` (not included) of
    an all-day one. `title` and `organizer` are for the person's own eyes, empty where the titles are hidden
    (`is_hidden`). `say_at`: when it is to be told, None when it isn't; `told_at`: since when there is a message.
    `by_me`: the answer was given here. `clashes`: the double bookings of it that its message shows.
    """

    person: PersonId
    meeting: str
    event: str
    calendar: CalendarId
    title: str
    organizer: str
    when: Range
    first_day: date | None = None
    end_day: date | None = None
    dates: int = 1
    is_hidden: bool = False
    state: InvitationState = InvitationState.WAITING
    say_at: datetime | None = None
    told_at: datetime | None = None
    by_me: bool = False
    clashes: tuple[PairKey, ...] = ()


class Invitations(Protocol):
    """One row per person and meeting; the words are encrypted at rest, bound to their row."""

    async def get(self, tx: Transaction, person: PersonId, meeting: str) -> Invitation | None: ...

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Invitation, ...]:
        """By meeting."""

    async def save(self, tx: Transaction, invitation: Invitation) -> None:
        """Adds or replaces the row of (person, meeting)."""

    async def forget(self, tx: Transaction, person: PersonId, meeting: str) -> None: ...

    async def forget_person(self, tx: Transaction, person: PersonId) -> None: ...
