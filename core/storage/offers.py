"""Offers of times."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.booking.model import BookingId
from core.booking.offers.model import Channel, Offer, OfferedTime, OfferId, OfferState
from core.people.model import PersonId, Platform
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import invitees_of, invitees_text
from core.storage.errors import StorageConflict
from core.storage.offers_tables import offer


class SqlOffers:
    """Implements OfferRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get(self, tx: Transaction, wanted: OfferId) -> Offer | None:
        return await self._one(tx, select(offer).where(offer.c.id == wanted))

    async def by_request(self, tx: Transaction, host: PersonId, request_key: str) -> Offer | None:
        same = and_(offer.c.person == host, offer.c.request_key == request_key)
        return await self._one(tx, select(offer).where(same))

    async def by_booking(self, tx: Transaction, booking: BookingId) -> Offer | None:
        return await self._one(tx, select(offer).where(offer.c.taken == booking))

    async def of_host(self, tx: Transaction, host: PersonId) -> tuple[Offer, ...]:
        mine = select(offer).where(offer.c.person == host).order_by(offer.c.created_at, offer.c.id)
        return tuple(self._offer(row) for row in await connection_of(tx).execute(mine))

    async def add(self, tx: Transaction, made: Offer) -> None:
        database = connection_of(tx)
        try:
            async with database.begin_nested():
                await database.execute(insert(offer).values(self._columns(made)))
        except IntegrityError:
            raise StorageConflict("this offer or request exists already, or its person is gone") from None

    async def advance(self, tx: Transaction, changed: Offer, from_state: OfferState) -> bool:
        still = and_(offer.c.id == changed.id, offer.c.state == from_state.value)
        columns = {"state": changed.state.value, "taken": changed.taken}
        return (await connection_of(tx).execute(update(offer).where(still).values(columns))).rowcount == 1

    async def forget_person(self, tx: Transaction, host: PersonId) -> None:
        await connection_of(tx).execute(delete(offer).where(offer.c.person == host))

    async def _one(self, tx: Transaction, query: Select[Any]) -> Offer | None:
        row = (await connection_of(tx).execute(query)).one_or_none()
        return self._offer(row) if row else None

    def _columns(self, made: Offer) -> dict[str, Any]:
        words = json.dumps({"title": made.title, "people": invitees_text(made.people)})
        times = [
            [one.booking, *(at.isoformat() for at in (one.when.start, one.when.end, one.until))] for one in made.times
        ]
        return {
            "id": made.id,
            "person": made.host,
            "sealed_words": self._keyring.seal(Cell("offer", made.id, "words"), words),
            "online": made.online,
            "zone": made.zone,
            "times": json.dumps(times),
            "platform": made.channel.platform.value if made.channel else None,
            "workspace": made.channel.workspace if made.channel else None,
            "channel": made.channel.id if made.channel else None,
            "request_key": made.request_key,
            "created_at": made.created_at,
            "state": made.state.value,
            "taken": made.taken,
        }

    def _offer(self, row: Row[Any]) -> Offer:
        words = json.loads(self._keyring.open(Cell("offer", row.id, "words"), row.sealed_words))
        channel = Channel(Platform(row.platform), row.workspace, row.channel) if row.channel else None
        return Offer(
            id=OfferId(row.id),
            host=PersonId(row.person),
            title=words["title"],
            people=invitees_of(words["people"]),
            online=row.online,
            zone=row.zone,
            times=tuple(_time(*one) for one in json.loads(row.times)),
            channel=channel,
            request_key=row.request_key,
            created_at=row.created_at,
            state=OfferState(row.state),
            taken=BookingId(row.taken) if row.taken else None,
        )


def _time(booking: str, start: str, end: str, until: str) -> OfferedTime:
    first, last, over = (datetime.fromisoformat(at) for at in (start, end, until))
    return OfferedTime(BookingId(booking), Range(first, last), over)
