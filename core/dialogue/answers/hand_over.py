"""Handing a booking over from its card: who could take it, and the choice."""

from core.booking.model import Booking, BookingId
from core.booking.usecases.handing_over import HandingOver
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import ShowBooking
from core.dialogue.round_commands import HandOverTo, OfferHandOver
from core.dialogue.screens import Action, BookingAsk, Screen, Style, Text, UserText, When, say
from core.dialogue.titles import title_of
from core.people.model import PersonId
from core.shared.errors import InvalidChoice, PermissionMissing, SlotTaken
from core.shared.transaction import Transactions

MOST = 8


class HandOverAnswers:
    """Whatever is pressed is answered by the booking as it stands, or by the choice."""

    def __init__(self, *, transactions: Transactions, handing_over: HandingOver, booking: BookingAnswers) -> None:
        self._transactions = transactions
        self._handing_over = handing_over
        self._booking = booking

    @property
    def routes(self) -> Routes:
        """They raise Gone, NotYours."""
        return {OfferHandOver: self.offer, HandOverTo: self.hand_over}

    async def offer(self, asker: Asker, command: OfferHandOver) -> Screen:
        """The members who could take it over; the card when nobody can take it over any more."""
        booking = await self._handing_over.booking(asker.person, BookingId(command.booking))
        return await self._choice(asker, booking)

    async def hand_over(self, asker: Asker, command: HandOverTo) -> Screen | None:
        """Starts it; the booking's cards follow by notices."""
        booking = await self._handing_over.booking(asker.person, BookingId(command.booking))
        to = PersonId(command.to)
        try:
            prepared = await self._handing_over.prepare(booking, to, asker.request)
            async with self._transactions.write() as tx:
                await self._handing_over.hold(tx, prepared)
                await self._booking.follow(tx, asker, booking)
        except InvalidChoice as stopped:
            if stopped.field == "to":
                raise
            return await self._booking.card(asker, booking)
        except (SlotTaken, PermissionMissing):
            name = (await self._handing_over.name(to)) or "?"
            return await self._choice(asker, booking, say("ask.hand_over_taken", name=UserText(name)), without=to)
        return await self._booking.card(asker, booking)

    async def _choice(
        self, asker: Asker, booking: Booking, first: Text | None = None, without: PersonId | None = None
    ) -> Screen:
        if not await self._handing_over.may(booking):
            return await self._booking.card(asker, booking)
        takers = [one for one in await self._handing_over.takers(booking) if one.person != without][:MOST]
        title = title_of(booking)
        choices = tuple(
            Action(
                say("action.hand_over_to", name=UserText(one.name)),
                HandOverTo(booking.id, one.person),
                style=Style.PRIMARY if number == 0 else Style.PLAIN,
                name=say("name.hand_over_to", title=title, name=UserText(one.name)),
            )
            for number, one in enumerate(takers)
        )
        line = say("ask.hand_over_free") if takers else say("ask.hand_over_nobody")
        return BookingAsk(
            heading=say("ask.hand_over"),
            title=title,
            when=When(booking.plan.when),
            lines=(first, line) if first is not None else (line,),
            actions=(*choices, Action(say("action.keep"), ShowBooking(booking.id))),
        )
