"""Series that are being put together: what was asked for, and what was decided about each date so far.

A button holds too little for it, so it waits in the database for a day.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NewType, Protocol

from core.booking.model import BookingId
from core.booking.usecases.recurring import Decided, Decision
from core.dialogue.commands import Book
from core.dialogue.payloads import from_payload, to_payload
from core.people.model import PersonId
from core.shared.transaction import Transaction

DraftId = NewType("DraftId", str)
KEEP_DRAFT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """One person's. `payload` is JSON with somebody's words in it."""

    id: DraftId
    person: PersonId
    payload: str
    expires_at: datetime

    @property
    def book(self) -> Book:
        """What the form said. Raises BadPayload after an update of the program that changed it."""
        command = from_payload(json.loads(self.payload)["book"])
        assert isinstance(command, Book)
        return command

    @property
    def zone(self) -> str:
        """Where its hours are meant, whichever zone its person reads in later."""
        zone: str = json.loads(self.payload)["zone"]
        return zone

    @property
    def moves(self) -> BookingId | None:
        """The booked series that shall lie there instead; None for a new one."""
        found = json.loads(self.payload).get("moves")
        return BookingId(found) if found else None

    @property
    def decided(self) -> tuple[Decided, ...]:
        rows = json.loads(self.payload)["decided"]
        return tuple(
            Decided(number, Decision(decision), datetime.fromisoformat(start) if start else None)
            for number, decision, start in rows
        )

    def deciding(self, decided: Iterable[Decided]) -> "SeriesDraft":
        """With these decisions and no others."""
        return replace(self, payload=payload_of(self.book, decided, self.zone, self.moves))

    def with_decided(self, more: Iterable[Decided]) -> "SeriesDraft":
        """The last word about a date counts."""
        found = {one.number: one for one in (*self.decided, *more)}
        return self.deciding(found.values())


class SeriesDrafts(Protocol):
    """Drafts, encrypted at rest; they go with their person, and when they expire."""

    async def get(self, tx: Transaction, draft: DraftId, now: datetime) -> SeriesDraft | None:
        """None also for an expired one."""

    async def save(self, tx: Transaction, draft: SeriesDraft) -> None:
        """Adds or replaces it."""

    async def forget_person(self, tx: Transaction, person: PersonId) -> None: ...


def payload_of(book: Book, decided: Iterable[Decided], zone: str, moves: BookingId | None = None) -> str:
    rows = [[one.number, one.decision.value, one.start.isoformat() if one.start else None] for one in decided]
    found = {"book": to_payload(book), "zone": zone, "decided": rows, "moves": moves}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
