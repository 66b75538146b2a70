"""Another host takes a booking over: the steps between the new event and the end of the old one.

hold for the new host (`Booking.replaces`) -> new event -> one transaction: the new booking is confirmed, the old one is
being cancelled, the guests' protection passes from the old to the new -> the old event is cancelled. Until the new
event is certain nothing of the old one changes; should Outlook then refuse to cancel the old event, the new one goes
instead. So the guests keep exactly one.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from core.booking.disagreement import standing
from core.booking.model import Booking, BookingChanged, BookingState
from core.booking.ports import BookingRepository, EventLook
from core.booking.relay_ports import RelayRepository
from core.booking.usecases.jobs import CANCEL_JOB
from core.configuration.usecases import Configuring
from core.people.model import PersonId
from core.people.ports import AuditLog
from core.shared.clock import Clock
from core.shared.errors import (
    ClearhourError,
    NotConnected,
    OperatorNeeded,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
    ReconnectNeeded,
    SlotTaken,
)
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event

CHANGED, UNREACHABLE, STAYS = "hand_over.changed", "hand_over.unreachable", "hand_over.stays"
"""Codes of `Booking.failure`. A hand-over ended because the old booking changed meanwhile, or because its event could
not be read. STAYS, of the old booking: Outlook refused to cancel its event, so the new one went."""

UNDER_WAY = frozenset({BookingState.HELD, BookingState.PUSHING})


class Comments(Protocol):
    """What Outlook tells the guests in a host's name, in that host's language. `name`: None where it isn't known."""

    async def takes_over(self, by: PersonId, name: str | None) -> str:
        """With the cancellation of the old event, by its host: `name` is the new one."""

    async def stays(self, by: PersonId, name: str | None) -> str:
        """With the cancellation of the new event, by its host: `name` stays."""


class Succession:
    """What Pushing asks when a booking takes another one's place."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        bookings: BookingRepository,
        relays: RelayRepository,
        configuring: Configuring,
        look: EventLook,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
        comments: Comments,
    ) -> None:
        self._comments = comments
        self._transactions = transactions
        self._bookings = bookings
        self._relays = relays
        self._configuring = configuring
        self._look = look
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def old_event(self, booking: Booking) -> Event | str:
        """The event that shall be replaced, as long as nothing changed about it; else the code of why not. Raises
        OutlookUnavailable to be run again while the lease lasts."""
        async with self._transactions.read() as tx:
            old = await self._bookings.get(tx, booking.replaces) if booking.replaces else None
        if old is None or not is_replaceable(old) or old.plan.when != booking.plan.when or old.outlook_id is None:
            return CHANGED
        try:
            event = await self._look.event(old.connection, old.outlook_calendar_id, old.outlook_id)
        except OutlookUnavailable as trouble:
            if self._clock.now() + timedelta(seconds=10) < booking.lease_until:
                raise OutlookUnavailable(max(2, trouble.retry_after_seconds or 0)) from trouble
            return UNREACHABLE
        except (OutlookRejected, PermissionMissing, ReconnectNeeded, NotConnected, OperatorNeeded):
            return UNREACHABLE
        if event is None or event.is_cancelled or Range(event.start, event.end) != booking.plan.when:
            return CHANGED
        return event

    async def confirmed(self, booking: Booking) -> None:
        """The new event is certain: in one transaction the new booking holds and the old one goes. If the old one was
        cancelled by somebody meanwhile, the meeting is off, and the new one goes too."""
        async with self._transactions.read() as tx:
            old = await self._bookings.get(tx, booking.replaces) if booking.replaces else None
        comment = await self._comments.takes_over(old.host, await self._name(booking.host)) if old else ""
        async with self._transactions.write() as tx:
            if not await self._bookings.advance(tx, booking, BookingState.PUSHING):
                return
            await self._audit.record(tx, booking.host, "booking.taken_over", {"booking": booking.id})
            tx.publish(BookingChanged(booking.id, booking.state))
            old = await self._bookings.get(tx, booking.replaces) if booking.replaces else None
            if old is None or old.state is not BookingState.CONFIRMED:
                await self._cancel(tx, booking, "")
                return
            await self._cancel(tx, old, comment)
            await self._pass_on(tx, old, booking)

    async def refused(self, booking: Booking, refusal: ClearhourError) -> bool:
        """Outlook refuses to cancel this event: an old one stays instead, and the new one goes. False: this booking has
        nothing to do with a hand-over. Raises OutlookUnavailable to be run again when it may not stay."""
        async with self._transactions.read() as tx:
            old = await self._bookings.get(tx, booking.replaces) if booking.replaces else None
            new = await self._relays.successor(tx, booking.id)
        if old is not None and old.failure == STAYS:  # this is the new one: two events are never left
            raise OutlookUnavailable from refusal
        if new is None or new.state in (BookingState.FAILED, BookingState.CANCELLING, BookingState.CANCELLED):
            return False
        if new.plan.when != booking.plan.when:  # moved since by who took it over: there is no way back
            raise OutlookUnavailable from refusal
        comment = await self._comments.stays(new.host, await self._name(booking.host))
        stays = replace(booking, state=BookingState.CONFIRMED, failure=STAYS, failure_detail=None, comment="")
        async with self._transactions.write() as tx:
            if await self._bookings.advance(tx, stays, BookingState.CANCELLING):
                await self._audit.record(tx, booking.host, "booking.stays", {"booking": booking.id})
                tx.publish(BookingChanged(booking.id, stays.state))
                if await self._cancel(tx, new, comment):
                    await self._pass_on(tx, new, booking)
        return True

    async def _cancel(self, tx: Transaction, booking: Booking, comment: str) -> bool:
        going = replace(booking, state=BookingState.CANCELLING, comment=comment, failure=None, failure_detail=None)
        if not await self._bookings.advance(tx, going, BookingState.CONFIRMED):
            return False
        await self._jobs.enqueue(tx, CANCEL_JOB, {"booking": booking.id}, lock_key=f"booking:{booking.id}")
        tx.publish(BookingChanged(booking.id, going.state))
        return True

    async def _pass_on(self, tx: Transaction, from_: Booking, to: Booking) -> None:
        """Whoever stays in the meeting is protected without a gap. What moved meanwhile protects by its event."""
        everybody = {to.host, *(item.person for item in to.plan.invitees if item.person is not None)}
        try:
            await self._relays.take_over(tx, to.id, from_.id, everybody & from_.protected)
        except SlotTaken:
            return

    async def _name(self, person: PersonId) -> str | None:
        """As Outlook knows them."""
        try:
            setup = await self._configuring.setup(person)
        except NotConnected:
            return None
        return setup.name


def is_replaceable(booking: Booking) -> bool:
    """Whether somebody else may take this booking over: one meeting, made here, and where it was booked."""
    single = booking.adopted is None and booking.plan.repeats is None and booking.moves is None
    return booking.state is BookingState.CONFIRMED and single and standing(booking) is None
