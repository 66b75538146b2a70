"""A booking that ended because a calendar couldn't be read: try it again, or book it without that calendar."""

from dataclasses import replace

from core.booking.model import Booking, BookingId, BookingState
from core.booking.usecases import Holding
from core.booking.usecases.arranged import Arranged
from core.booking.usecases.remaking import Remaking
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import ShowBooking
from core.dialogue.health_commands import BookAgain
from core.dialogue.screens import Action, BookingAsk, BookingCard, SlotsCard, Style, Text, UserText, When, say
from core.dialogue.titles import title_of
from core.shared.errors import CalendarUnreadable, InvalidChoice, NotConnected, PermissionMissing, SlotTaken
from core.shared.transaction import Transactions


class BookAgainAnswers:
    """Each press is a booking of its own, with the same meeting; what we have booked ourselves is never overlapped."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        holding: Holding,
        remaking: Remaking,
        arranged: Arranged,
        booking: BookingAnswers,
    ) -> None:
        self._transactions = transactions
        self._holding = holding
        self._remaking = remaking
        self._arranged = arranged
        self._booking = booking

    @property
    def routes(self) -> Routes:
        return {BookAgain: self.again}

    async def again(self, asker: Asker, command: BookAgain) -> BookingAsk | BookingCard | SlotsCard | None:
        """Without the calendars that can't be read (`anyway`) only after it was asked once. Raises Gone, NotYours, and
        what stops a booking before it starts."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        if not stopped_by_a_calendar(booking):
            return await self._booking.card(asker, booking)
        once_more = await self._prepared(asker, booking)
        if command.anyway and not command.confirmed:
            return await self._ask(asker, once_more, booking)
        prepared = replace(once_more, dates=booking.dates)
        try:
            async with self._transactions.write() as tx:
                held = await self._arranged.hold(tx, replace(prepared, unchecked="" if command.anyway else None))
                await self._booking.go_on(tx, asker, booking, held)
        except SlotTaken:
            return await self._booking.other_times(asker, prepared)
        return None

    async def _prepared(self, asker: Asker, booking: Booking) -> Booking:
        """What only the host can mend says so to who booked with them."""
        try:
            return await self._remaking.prepare(booking, asker.request)
        except (NotConnected, PermissionMissing) as refused:
            if asker.person == booking.host:
                raise
            raise InvalidChoice("type", "types.not_writable") from refused

    async def _ask(self, asker: Asker, once_more: Booking, booking: Booking) -> BookingAsk:
        """How calendars are called is their host's to know."""
        if asker.person == booking.host:
            calendar = (await self._remaking.setup(booking)).calendar(once_more.calendar)
            unread: UserText | Text = UserText(booking.failure_detail or "")
            goes = say("ask.writes_to", calendar=UserText(calendar.name if calendar else ""))
        else:
            unread = say("types.hosts_calendars")
            goes = say("types.goes_to", host=UserText((await self._arranged.origin(booking))[1]))
        return BookingAsk(
            heading=say("ask.anyway"),
            title=title_of(booking),
            when=When(booking.plan.when),
            lines=(say("ask.unchecked", calendars=unread), goes),
            actions=(
                Action(
                    say("action.book_anyway"), BookAgain(booking.id, anyway=True, confirmed=True), style=Style.DANGER
                ),
                Action(say("action.not_now"), ShowBooking(booking.id)),
            ),
        )


def stopped_by_a_calendar(booking: Booking) -> bool:
    """Whether nothing but a calendar that couldn't be read was in the way of a new meeting."""
    failed = booking.state is BookingState.FAILED and booking.failure == CalendarUnreadable.code
    return failed and booking.moves is None
