"""What the answers of invited people need from outside."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from core.booking.model import BookingId
from core.booking.responses import Answers
from core.people.model import PersonId
from core.shared.transaction import Transaction


class AnswerRepository(Protocol):
    """What is known of the answers to each booking; names and addresses are encrypted at rest. A booking that is
    deleted takes its row along."""

    async def get(self, tx: Transaction, booking: BookingId) -> Answers | None: ...

    async def of_bookings(self, tx: Transaction, bookings: Collection[BookingId]) -> Mapping[BookingId, Answers]:
        """Of those bookings that have a row."""

    async def save(self, tx: Transaction, answers: Answers) -> None:
        """Adds or replaces. Raises Gone when there is no such booking any more."""

    async def told_since(self, tx: Transaction, host: PersonId, since: datetime) -> int:
        """How many of the host's bookings were told of at that moment or later."""
