"""What offers need from outside."""

from typing import Protocol

from core.booking.model import BookingId
from core.booking.offers.model import Offer, OfferId, OfferState
from core.people.model import PersonId
from core.shared.transaction import Transaction


class OfferRepository(Protocol):
    """Offers; titles and people are encrypted at rest."""

    async def get(self, tx: Transaction, offer: OfferId) -> Offer | None: ...

    async def by_request(self, tx: Transaction, host: PersonId, request_key: str) -> Offer | None: ...

    async def by_booking(self, tx: Transaction, booking: BookingId) -> Offer | None:
        """The offer that this booking was taken from."""

    async def of_host(self, tx: Transaction, host: PersonId) -> tuple[Offer, ...]:
        """The host's, oldest first."""

    async def add(self, tx: Transaction, offer: Offer) -> None:
        """Raises a storage conflict when this request made an offer already."""

    async def advance(self, tx: Transaction, offer: Offer, from_state: OfferState) -> bool:
        """Stores state and `taken` if the offer is still in `from_state`; False if somebody was faster."""

    async def forget_person(self, tx: Transaction, host: PersonId) -> None: ...
