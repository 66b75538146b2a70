"""Through whom a team calendar's booking is reached: the member who wrote it may have left since."""

from dataclasses import replace

from core.booking.model import Booking, BookingState
from core.booking.ports import BookingRepository, EventWriter
from core.configuration.teams.model import is_team
from core.configuration.usecases import Configuring
from core.shared.errors import NotConnected
from core.shared.transaction import Transactions


class TeamRoutes:
    """Every step that asks Outlook about a booking goes through here first; a person's own bookings pass unchanged."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        bookings: BookingRepository,
        configuring: Configuring,
        writer: EventWriter,
    ) -> None:
        self._transactions = transactions
        self._bookings = bookings
        self._configuring = configuring
        self._writer = writer

    async def routed(self, booking: Booking) -> Booking:
        """The booking as the first member reaches it who can write the team's calendar now, stored so; unchanged when
        that is who wrote it, or nobody can. Its event is found by its transactionId: ids differ between mailboxes.
        Raises what Outlook raises."""
        if not is_team(booking.host):
            return booking
        try:
            setup = await self._configuring.setup(booking.host)
        except NotConnected:
            return booking
        linked = setup.linked
        if linked is None or linked.id == booking.calendar:
            return booking
        there = replace(
            booking, connection=linked.connection, calendar=linked.id, outlook_calendar_id=linked.outlook_id
        )
        if booking.moves is not None and booking.moves.booking is not None:
            async with self._transactions.read() as tx:
                moved = await self._bookings.get(tx, booking.moves.booking)
            if moved is not None and moved.outlook_id is not None:
                event = (await self.routed(moved)).outlook_id or booking.moves.outlook_id
                there = replace(there, moves=replace(booking.moves, outlook_id=event))
        elif booking.state is not BookingState.HELD:
            found = await self._writer.find(there)
            there = replace(there, outlook_id=found.id if found is not None else booking.outlook_id)
        async with self._transactions.write() as tx:
            await self._bookings.advance(tx, there, booking.state)
        return there
