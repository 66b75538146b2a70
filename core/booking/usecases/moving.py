"""Moving one's own meeting, or a booking: times that suit everybody, one confirmation, and Outlook tells the guests.

The chosen time is held like a new booking's and pushed by the same job, which moves the event instead of making one.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from core.booking.model import HOLD_LEASE, Booking, BookingId, BookingState, EventMove, MeetingPlan, may_manage
from core.booking.ports import BookingRepository
from core.booking.usecases.arranging import Arranging
from core.booking.usecases.finding import Finding, FindRequest, Found
from core.booking.usecases.gathering import Aside, Basis, Gathering
from core.booking.usecases.holding import must_be_writable
from core.booking.usecases.other_times import Known, Offer, OtherTimes
from core.booking.usecases.team_routes import TeamRoutes
from core.booking.usecases.type_days import TypeLimit
from core.configuration.model import CalendarId
from core.configuration.usecases import Configuring
from core.people.model import Invitee, PersonId
from core.shared.clock import Clock
from core.shared.errors import Gone, InvalidChoice, NotYours
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions


@dataclass(frozen=True, slots=True)
class BookingTimes:
    """Where a booking may move: `found.slots`. `others`: everybody in it but who asks, the host first."""

    booking: Booking
    others: tuple[Invitee, ...]
    found: Found


class Moving:
    """From a meeting to a hold that moves it."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        bookings: BookingRepository,
        gathering: Gathering,
        finding: Finding,
        arranging: Arranging,
        times: OtherTimes,
        routes: TeamRoutes,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._bookings = bookings
        self._gathering = gathering
        self._finding = finding
        self._arranging = arranging
        self._times = times
        self._routes = routes
        self._clock = clock

    async def offer(self, person: PersonId, calendar: CalendarId, event_id: str, zone: str) -> Offer:
        """Three other times for the meeting, or for this day of the series; none for whole days.

        Raises NotConnected, Gone when it is no longer there, NotYours for somebody else's, PermissionMissing when its
        calendar can't be written, and what Outlook raises.
        """
        known = await self._movable(person, calendar, event_id)
        if not known.has_hours:
            return Offer(known.event, known.calendar, known.setup, await self._times.invitees(known))
        return await self._times.near(known, zone, await self._booking_of(known))

    async def prepare(
        self, person: PersonId, calendar: CalendarId, event_id: str, start: datetime, zone: str, request_key: str
    ) -> Booking:
        """The hold as `Holding.hold` will take it, in the caller's transaction; nothing is written yet. Everybody whom
        a moved booking protects stays protected.

        Raises what `offer` raises, Gone also for what became whole days, and InvalidChoice("start") for a time that is
        over.
        """
        known = await self._movable(person, calendar, event_id)
        if not known.has_hours:
            raise Gone
        now = self._clock.now()
        if start < now:
            raise InvalidChoice("start", "booking.time_is_over")
        invitees = await self._times.invitees(known)
        booking = await self._booking_of(known)
        if booking is not None:
            invitees = _without_boss(booking, invitees)
        protected = set(await self._gathering.protected(known.setup, invitees))
        if booking is None or booking.behalf is None:  # whoever only arranges it isn't there
            protected.add(person)
        return Booking(
            id=BookingId(new_id()),
            host=person,
            connection=known.calendar.connection,
            calendar=known.calendar.id,
            outlook_calendar_id=known.calendar.outlook_id,
            plan=MeetingPlan(
                title=known.event.subject,
                when=Range(start, start + (known.event.end - known.event.start)),
                invitees=invitees,
                online=known.event.join_url is not None,
            ),
            zone=zone,
            protected=frozenset(protected) | (booking.protected if booking else frozenset()),
            state=BookingState.HELD,
            request_key=request_key,
            created_at=now,
            lease_until=now + HOLD_LEASE,
            moves=EventMove(known.event.id, known.when, booking.id if booking else None),
        )

    async def booking(self, person: PersonId, booking_id: BookingId) -> tuple[Booking, Booking | None]:
        """The booking, and the hold that was taken last to move it. Raises Gone, NotYours."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
            last = await self._bookings.last_move(tx, booking_id)
        if booking is None:
            raise Gone
        if not may_manage(booking, person):
            raise NotYours
        return booking, last

    async def any_booking(self, booking_id: BookingId) -> Booking:
        """For who was told of it. Raises Gone."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
        if booking is None:
            raise Gone
        return booking

    async def booking_times(self, person: PersonId, booking: Booking, request: FindRequest) -> BookingTimes:
        """Times in the request's window that are free for everybody of the booking, whose own time counts as free; it
        may go on to overlap that.

        `request` says when; who and how long is the booking's. Raises what `offer` raises, NotConnected when its host
        is not connected any more.
        """
        booking = await self._routes.routed(booking)
        known = await self._movable(booking.host, booking.calendar, booking.outlook_id or "")
        invitees = _without_boss(booking, await self._times.invitees(known))
        length = max(1, min(24 * 60, known.when.minutes))
        rules = await self._arranging.setup_of(booking)
        closed = await self._arranging.closed_to(booking, request.window)
        asked = replace(
            request, host=booking.host, invitees=invitees, duration_minutes=length, rules=rules, closed=closed
        )
        found = await self._finding.find_around(asked, Aside(frozenset({booking.id}), known.event))
        free = (start for start in found.slots if start != booking.plan.when.start)
        name = booking.behalf.name if booking.behalf else known.setup.name
        host = Invitee(name, None, booking.host)
        if person != booking.host or booking.behalf is not None:  # whose they are is said, not their names
            theirs = (
                replace(item, invitee=host, basis=Basis.CONNECTED) if item.invitee is None else item
                for item in found.evidence
            )
            found = replace(found, evidence=tuple(theirs))
        others = tuple(item for item in (host, *invitees) if item.person != person)
        return BookingTimes(booking, others, replace(found, slots=tuple(free)))

    async def limit_of(self, hold: Booking) -> TypeLimit | None:
        """What the day may have that this hold moves a booking to, for `must_have_room`. Raises NotConnected."""
        if hold.moves is None or hold.moves.booking is None:
            return None
        return await self._arranging.limit_of(await self.any_booking(hold.moves.booking))

    async def must_have_room(self, tx: Transaction, limit: TypeLimit | None, hold: Booking) -> None:
        """Raises DayFull."""
        if limit is not None:
            await self._arranging.must_have_room(tx, limit, hold)

    async def prepare_booking(self, booking: Booking, start: datetime, zone: str, request_key: str) -> Booking:
        """The hold that moves this booking, like `prepare`."""
        booking = await self._routes.routed(booking)
        return await self.prepare(booking.host, booking.calendar, booking.outlook_id or "", start, zone, request_key)

    async def _movable(self, person: PersonId, calendar: CalendarId, event_id: str) -> Known:
        known = await self._times.known(person, calendar, event_id)
        if not known.event.is_organizer:
            raise NotYours
        must_be_writable(self._configuring, known.setup, known.calendar)
        return known

    async def _booking_of(self, known: Known) -> Booking | None:
        """Our own booking that this event is."""
        async with self._transactions.read() as tx:
            found = await self._bookings.of_events(tx, known.setup.preferences.person, (known.event.id,))
        return found[0] if found else None


def _without_boss(booking: Booking, invitees: tuple[Invitee, ...]) -> tuple[Invitee, ...]:
    """Whose calendar it is in is the event's organizer, and no guest."""
    boss = booking.behalf.address.casefold() if booking.behalf else None
    return tuple(item for item in invitees if boss is None or (item.address or "").casefold() != boss)
