"""The two faces of an offer: for who offers the times, and for everybody in the channel."""

from dataclasses import dataclass, replace

from core.booking.model import Booking, BookingState
from core.booking.offers.model import Channel, Offer, OfferedTime, OfferId, OfferState
from core.booking.offers.usecases import Offering
from core.dialogue.answers.asker import Asker
from core.dialogue.commands import Find, Named, OpenFindForm, ShowBooking
from core.dialogue.offer_commands import TakeOffer, WithdrawOffer
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import Action, Day, Instant, Names, OfferCard, Text, UserText, When, Zone, say
from core.dialogue.view_commands import ViewOffer
from core.people.model import ChatProfile
from core.people.ports import PersonRepository
from core.shared.errors import Gone
from core.shared.transaction import Transactions

REFUSED = "channel_refused"
"""The kind of the notice about a card that the channel doesn't take."""


@dataclass(frozen=True, slots=True)
class Host:
    """Who offers, as everybody in the channel knows them."""

    name: str
    named: tuple[Named, ...]


class OfferCards:
    """Shows an offer as it stands."""

    def __init__(
        self, *, transactions: Transactions, persons: PersonRepository, offering: Offering, notices: NoticeRepository
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._offering = offering
        self._notices = notices

    async def mine(self, asker: Asker, offer: Offer) -> OfferCard:
        """For who offers: the times to copy, what became of them, the way to withdraw them."""
        left = offer.left(asker.now)
        zone = Zone(asker.reader.zone)
        lines = [*self._with(offer)]
        actions: list[Action] = []
        if left:
            lines += [say("offered.copy"), *(say("offered.time", when=When(one.when), zone=zone) for one in left)]
            lines += await self._posted(offer)
            title = UserText(offer.title)
            actions.append(
                Action(say("action.withdraw"), WithdrawOffer(offer.id), name=say("name.withdraw", title=title))
            )
        booking = await self._taken(offer)
        if booking is not None:
            actions.append(Action(say("action.show_booking"), ShowBooking(booking.id)))
        if not left:
            actions.append(Action(say("action.find"), OpenFindForm()))
        return OfferCard(
            offer=offer.id,
            heading=say("offered.mine", minutes=_minutes(offer)),
            title=UserText(offer.title),
            state=_state(offer, booking, left, zone),
            lines=tuple(lines),
            times=tuple(_button(offer, one, zone) for one in left) if offer.people else (),
            small=_small(asker, left),
            actions=tuple(actions),
        )

    async def theirs(self, asker: Asker, offer: Offer) -> OfferCard:
        """For everybody in the channel; the times are named in the asker's zone."""
        left, host, booking = offer.left(asker.now), await self.host(offer), await self._taken(offer)
        zone = Zone(asker.reader.zone)
        return OfferCard(
            offer=offer.id,
            heading=say("offered.theirs", name=UserText(host.name), minutes=_minutes(offer)),
            title=UserText(offer.title),
            state=say("offered.pick") if left else _state(offer, booking, left, zone),
            lines=self._with(offer),
            times=tuple(_button(offer, one, zone) for one in left),
            small=(say("label.times_in", zone=zone), *_small(asker, left)),
            actions=() if left else (find_with(host, offer),),
            view=ViewOffer(offer.id),
        )

    async def viewed(self, viewer: Asker, offer: Offer) -> OfferCard:
        """What everybody in the channel sees, to one of them: nobody takes their own times, and who took one reads
        which."""
        card, left, zone = await self.theirs(viewer, offer), offer.left(viewer.now), Zone(viewer.reader.zone)
        if viewer.person == offer.host and left:
            lines = (*card.lines, *(say("offered.time", when=When(one.when), zone=zone) for one in left))
            name = say("name.withdraw", title=card.title)
            withdraw = Action(say("action.withdraw"), WithdrawOffer(offer.id), name=name)
            return replace(card, state=say("offered.open"), lines=lines, times=(), actions=(withdraw,))
        booking = await self._taken(offer)
        if booking is not None and booking.booked_by == viewer.person and _became(offer, booking) == "offered.taken":
            return replace(card, state=say("offered.you_took", when=When(booking.plan.when), zone=zone), actions=())
        return card

    async def host(self, offer: Offer) -> Host:
        """Raises Gone for somebody who isn't there any more."""
        async with self._transactions.read() as tx:
            known = await self._persons.identities(tx, offer.host)
        if not known:
            raise Gone
        here = next((one for one in known if _is_of(one, offer.channel)), None)
        named = (Named("user", here.user.user),) if here else ()
        return Host((here or known[0]).name, named)

    async def _taken(self, offer: Offer) -> Booking | None:
        return await self._offering.booking(offer.taken) if offer.taken else None

    async def _posted(self, offer: Offer) -> list[Text]:
        if offer.channel is None:
            return []
        async with self._transactions.read() as tx:
            told = {one.kind: one for one in await self._notices.of_subject(tx, offer_subject(offer.id))}
        if REFUSED in told:
            return [say("offered.refused")]
        shown = told.get("channel")
        return [say("offered.posted" if shown is not None and shown.ref else "offered.posting")]

    def _with(self, offer: Offer) -> tuple[Text, ...]:
        names = Names(tuple(UserText(one.name) for one in offer.people))
        return (say("offered.with", names=names),) if offer.people else ()


def offer_subject(offer: OfferId) -> str:
    """What the messages about an offer are about."""
    return f"offer:{offer}"


def find_with(host: Host, offer: Offer) -> Action:
    """The way to another time with who offered."""
    find = Find(people=host.named, duration_minutes=_minutes(offer), title=offer.title)
    return Action(say("action.find_with", name=UserText(host.name)), OpenFindForm(find))


def _is_of(profile: ChatProfile, channel: Channel | None) -> bool:
    user = profile.user
    return channel is not None and (user.platform, user.workspace) == (channel.platform, channel.workspace)


def _minutes(offer: Offer) -> int:
    return offer.times[0].when.minutes


def _button(offer: Offer, time: OfferedTime, zone: Zone) -> Action:
    when = When(time.when)
    name = say("name.take", when=when, zone=zone)
    return Action(say("offered.button", when=when), TakeOffer(offer.id, offer.times.index(time)), name=name)


def _small(asker: Asker, left: tuple[OfferedTime, ...]) -> tuple[Text, ...]:
    """Until when they are kept: the time that goes first."""
    if not left:
        return ()
    until = min(one.until for one in left)
    return (say("offered.kept_until", day=Day(asker.local_date(until)), time=Instant(until)),)


def _state(offer: Offer, booking: Booking | None, left: tuple[OfferedTime, ...], zone: Zone) -> Text:
    if offer.state is OfferState.WITHDRAWN:
        return say("offered.withdrawn")
    if offer.state is OfferState.OPEN:
        return say("offered.open") if left else say("offered.over")
    if booking is None or not booking.plan.invitees:
        return say("offered.taken_unknown")
    name, when = UserText(booking.plan.invitees[0].name), When(booking.plan.when)
    return say(_became(offer, booking), name=name, when=when, zone=zone)


def _became(offer: Offer, booking: Booking) -> str:
    if booking.state in (BookingState.HELD, BookingState.PUSHING):
        return "offered.being_taken"
    if booking.state is BookingState.FAILED:
        return "offered.taken_failed"
    if booking.state is not BookingState.CONFIRMED:
        return "offered.taken_cancelled"
    return "offered.taken" if any(one.when == booking.plan.when for one in offer.times) else "offered.taken_moved"
