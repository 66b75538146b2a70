"""Through whom a team calendar's booking is reached: the member who wrote it may have left since."""

from dataclasses import replace
from datetime import datetime

from core.booking.model import Booking, BookingState
from core.booking.ports import BookingRepository, EventWriter
from core.configuration.model import Calendar
from core.configuration.teams.model import is_team
from core.configuration.teams.reach import TeamReach
from core.configuration.usecases import Configuring
from core.people.model import PersonId
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
        reach: TeamReach,
        writer: EventWriter,
    ) -> None:
        self._transactions = transactions
        self._bookings = bookings
        self._configuring = configuring
        self._reach = reach
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
        there = _there(booking, linked)
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

    async def reached_through(self, person: PersonId, since: datetime) -> list[Booking]:
        """The bookings of the person's teams that their mailbox answers for now: as they are, but in the calendar
        there, which whoever wrote them had under another id."""
        async with self._transactions.read() as tx:
            booked = [one for one in await self._bookings.booked_by(tx, person, since) if is_team(one.host)]
        linked = {team: await self._reach.linked(team) for team in sorted({one.host for one in booked})}
        found = [(one, linked[one.host]) for one in booked]
        return [_there(one, by[1]) for one, by in found if by is not None and by[0] == person]


def _there(booking: Booking, calendar: Calendar) -> Booking:
    return replace(
        booking, connection=calendar.connection, calendar=calendar.id, outlook_calendar_id=calendar.outlook_id
    )
