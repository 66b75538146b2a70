"""What taking turns and handing over need of the stored bookings."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from core.booking.model import Booking, BookingId
from core.booking.round_robin import Load
from core.configuration.meeting_types.model import MeetingTypeId
from core.people.model import PersonId
from core.shared.transaction import Transaction


class RelayRepository(Protocol):
    """The same rows as those of BookingRepository."""

    async def loads(
        self, tx: Transaction, meeting_type: MeetingTypeId, members: Collection[PersonId], now: datetime
    ) -> tuple[Load, ...]:
        """Of every member, in any order: holds that lapsed and what failed or was cancelled are no bookings to come,
        and what failed was given to nobody. The booking that another one is about to replace counts until it has."""

    async def of_request(self, tx: Transaction, booked_by: PersonId, request_key: str) -> Booking | None:
        """The booking that this person's request made, whoever hosts it."""

    async def reassign(self, tx: Transaction, booking: Booking) -> bool:
        """A held booking gets another host, with their calendar, title and protection; False when it is held no more.
        Raises SlotTaken like `BookingRepository.add`."""

    async def successor(self, tx: Transaction, booking: BookingId) -> Booking | None:
        """The newest booking that takes the place of this one, took it, or failed to."""

    async def take_over(
        self, tx: Transaction, booking: BookingId, replaced: BookingId, persons: Collection[PersonId]
    ) -> None:
        """From now on `booking` protects these persons in its own time, as far as `replaced` did until now."""
