"""Who takes turns, and bookings that take the place of others, in memory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from core.booking.model import LIVE, Booking, BookingId, BookingState
from core.booking.round_robin import Load
from core.configuration.meeting_types.model import MeetingTypeId
from core.people.model import PersonId
from core.shared.errors import SlotTaken
from core.shared.transaction import Transaction
from tests.fakes.booking import refuse_overlap
from tests.fakes.memory import tables_of, writable


class FakeRelays:
    """Implements RelayRepository."""

    async def loads(
        self, tx: Transaction, meeting_type: MeetingTypeId, members: Collection[PersonId], now: datetime
    ) -> tuple[Load, ...]:
        given = [
            each
            for each in tables_of(tx).bookings.values()
            if each.type == meeting_type and each.moves is None and each.state is not BookingState.FAILED
            if each.state is not BookingState.HELD or each.is_live(now)
        ]
        return tuple(_load(one, [each for each in given if each.host == one], now) for one in sorted(members))

    async def of_request(self, tx: Transaction, booked_by: PersonId, request_key: str) -> Booking | None:
        rows = (each for each in tables_of(tx).bookings.values() if each.request_key == request_key)
        return next((each for each in rows if (each.booked_by or each.host) == booked_by), None)

    async def reassign(self, tx: Transaction, booking: Booking) -> bool:
        bookings = writable(tx).bookings
        if booking.id not in bookings or bookings[booking.id].state is not BookingState.HELD:
            return False
        refuse_overlap(tx, booking)
        plan = replace(booking.plan, when=bookings[booking.id].plan.when)
        bookings[booking.id] = replace(booking, plan=plan)
        return True

    async def successor(self, tx: Transaction, booking: BookingId) -> Booking | None:
        taking = [each for each in tables_of(tx).bookings.values() if each.replaces == booking]
        return min(taking, key=lambda each: (-each.created_at.timestamp(), each.id), default=None)

    async def take_over(
        self, tx: Transaction, booking: BookingId, replaced: BookingId, persons: Collection[PersonId]
    ) -> None:
        bookings = writable(tx).bookings
        before, after = bookings[replaced], bookings[booking]
        moving = before.protected & set(persons)
        bookings[replaced] = replace(before, protected=before.protected - moving)
        try:
            refuse_overlap(tx, replace(after, protected=after.protected | moving))
        except SlotTaken:
            bookings[replaced] = before
            raise
        bookings[booking] = replace(after, protected=after.protected | moving)


def _load(person: PersonId, given: list[Booking], now: datetime) -> Load:
    counted = [each for each in given if each.state in LIVE - {BookingState.CANCELLING} and each.plan.when.end > now]
    return Load(person, len(counted), max((each.created_at for each in given), default=None))
