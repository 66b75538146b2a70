"""Following Outlook by itself: what a two-way calendar's bookings do when their events are moved or deleted.

Everything happens in the caller's transaction, which has locked the host and everybody whom the booking protects.
"""

from dataclasses import replace

from core.booking.adoption import HIDDEN
from core.booking.disagreement import ENDED, Difference, Disagreement, guests, standing, with_difference
from core.booking.model import Before, Booking, BookingChanged, BookingState, OutlookDisagrees
from core.booking.ports import BookingRepository, SyncSwitches
from core.configuration.ports import PreferencesRepository
from core.people.ports import AuditLog
from core.shared.clock import Clock
from core.shared.errors import Gone, SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transaction

ASKABLE = frozenset(Difference) - {Difference.RETURNING, Difference.CANCEL_ASKED}
"""What a two-way calendar may settle by itself; what is being put back isn't, nor what was asked already."""


class Following:
    """Moves and ends bookings as Outlook did."""

    def __init__(
        self,
        *,
        bookings: BookingRepository,
        preferences: PreferencesRepository,
        switches: SyncSwitches,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._bookings = bookings
        self._preferences = preferences
        self._switches = switches
        self._audit = audit
        self._clock = clock

    async def is_two_way(self, tx: Transaction, booking: Booking) -> bool:
        """Whether the booking's calendar is two-way now."""
        chosen = await self._preferences.get(tx, booking.host)
        return chosen is not None and booking.calendar in chosen.two_way

    async def reschedule(self, tx: Transaction, booking: Booking, when: Range) -> Booking:
        """The booking and its protection go to Outlook's time. Raises SlotTaken when somebody protected has another
        booking there, Gone when it is not confirmed any more."""
        if await self.is_taken(tx, booking, when):
            raise SlotTaken
        moved = await self._bookings.reschedule(tx, booking.id, when)
        if moved is None:
            raise Gone
        return moved

    async def is_taken(self, tx: Transaction, booking: Booking, when: Range) -> bool:
        """Whether another booking keeps a part of that time for somebody whom this one protects."""
        now = self._clock.now()
        await self._bookings.expire(tx, booking.protected, when, now)
        others = await self._bookings.live_overlapping(tx, booking.protected, when, now)
        return any(other.id != booking.id for other in others)

    async def settle(self, tx: Transaction, booking: Booking, *, told: bool = False) -> Booking:
        """The confirmed booking after it followed what is known to differ. It becomes a question where following would
        take a time that another booking protects, or would leave guests without a meeting and nobody asked. `told`:
        a message about the difference exists, which has to change."""
        differs = standing(booking)
        if differs is None or differs.kind not in ASKABLE:
            return booking
        if differs.now is None:
            return await self._ended(tx, booking)
        try:
            moved = await self.reschedule(tx, booking, differs.now)
        except SlotTaken:
            asked = with_difference(booking, Disagreement(Difference.COLLIDES, differs.now))
            return await self._keep(tx, asked, "collides", "moved")
        agreed = replace(with_difference(booking, None), plan=moved.plan)
        await self._remember(tx, booking, differs.now)
        return await self._keep(tx, agreed, "moved_along", "agrees" if told else None)

    async def _ended(self, tx: Transaction, booking: Booking) -> Booking:
        if guests(booking) and not is_series(booking):
            asked = with_difference(booking, Disagreement(Difference.CANCEL_ASKED, None))
            return await self._keep(tx, asked, "deleted", "deleted")
        ended = replace(booking, state=BookingState.CANCELLED, failure=ENDED, failure_detail=None)
        await self._remember(tx, booking, None)
        return await self._keep(tx, ended, "ended", "deleted")

    async def _keep(self, tx: Transaction, booking: Booking, what: str, disagrees: str | None) -> Booking:
        await self._bookings.advance(tx, booking, BookingState.CONFIRMED)
        await self._audit.record(tx, booking.host, f"outlook.{what}", {"booking": booking.id})
        if disagrees is not None:
            tx.publish(OutlookDisagrees(booking.id, disagrees))
        tx.publish(BookingChanged(booking.id, booking.state))
        return booking

    async def _remember(self, tx: Transaction, booking: Booking, now: Range | None) -> None:
        """While the switch to two-way can be undone, how it was before counts, however often it followed since."""
        switch = await self._switches.get(tx, booking.host)
        if switch is None or switch.calendar != booking.calendar or switch.undo_until <= self._clock.now():
            return
        if booking.adopted is not None:  # it ends with the switch anyway
            return
        known = {one.booking: one for one in switch.before}
        first = known.get(booking.id)
        known[booking.id] = Before(booking.id, first.when if first else booking.plan.when, now)
        await self._switches.save(tx, replace(switch, before=tuple(known.values())))


def is_series(booking: Booking) -> bool:
    """Whether it stands for a whole series, which only Outlook can make again."""
    return booking.adopted is not None and booking.adopted.series is not None


def can_be_remade(booking: Booking) -> bool:
    """Whether what we keep of it is enough to make its event anew: not of a series, nor where its account hides what it
    is about."""
    return not is_series(booking) and not (booking.adopted is not None and booking.plan.title == HIDDEN)
