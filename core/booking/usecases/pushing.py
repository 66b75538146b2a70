"""Carrying bookings out in Outlook: the jobs that survive every crash.

held -> fresh look -> pushing -> POST -> confirmed -> read back. From pushing on the time stays taken until Outlook
answered for certain: the POST is repeated with the same transactionId and the same body, so it has one effect however
often it runs. A hold that moves an event goes the same way with a PATCH of its time, which may be repeated as well, and
ends in moved: the event itself then takes the time, and a booking whose event it is follows.
"""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from core.booking.disagreement import ENDED
from core.booking.model import Booking, BookingChanged, BookingId, BookingState, EventMove
from core.booking.ports import BookingRepository, EventWriter, WrittenEvent
from core.booking.usecases.arranging import Arranging
from core.booking.usecases.finding import Finding, Obstruction
from core.booking.usecases.recurring_check import DateChecks
from core.booking.usecases.recurring_writing import SeriesWriting, move_in
from core.booking.usecases.succession import Succession
from core.booking.usecases.taking_turns import TakingTurns
from core.booking.usecases.team_routes import TeamRoutes
from core.configuration.usecases import Configuring, Setup
from core.people.model import PersonId
from core.people.ports import AuditLog
from core.shared.clock import Clock
from core.shared.errors import (
    ClearhourError,
    Gone,
    NotConnected,
    OperatorNeeded,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
    ReconnectNeeded,
)
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event
from core.sync.usecases import Reading

EVENT_GONE, EVENT_CHANGED = "event_gone", "event_changed"
"""Details of the failure outlook_rejected: the event that should move is not what, or not where, it was."""

WRITTEN = frozenset({BookingState.HELD, BookingState.PUSHING, BookingState.CANCELLING})
SETTLED_AFTER = timedelta(minutes=10)
"""So long after a hold no request of ours is still on its way through Outlook."""

CERTAIN_REFUSALS = (OutlookRejected, PermissionMissing, ReconnectNeeded, NotConnected)


class Pushing:
    """Writes held bookings to Outlook and takes cancelled ones out."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        bookings: BookingRepository,
        configuring: Configuring,
        arranging: Arranging,
        finding: Finding,
        succession: Succession,
        turns: TakingTurns,
        routes: TeamRoutes,
        checks: DateChecks,
        series: SeriesWriting,
        reading: Reading,
        writer: EventWriter,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._bookings = bookings
        self._configuring = configuring
        self._arranging = arranging
        self._finding = finding
        self._succession = succession
        self._turns = turns
        self._routes = routes
        self._checks = checks
        self._series = series
        self._reading = reading
        self._writer = writer
        self._audit = audit
        self._clock = clock

    async def push(self, booking_id: BookingId) -> None:
        """The job behind a held booking. Raises OutlookUnavailable to be run again."""
        booking = await self._reached(booking_id)
        first_attempt = booking is not None and booking.state is BookingState.HELD
        if first_attempt and booking is not None:
            booking = await self._check_and_claim(booking)
        if booking is not None and booking.is_series_begun:
            await self._complete(booking)
            return
        if booking is None or booking.state is not BookingState.PUSHING:
            await self._tell_lapsed(booking)
            return
        try:
            event = await self._write(booking)
        except CERTAIN_REFUSALS as refused:
            if first_attempt or _has_vanished(booking, refused):  # nothing of ours can be in Outlook: the time is free
                await self._fail(booking, refused.code, EVENT_GONE if _has_vanished(booking, refused) else None)
                return
            if self._is_cut_off(booking, refused):
                await self._fail(booking, "outcome_unknown")
                return
            found = await self._writer.find(booking)
            if found is None:  # an earlier attempt may still come through: a lookup confirms, it never frees
                raise OutlookUnavailable from refused
            event = found
        if booking.moves is not None:
            await self._moved(booking, booking.moves, event)
            return
        if booking.dates:
            begun = _with_event(booking, event)
            await self._advance(begun, BookingState.PUSHING)
            await self._complete(begun)
            return
        await self._confirm(booking, event)
        await self._read_back(booking.id)

    def _is_cut_off(self, booking: Booking, refused: ClearhourError) -> bool:
        """Whether nobody can ever say any more what became of it: the account was disconnected while Outlook's answer
        was lost, and what Outlook still had to do is long done. Then its event, should it be there, blocks like every
        other event, and the booking ends by saying so: else its time would be kept for ever."""
        return isinstance(refused, NotConnected) and self._is_settled(booking)

    def _is_settled(self, booking: Booking) -> bool:
        return self._clock.now() > booking.lease_until + SETTLED_AFTER

    async def _write(self, booking: Booking) -> WrittenEvent:
        """Moves or makes the event. One that somebody who left has made already is known by its id."""
        if booking.moves is not None:
            return await self._writer.move(booking)
        made = await self._writer.find(booking) if booking.outlook_id is not None else None
        return made or await self._writer.create(booking)

    async def _complete(self, booking: Booking) -> None:
        """The series stands in Outlook: now the dates that differ from its rule, and the guests. Then it is booked."""
        try:
            booking = await self._series.complete(booking, settled=self._is_settled(booking))
        except Gone:
            ended = replace(booking, state=BookingState.CANCELLED, failure=ENDED, push_uncertain=False)
            await self._advance(ended, BookingState.PUSHING)
            return
        except CERTAIN_REFUSALS as refused:
            if self._is_cut_off(booking, refused):
                await self._fail(booking, "outcome_unknown")
                return
            raise OutlookUnavailable from refused  # half of it stands there: it is finished, whenever that is possible
        await self._renew_everybodys(booking)
        await self._advance(replace(booking, state=BookingState.CONFIRMED, push_uncertain=False), BookingState.PUSHING)

    async def _tell_lapsed(self, booking: Booking | None) -> None:
        """A hold that somebody else's found lapsed ended without this job: its own card still has to say so."""
        if booking is not None and booking.failure == "lapsed":
            async with self._transactions.write() as tx:
                _tell(tx, booking)

    async def cancel(self, booking_id: BookingId) -> None:
        """The job behind a cancellation. Raises OutlookUnavailable to be run again."""
        booking = await self._reached(booking_id)
        if booking is None or booking.state is not BookingState.CANCELLING or booking.outlook_id is None:
            return
        invited = any(invitee.address for invitee in booking.plan.invitees)
        try:
            await self._writer.cancel(
                booking.connection,
                booking.outlook_id,
                invited,
                booking.comment,
                outlook_calendar_id=booking.outlook_calendar_id,
            )
        except CERTAIN_REFUSALS as refused:
            if await self._succession.refused(booking, refused):
                return
            back = replace(booking, state=BookingState.CONFIRMED, failure=f"cancel.{refused.code}")
            await self._advance(back, BookingState.CANCELLING)
            return
        await self._renew(booking)
        await self._advance(replace(booking, state=BookingState.CANCELLED), BookingState.CANCELLING)

    async def _renew(self, booking: Booking) -> None:
        """The copy must not keep for busy what was given back."""
        try:
            setup = await self._configuring.setup(booking.host)
        except NotConnected:
            return
        await self._reading.renew(tuple(item for item in setup.calendars if item.id == booking.calendar))

    async def _reached(self, booking_id: BookingId) -> Booking | None:
        """The booking; of a team calendar, by the member who can write it now."""
        booking = await self._load(booking_id)
        return await self._routes.routed(booking) if booking is not None and booking.state in WRITTEN else booking

    async def _load(self, booking_id: BookingId) -> Booking | None:
        async with self._transactions.read() as tx:
            return await self._bookings.get(tx, booking_id)

    async def _check_and_claim(self, booking: Booking, tried: frozenset[PersonId] = frozenset()) -> Booking | None:
        """The fresh look, then held -> pushing while the lease runs. None when the booking ended here. In a round robin
        the next member is asked before it ends."""
        tried |= {booking.host}
        try:
            setup = await self._arranging.setup_of(booking)
        except (NotConnected, PermissionMissing) as refused:
            passed = await self._next(booking, tried)
            if passed is not None:
                return await self._check_and_claim(passed, tried)
            await self._fail(booking, refused.code)
            return None
        event = None
        if booking.moves is not None or booking.replaces is not None:
            event = await self._present_event(setup, booking)
            if event is None:
                return None
        checked = self._checks.obstruction(setup, booking) if booking.dates else None
        obstruction = await (checked or self._finding.check(setup, booking, event))
        if obstruction is not None and (obstruction.taken or booking.unchecked is None):
            passed = await self._next(booking, tried)
            if passed is not None:
                return await self._check_and_claim(passed, tried)
            await self._obstructed(setup, booking, obstruction)
            return None
        if booking.unchecked is not None:
            booking = replace(booking, unchecked=_names(setup, obstruction, booking) if obstruction else None)
        if self._clock.now() >= booking.lease_until:
            await self._fail(booking, "lapsed")
            return None
        pushing = replace(booking, state=BookingState.PUSHING, push_uncertain=True)
        async with self._transactions.write() as tx:
            claimed = await self._bookings.advance(tx, pushing, BookingState.HELD)
            if claimed and obstruction is not None:
                unread = " ".join(reading.calendar.id for reading in obstruction.unreadable)
                details = {"booking": booking.id, "unread": unread}
                await self._audit.record(tx, booking.host, "booking.anyway", details)
            over = " ".join(str(one.number) for one in booking.dates if one.anyway)
            if claimed and over:
                await self._audit.record(tx, booking.host, "booking.anyway", {"booking": booking.id, "dates": over})
        return pushing if claimed else None

    async def _next(self, booking: Booking, tried: frozenset[PersonId]) -> Booking | None:
        """The same booking by another member: of a round robin, or of a team when a sign-in has just died."""
        passed = await self._turns.pass_on(booking, tried)
        there = passed or await self._routes.routed(booking)
        return there if there.host != booking.host or there.calendar != booking.calendar else None

    async def _present_event(self, setup: Setup, booking: Booking) -> Event | None:
        """The event that shall move, or make room for this one; None when the booking ended here."""
        if booking.moves is not None:
            if await self._still_booked(booking.moves):
                return await self._unmoved(setup, booking, booking.moves)
            await self._fail(booking, OutlookRejected.code, EVENT_GONE)
            return None
        found = await self._succession.old_event(booking)
        if isinstance(found, str):
            await self._fail(booking, found)
            return None
        return found

    async def _still_booked(self, moves: EventMove) -> bool:
        """False when the booking that shall move was cancelled while its new time was held."""
        moved = await self._load(moves.booking) if moves.booking else None
        return moves.booking is None or (moved is not None and moved.state is BookingState.CONFIRMED)

    async def _unmoved(self, setup: Setup, booking: Booking, moves: EventMove) -> Event | None:
        """The event that shall move, if it still lies where the person saw it; else, or when Outlook doesn't show it
        while the lease runs, the booking ends here."""
        try:
            event = await self._writer.event(booking.connection, booking.outlook_calendar_id, moves.outlook_id)
        except OutlookUnavailable as trouble:
            if self._may_try_again(booking):
                raise OutlookUnavailable(max(2, trouble.retry_after_seconds or 0)) from trouble
            calendar = setup.calendar(booking.calendar)
            await self._fail(booking, "calendar_unreadable", calendar.name if calendar else None)
            return None
        except CERTAIN_REFUSALS as refused:
            await self._fail(booking, refused.code)
            return None
        if event is None or event.is_cancelled:
            await self._fail(booking, OutlookRejected.code, EVENT_GONE)
            return None
        if Range(event.start, event.end) != moves.was:
            await self._fail(booking, OutlookRejected.code, EVENT_CHANGED)
            return None
        return event

    async def _moved(self, booking: Booking, moves: EventMove, event: WrittenEvent) -> None:
        """The copies first, so that the time is never free in between; then the booking whose event it is follows, in
        the transaction that ends the hold."""
        await self._renew_everybodys(booking)
        ended = replace(_with_event(booking, event), state=BookingState.MOVED, push_uncertain=False)
        async with self._transactions.write() as tx:
            if not await self._bookings.advance(tx, ended, BookingState.PUSHING):
                return
            await self._audit.record(tx, booking.host, f"booking.{ended.state}", {"booking": booking.id})
            tx.publish(BookingChanged(booking.id, ended.state))
            if moves.booking is not None:
                follows = await move_in(self._bookings, tx, moves, booking.plan.when)
                if follows is not None:
                    tx.publish(BookingChanged(follows.id, follows.state))

    async def _renew_everybodys(self, booking: Booking) -> None:
        try:
            setup = await self._configuring.setup(booking.host)
        except NotConnected:
            return
        await self._finding.look_again(setup, booking.plan.invitees)
        if all(calendar.id != booking.calendar for calendar in setup.blocking):
            await self._renew(booking)

    async def _obstructed(self, setup: Setup, booking: Booking, obstruction: Obstruction) -> None:
        """Taken is taken, unknown is never free; what may pass by itself is tried again while the lease runs."""
        if obstruction.taken:
            if obstruction.dates:
                await self._fail(booking, "series_taken", " ".join(str(number) for number in obstruction.dates))
                return
            await self._fail(booking, "day_full" if obstruction.full else "slot_taken")
            return
        passing = all(reading.error == OutlookUnavailable.code for reading in obstruction.unreadable)
        if passing and self._may_try_again(booking):
            raise OutlookUnavailable(retry_after_seconds=2)
        await self._fail(booking, "calendar_unreadable", _names(setup, obstruction, booking))

    def _may_try_again(self, booking: Booking) -> bool:
        return self._clock.now() + timedelta(seconds=10) < booking.lease_until

    async def _confirm(self, booking: Booking, event: WrittenEvent) -> None:
        confirmed = replace(_with_event(booking, event), state=BookingState.CONFIRMED, push_uncertain=False)
        if booking.replaces is not None:
            await self._succession.confirmed(confirmed)
            return
        await self._advance(confirmed, BookingState.PUSHING)

    async def _read_back(self, booking_id: BookingId) -> None:
        """One look at the linked calendar: is our event there? Takes the Teams link if it came late; a miss is told."""
        booking = await self._load(booking_id)
        if booking is None or booking.state is not BookingState.CONFIRMED:
            return
        try:
            setup = await self._configuring.setup(booking.host)
        except (NotConnected, OperatorNeeded):
            return
        linked = setup.calendar(booking.calendar)
        if linked is None:
            return
        await self._reading.renew((linked,), unless_told=True)
        (reading,) = await self._reading.live((linked,), booking.plan.when)
        if not reading.readable:
            return
        mine = next((event for event in reading.events if event.id == booking.outlook_id), None)
        if mine is None:
            await self._advance(replace(booking, failure="read_back.missing"), BookingState.CONFIRMED)
        elif mine.join_url and not booking.join_url:
            await self._advance(replace(booking, join_url=mine.join_url), BookingState.CONFIRMED)

    async def _fail(self, booking: Booking, code: str, detail: str | None = None) -> None:
        failed = replace(booking, state=BookingState.FAILED, failure=code, failure_detail=detail)
        await self._advance(failed, booking.state)

    async def _advance(self, booking: Booking, from_state: BookingState) -> None:
        """Stores the new state, tells it upwards, and keeps who did what."""
        async with self._transactions.write() as tx:
            if await self._bookings.advance(tx, booking, from_state):
                await self._audit.record(tx, booking.host, f"booking.{booking.state}", {"booking": booking.id})
                _tell(tx, booking)


def _with_event(booking: Booking, event: WrittenEvent) -> Booking:
    return replace(
        booking, outlook_id=event.id, ical_uid=event.ical_uid, web_link=event.web_link, join_url=event.join_url
    )


def _tell(tx: Transaction, booking: Booking) -> None:
    """Of the booking that a hold moves as well: its cards say how that goes."""
    tx.publish(BookingChanged(booking.id, booking.state))
    if booking.moves is not None and booking.moves.booking is not None:
        tx.publish(BookingChanged(booking.moves.booking, BookingState.CONFIRMED))


def _names(setup: Setup, obstruction: Obstruction, booking: Booking) -> str:
    """The host's own calendars by name; of others only whose they are."""
    owners = {item.id: setup.connection(item.connection) for item in setup.calendars}
    found = [
        (item.calendar.name, owners[item.calendar.id]) for item in obstruction.unreadable if item.calendar.id in owners
    ]
    names = [name if whose is None or whose.person == booking.host else whose.account.name for name, whose in found]
    return ", ".join(dict.fromkeys((*names, *obstruction.people)))


def _has_vanished(booking: Booking, refused: ClearhourError) -> bool:
    """Whether the event to move is gone, which is certain however often it was tried."""
    return booking.moves is not None and isinstance(refused, OutlookRejected) and refused.status == HTTPStatus.NOT_FOUND
