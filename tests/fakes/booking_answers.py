"""What the invited answered, in memory."""

from collections.abc import Collection, Mapping
from datetime import datetime

from core.booking.model import BookingId
from core.booking.responses import Answers
from core.people.model import PersonId
from core.shared.errors import Gone
from core.shared.transaction import Transaction
from tests.fakes.memory import tables_of, writable


class FakeBookingAnswers:
    """Implements AnswerRepository. Rows of bookings that are gone are gone too."""

    async def get(self, tx: Transaction, booking: BookingId) -> Answers | None:
        return (await self.of_bookings(tx, (booking,))).get(booking)

    async def of_bookings(self, tx: Transaction, bookings: Collection[BookingId]) -> Mapping[BookingId, Answers]:
        tables = tables_of(tx)
        known = (tables.booking_answers.get(each) for each in bookings if each in tables.bookings)
        return {each.booking: each for each in known if each is not None}

    async def save(self, tx: Transaction, answers: Answers) -> None:
        tables = writable(tx)
        if answers.booking not in tables.bookings:
            raise Gone
        tables.booking_answers[answers.booking] = answers

    async def told_since(self, tx: Transaction, host: PersonId, since: datetime) -> int:
        tables = tables_of(tx)
        mine = (each for each in tables.booking_answers.values() if each.booking in tables.bookings)
        told = (each for each in mine if tables.bookings[each.booking].host == host)
        return sum(each.told_at is not None and each.told_at >= since for each in told)
