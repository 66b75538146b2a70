"""Does Outlook still have a booking where it was booked?

A copy raises the suspicion, one look at the event itself decides. So nothing false is said when a copy is older than
the booking, when our own move or cancellation is under way, or when the event lies in another calendar or beyond the
copy's days. What differs must stand for 90 seconds before it is said, unless it begins within the hour: the wait is
the job's due time, and what was said stands in the booking's row (core.booking.disagreement).

Until the person decides both times are taken: the booking protects the booked one, and the event counts where it is
now (gathering, `_is_copy_of`). In a two-way calendar nobody is asked as long as nobody is harmed: the booking follows
(core.booking.usecases.following), at once when it was moved or has no guests. Bookings that were made in Outlook are
compared by adopting. A team calendar's bookings are compared with the copy of the member through whom it is reached.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from core.booking.disagreement import (
    Difference,
    Disagreement,
    Seen,
    differing,
    guests,
    standing,
    suspicious,
    with_difference,
)
from core.booking.model import Booking, BookingChanged, BookingId, BookingState, OutlookDisagrees
from core.booking.ports import BookingRepository, EventWriter
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.following import Following
from core.booking.usecases.jobs import STILL_JUDGED, ask_to_compare
from core.booking.usecases.recurring_following import SeriesFollowing
from core.booking.usecases.team_routes import TeamRoutes
from core.configuration.model import CalendarId
from core.configuration.teams.model import is_team
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import (
    Gone,
    NotConnected,
    OperatorNeeded,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
    ReconnectNeeded,
)
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event
from core.sync.ports import MirrorRepository, SyncStates

SOON = timedelta(hours=1)
OVERTAKEN_AT_MOST = 5
UNKNOWN = (OutlookRejected, PermissionMissing, ReconnectNeeded, NotConnected, OperatorNeeded)
"""Nothing can be said of the event, and it is said elsewhere that its calendar can't be read."""


class Comparing:
    """Notices bookings that were moved or deleted in Outlook."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        states: SyncStates,
        mirror: MirrorRepository,
        writer: EventWriter,
        adopting: Adopting,
        following: Following,
        series: SeriesFollowing,
        routes: TeamRoutes,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._states = states
        self._mirror = mirror
        self._writer = writer
        self._adopting = adopting
        self._following = following
        self._series = series
        self._routes = routes
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def compare(self, person: PersonId, calendar: CalendarId) -> None:
        """A copy changed: asks for a look at each booking in it that lies elsewhere there, or is missing; what was made
        there is taken in."""
        await self._adopting.keep(person)
        await self._series.compare(person, calendar)
        mine = [one for one in await self._of_person(person) if one.calendar == calendar]
        async with self._transactions.read() as tx:
            state = await self._states.get(tx, calendar)
            copy: Mapping[str, Event] = await self._mirror.everything(tx, calendar) if state and mine else {}
        if state is not None:
            found = {booking.id: (booking, suspicious(booking, copy.values(), state)) for booking in mine}
            await self._ask([(booking, event) for booking, event in found.values() if event])

    async def booking_changed(self, booking_id: BookingId) -> None:
        """What Outlook told before we knew the booking to be there, or to be moved, is compared now."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
        if booking is None:
            return
        if booking.adopted is not None and booking.state is BookingState.RELEASED:
            await self._adopting.keep(booking.host)
        elif booking.adopted is None and booking.state is BookingState.CONFIRMED:
            await self.compare(booking.host, booking.calendar)

    async def unwatched(self, person: PersonId) -> None:
        """Once a day, and after another choice of calendars: looks at the bookings that no copy answers for, because
        their calendar is gone, refused, or not chosen any more; and compares the others, as a copy tells of changes to
        what blocks, and an event that is shown as free may move unnoticed."""
        await self._adopting.keep(person)
        await self._series.compare(person)
        upcoming = await self._of_person(person)
        async with self._transactions.read() as tx:
            states = await self._states.of_calendars(tx, {one.calendar for one in upcoming})
        watched = {key for key, state in states.items() if state.error in (None, OutlookUnavailable.code)}
        await self._ask([(one, True) for one in upcoming if one.calendar not in watched])
        for calendar in sorted(watched):
            await self.compare(person, calendar)

    async def judge(self, booking_id: BookingId) -> None:
        """The job: one look. Raises OutlookUnavailable to be run again."""
        try:
            await self.look(booking_id)
        except UNKNOWN:
            return

    async def look(self, booking_id: BookingId) -> Booking | None:
        """The booking after one look at its event; what changed is kept and told. None when there is no such booking.
        Raises what Outlook raises: then nothing is known."""
        for _ in range(OVERTAKEN_AT_MOST):
            async with self._transactions.read() as tx:
                booking = await self._bookings.get(tx, booking_id)
            if booking is None or booking.state is not BookingState.CONFIRMED or booking.outlook_id is None:
                return booking
            if is_team(booking.host):
                booking = await self._routes.routed(booking)
            if booking.adopted is not None and await self._is_copied(booking):
                await self._adopting.keep(booking.host)
                return booking
            settled = await self.settle(booking, await self._seen(booking, booking.outlook_id or ""))
            if settled is not None:
                return settled
        raise OutlookUnavailable

    async def settle(self, booking: Booking, seen: Seen) -> Booking | None:
        """Keeps and tells what was seen of this booking. None: the booking changed since it was read, look again."""
        async with self._transactions.write() as tx:
            try:
                await self._persons.lock(tx, booking.protected | {booking.host})
            except Gone:  # somebody was joined with another person meanwhile
                return None
            if await self._bookings.get(tx, booking.id) != booking:
                return None
            if self._is_past(booking, seen) or await self._is_being_moved(tx, booking):
                return booking
            two_way = await self._following.is_two_way(tx, booking)
            if booking.adopted is not None:
                return await self._settle_adopted(tx, booking, seen, two_way=two_way)
            found = with_difference(booking, differing(booking, seen.now))
            changed = replace(found, outlook_id=seen.outlook_id)
            if changed != booking:
                await self._bookings.advance(tx, changed, BookingState.CONFIRMED)
            if found != booking and two_way and standing(found) is not None:
                return await self._following.settle(tx, changed, told=standing(booking) is not None)
            if found != booking:
                await self._told(tx, changed)
            return changed

    async def _settle_adopted(self, tx: Transaction, booking: Booking, seen: Seen, *, two_way: bool) -> Booking:
        """It isn't in the copy any more. What Outlook has elsewhere, and what somebody else called off, is no booking
        here any more; what the host deleted ends like every booking."""
        mine = booking.adopted is not None and booking.adopted.is_mine
        if seen.now is not None or not mine or not two_way:
            await self._adopting.release(tx, booking)
            return booking
        if standing(booking) is not None:  # it was asked about
            return booking
        deleted = with_difference(booking, Disagreement(Difference.DELETED, None))
        return await self._following.settle(tx, deleted)

    async def _is_copied(self, booking: Booking) -> bool:
        async with self._transactions.read() as tx:
            event = (await self._mirror.everything(tx, booking.calendar)).get(booking.outlook_id or "")
        return event is not None and not event.is_cancelled

    async def _told(self, tx: Transaction, booking: Booking) -> None:
        """One-way: the person decides."""
        found = standing(booking)
        what = "agrees" if found is None else "moved" if found.now else "deleted"
        await self._audit.record(tx, booking.host, f"outlook.{what}", {"booking": booking.id})
        tx.publish(OutlookDisagrees(booking.id, what))
        tx.publish(BookingChanged(booking.id, booking.state))

    async def _seen(self, booking: Booking, outlook_id: str) -> Seen:
        """The event by its id, wherever it was moved to; else one that came back, known by its transactionId."""
        event = await self._writer.event(booking.connection, booking.outlook_calendar_id, outlook_id)
        if event is None and is_team(booking.host):
            event = await self._copied_elsewhere(booking)
            outlook_id = event.id if event is not None else outlook_id
        if event is not None:
            return Seen(outlook_id, None if event.is_cancelled else event.lies(booking.zone))
        if booking.adopted is not None:
            return Seen(outlook_id, None)
        try:
            written = await self._writer.find(booking)
        except OutlookRejected as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
            written = None  # its calendar is gone too
        return Seen(written.id, written.when) if written else Seen(outlook_id, None)

    async def _copied_elsewhere(self, booking: Booking) -> Event | None:
        """A team's event under the id that it has in another member's mailbox, wherever it was moved to since."""
        async with self._transactions.read() as tx:
            copy = await self._mirror.everything(tx, booking.calendar)
        found = next((one.id for one in copy.values() if one.transaction_id == booking.id), None)
        if found is None or found == booking.outlook_id:
            return None
        return await self._writer.event(booking.connection, booking.outlook_calendar_id, found)

    async def _ask(self, suspects: list[tuple[Booking, Event | bool]]) -> None:
        if not suspects:
            return
        now = self._clock.now()
        async with self._transactions.write() as tx:
            for booking, event in suspects:
                two_way = await self._following.is_two_way(tx, booking)
                quiet = two_way and (isinstance(event, Event) or not guests(booking))
                starts = [booking.plan.when.start, *([event.start] if isinstance(event, Event) else [])]
                at_once = quiet or standing(booking) is not None or min(starts) < now + SOON
                await ask_to_compare(self._jobs, tx, booking.id, now, at_once=at_once)

    async def _of_person(self, person: PersonId) -> list[Booking]:
        """The person's own, and those of their teams that are reached through them."""
        since = self._clock.now() - STILL_JUDGED
        async with self._transactions.read() as tx:
            found = await self._bookings.of_host(tx, person, since)
        found = (*found, *await self._routes.reached_through(person, since))
        return [one for one in found if one.state is BookingState.CONFIRMED and one.adopted is None and not one.dates]

    async def _is_being_moved(self, tx: Transaction, booking: Booking) -> bool:
        """Our own move may have reached Outlook already; when it ends, the booking is compared again."""
        pushing = await self._bookings.of_host(tx, booking.host, self._clock.now() - STILL_JUDGED)
        return any(
            one.moves and one.moves.booking == booking.id and one.state is BookingState.PUSHING for one in pushing
        )

    def _is_past(self, booking: Booking, seen: Seen) -> bool:
        """What is over may be moved away or deleted: there is nothing left to decide."""
        ends = [booking.plan.when.end, *([seen.now.end] if seen.now else [])]
        return max(ends) <= self._clock.now()
