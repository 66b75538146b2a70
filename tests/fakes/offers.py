"""Offers and counted searches, in memory."""

from dataclasses import replace
from datetime import datetime

from core.booking.model import BookingId
from core.booking.offers.model import Offer, OfferId, OfferState
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeOffers:
    """Implements OfferRepository."""

    async def get(self, tx: Transaction, offer: OfferId) -> Offer | None:
        return tables_of(tx).offers.get(offer)

    async def by_request(self, tx: Transaction, host: PersonId, request_key: str) -> Offer | None:
        rows = tables_of(tx).offers.values()
        return next((one for one in rows if (one.host, one.request_key) == (host, request_key)), None)

    async def by_booking(self, tx: Transaction, booking: BookingId) -> Offer | None:
        return next((one for one in tables_of(tx).offers.values() if one.taken == booking), None)

    async def of_host(self, tx: Transaction, host: PersonId) -> tuple[Offer, ...]:
        mine = (one for one in tables_of(tx).offers.values() if one.host == host)
        return tuple(sorted(mine, key=lambda one: (one.created_at, one.id)))

    async def add(self, tx: Transaction, offer: Offer) -> None:
        if await self.by_request(tx, offer.host, offer.request_key) or offer.host not in tables_of(tx).persons:
            raise StorageConflict("this offer or request exists already, or its person is gone")
        writable(tx).offers[offer.id] = offer

    async def advance(self, tx: Transaction, offer: Offer, from_state: OfferState) -> bool:
        known = tables_of(tx).offers.get(offer.id)
        if known is None or known.state is not from_state:
            return False
        writable(tx).offers[offer.id] = replace(known, state=offer.state, taken=offer.taken)
        return True

    async def forget_person(self, tx: Transaction, host: PersonId) -> None:
        tables = writable(tx)
        tables.offers = {key: one for key, one in tables.offers.items() if one.host != host}


class FakeSearches:
    """Implements SearchCounts."""

    async def get(self, tx: Transaction, person: PersonId) -> tuple[datetime, int] | None:
        return tables_of(tx).searches.get(person)

    async def save(self, tx: Transaction, person: PersonId, since: datetime, count: int) -> None:
        writable(tx).searches[person] = (since, count)
