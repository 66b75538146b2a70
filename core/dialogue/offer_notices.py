"""The messages about an offer: its card in the channel, and those of who offers, kept in step with what is true."""

from dataclasses import replace

from core.booking.model import BookingId
from core.booking.offers.model import Offer, OfferId
from core.booking.offers.usecases import Offering
from core.dialogue.answers.offer_cards import REFUSED, OfferCards, offer_subject
from core.dialogue.answers.offers import CHANNEL
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting
from core.people.model import PersonId
from core.shared.errors import ChannelRefused, Gone
from core.shared.transaction import Transactions


class OfferNotices:
    """Shows an offer in its channel and edits every message about it.

    The row that says so is there before the message: a process that dies between shows it again.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        offering: Offering,
        cards: OfferCards,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._offering = offering
        self._cards = cards
        self._notices = notices
        self._posting = posting

    async def changed(self, offer_id: OfferId) -> None:
        """The channel first: who offers reads whether it stands there."""
        offer = await self._offering.get(offer_id)
        if offer is None:
            return
        for notice in await self._told(offer_id):
            if notice.kind == CHANNEL:
                await self._in_channel(offer, notice)
        mine = [notice for notice in await self._told(offer_id) if notice.kind not in (CHANNEL, REFUSED)]
        await self._posting.edit((notice, lambda asker: self._cards.mine(asker, offer)) for notice in mine)

    async def over(self, offer_id: OfferId) -> None:
        """A time is kept no longer."""
        await self._offering.over(offer_id)

    async def booking_changed(self, booking_id: BookingId) -> None:
        """What was taken is booked now, or isn't any more."""
        offer = await self._offering.of_booking(booking_id)
        if offer is not None:
            await self.changed(offer.id)

    async def disconnected(self, person: PersonId) -> None:
        """Nothing can be booked with the person any more: the cards in channels say so."""
        if await self._offering.is_connected(person):
            return
        for offer in await self._offering.of_host(person):
            await self._offering.end(offer)
            await self.changed(offer.id)
        await self._offering.forget(person)

    async def _told(self, offer: OfferId) -> tuple[Notice, ...]:
        async with self._transactions.read() as tx:
            return await self._notices.of_subject(tx, offer_subject(offer))

    async def _in_channel(self, offer: Offer, notice: Notice) -> None:
        if offer.channel is None or (notice.ref is None and not offer.left(self._posting.now)):
            return
        try:
            screen = await self._cards.theirs(await self._posting.asker(notice), offer)
            ref = await self._posting.show_in(notice.user, offer.channel.id, screen, notice.ref)
        except Gone:
            return
        except ChannelRefused:
            await self._replace(notice, replace(notice, kind=REFUSED))
            return
        if ref != notice.ref:
            await self._replace(notice, replace(notice, ref=ref))

    async def _replace(self, before: Notice, after: Notice) -> None:
        async with self._transactions.write() as tx:
            told = await self._notices.of_subject(tx, before.subject)
            if before not in told:  # forgotten in the meantime
                return
            if after.kind != before.kind:
                await self._notices.forget_subject(tx, before.person, before.subject)
                for one in told:
                    if one.person == before.person and one != before:
                        await self._notices.save(tx, one)
            await self._notices.save(tx, after)
