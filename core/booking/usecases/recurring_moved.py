"""A booked series is moved in Outlook, by steps that may run again at any point.

held -> fresh look at every date -> pushing -> PATCH of the master (or of each date, where some are over) -> the dates
that differ -> moved. What Outlook has is read before each run, so what was done by a run that died is found done. Until
all of it stands both the old and the new times are taken; then one transaction ends the hold and moves the booking.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from core.booking.model import Booking, BookingChanged, BookingId, BookingState
from core.booking.ports import BookingRepository, EventWriter
from core.booking.repeats import SeriesDate
from core.booking.series_ports import Occurrence
from core.booking.usecases.finding import Finding, Obstruction
from core.booking.usecases.jobs import SERIES_JOB
from core.booking.usecases.pushing import CERTAIN_REFUSALS, EVENT_CHANGED, EVENT_GONE, SETTLED_AFTER
from core.booking.usecases.recurring_check import DateChecks
from core.booking.usecases.recurring_moving import moved_dates, moves_master
from core.configuration.usecases import Configuring
from core.people.ports import AuditLog
from core.shared.clock import Clock
from core.shared.errors import (
    ClearhourError,
    Gone,
    NotConnected,
    OutlookRejected,
    OutlookUnavailable,
)
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions


class SeriesMoves:
    """The job behind the hold of a whole series."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        bookings: BookingRepository,
        configuring: Configuring,
        finding: Finding,
        checks: DateChecks,
        writer: EventWriter,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._bookings = bookings
        self._configuring = configuring
        self._finding = finding
        self._checks = checks
        self._writer = writer
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def push(self, hold_id: BookingId) -> None:
        """Raises OutlookUnavailable to be run again."""
        hold, series = await self._load(hold_id)
        if hold is None or series is None:
            return
        first_attempt = hold.state is BookingState.HELD
        if first_attempt:
            claimed = await self._check_and_claim(hold, series)
            if claimed is None:
                return
            hold = claimed
        if hold.state is not BookingState.PUSHING:
            await self._tell_lapsed(hold)
            return
        try:
            dates = await self._brought(hold, series, first_attempt=first_attempt)
        except Gone:
            await self._fail(hold, OutlookRejected.code, EVENT_GONE)
            return
        except NotWritten as nothing:
            await self._fail(hold, nothing.refused.code)
            return
        except CERTAIN_REFUSALS as refused:
            if isinstance(refused, NotConnected) and self._is_settled(hold):
                await self._fail(hold, "outcome_unknown")
                return
            raise OutlookUnavailable from refused  # half of it may stand there: it is finished, whenever that can be
        await self._moved(hold, series, dates)

    async def _check_and_claim(self, hold: Booking, series: Booking) -> Booking | None:
        """The fresh look, then held -> pushing while the lease runs. None when the hold ended here."""
        try:
            setup = await self._configuring.setup(hold.host)
            refused = await self._changed_there(series)
            obstruction = None if refused else await self._checks.obstruction(setup, hold, series)
        except CERTAIN_REFUSALS as stopped:
            await self._fail(hold, stopped.code)
            return None
        if refused:
            await self._fail(hold, OutlookRejected.code, refused)
            return None
        if obstruction is not None:
            await self._obstructed(hold, obstruction)
            return None
        if self._clock.now() >= hold.lease_until:
            await self._fail(hold, "lapsed")
            return None
        pushing = replace(hold, state=BookingState.PUSHING, push_uncertain=True)
        async with self._transactions.write() as tx:
            claimed = await self._bookings.advance(tx, pushing, BookingState.HELD)
            over = " ".join(str(one.number) for one in hold.dates if one.anyway)
            if claimed and over:
                await self._audit.record(tx, hold.host, "booking.anyway", {"booking": hold.id, "dates": over})
        return pushing if claimed else None

    async def _changed_there(self, series: Booking) -> str | None:
        """Why the series isn't what, or not where, the person saw it: a detail of the failure."""
        if series.state is not BookingState.CONFIRMED:
            return EVENT_GONE
        try:
            had = {one.original: one.when for one in await self._writer.dates(series)}
        except OutlookRejected as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
            return EVENT_GONE
        now = self._clock.now()
        known = {one.planned.start: one.when for one in series.dates if one.when is not None and one.when.end > now}
        return None if all(had.get(start) == when for start, when in known.items()) else EVENT_CHANGED

    async def _obstructed(self, hold: Booking, obstruction: Obstruction) -> None:
        if obstruction.taken:
            await self._fail(hold, "series_taken", " ".join(str(number) for number in obstruction.dates))
            return
        await self._fail(hold, "calendar_unreadable")

    async def _brought(self, hold: Booking, series: Booking, *, first_attempt: bool) -> tuple[SeriesDate, ...]:
        """The dates as Outlook has them when all of it stands there. Raises what Outlook raises, Gone when the series
        is gone, NotWritten when Outlook refused for certain before anything was written."""
        wanted = moved_dates(series, hold)
        had = await self._there(series)
        whole = moves_master(hold, series)
        if whole and not _has_moved(had, series, wanted):
            await self._move_master(hold, first_attempt=first_attempt)
            had = await self._there(series)
            if not _has_moved(had, series, wanted):
                raise OutlookUnavailable  # it may not be ready to tell
        moving = {one.number for one in hold.dates}
        steps = _in_order([one for one in wanted if whole or one.number in moving], series)
        found = {one.number: await self._told(series, one, had.get(one.planned.start), whole=whole) for one in steps}
        planned = {one.planned.start for one in wanted}
        for one in had.values():
            if whole and one.original not in planned:  # an exception that outlived the rule it was of
                await self._writer.drop_date(series, one.id, _comment(series))
        return tuple(found.get(one.number, one) for one in wanted)

    async def _there(self, series: Booking) -> dict[datetime, Occurrence]:
        """Raises Gone when Outlook has the series no more."""
        try:
            return {one.original: one for one in await self._writer.dates(series)}
        except OutlookRejected as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                raise Gone from refused
            raise

    async def _move_master(self, hold: Booking, *, first_attempt: bool) -> None:
        try:
            await self._writer.move_series(hold)
        except CERTAIN_REFUSALS as refused:
            if isinstance(refused, OutlookRejected) and refused.status == HTTPStatus.NOT_FOUND:
                raise Gone from refused
            if first_attempt or self._is_settled(hold):  # nothing of ours is, or can still come, into Outlook
                raise NotWritten(refused) from refused
            raise

    async def _told(self, series: Booking, one: SeriesDate, there: Occurrence | None, *, whole: bool) -> SeriesDate:
        """One date is brought to what it shall be. One that Outlook lets not go there keeps its time; after the series
        as such has moved it is left out, as it would clash there."""
        if there is None:  # taken out by an earlier run, or in Outlook by the host
            return replace(one, when=None, settled=True)
        if one.when is None:
            await self._writer.drop_date(series, there.id, _comment(series))
            return replace(one, settled=True)
        if there.when == one.when:
            return one
        try:
            await self._writer.move_date(series, there.id, one.when)
        except OutlookRejected as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return replace(one, when=None, settled=True)
            if not whole:
                return replace(one, when=there.when, settled=True, anyway=False, over=())
            await self._writer.drop_date(series, there.id, _comment(series))
            return replace(one, when=None, settled=True, refused=True)
        return one

    async def _moved(self, hold: Booking, series: Booking, dates: tuple[SeriesDate, ...]) -> None:
        """The copies first, so that no time is free in between; then the booking follows, in the transaction that ends
        the hold."""
        with suppress(NotConnected):
            await self._finding.look_again(await self._configuring.setup(hold.host), hold.plan.invitees)
        plan = hold.plan if moves_master(hold, series) else series.plan
        ended = replace(hold, state=BookingState.MOVED, push_uncertain=False)
        async with self._transactions.write() as tx:
            if not await self._bookings.advance(tx, ended, BookingState.PUSHING):
                return
            await self._audit.record(tx, hold.host, "booking.moved", {"booking": hold.id})
            await self._bookings.move_series(tx, series.id, replace(series, plan=plan, dates=dates))
            await self._jobs.enqueue(tx, SERIES_JOB, {"booking": series.id}, dedupe=f"series:{series.id}")
            _tell(tx, ended)

    async def _tell_lapsed(self, hold: Booking) -> None:
        """A hold that somebody else's found lapsed ended without this job: the card still has to say so."""
        if hold.failure == "lapsed":
            async with self._transactions.write() as tx:
                _tell(tx, hold)

    async def _fail(self, hold: Booking, code: str, detail: str | None = None) -> None:
        failed = replace(hold, state=BookingState.FAILED, failure=code, failure_detail=detail)
        async with self._transactions.write() as tx:
            if await self._bookings.advance(tx, failed, hold.state):
                await self._audit.record(tx, hold.host, "booking.failed", {"booking": hold.id})
                _tell(tx, failed)

    async def _load(self, hold_id: BookingId) -> tuple[Booking | None, Booking | None]:
        async with self._transactions.read() as tx:
            hold = await self._bookings.get(tx, hold_id)
            moves = hold.moves.booking if hold is not None and hold.moves is not None else None
            return hold, await self._bookings.get(tx, moves) if moves else None

    def _is_settled(self, hold: Booking) -> bool:
        return self._clock.now() > hold.lease_until + SETTLED_AFTER


class NotWritten(Exception):
    """Outlook refused for certain, and nothing of ours is there."""

    def __init__(self, refused: ClearhourError) -> None:
        super().__init__(refused.code)
        self.refused = refused


def _has_moved(had: Mapping[datetime, Occurrence], series: Booking, wanted: Iterable[SeriesDate]) -> bool:
    """Whether Outlook shows the dates of the new rule: some of them are of no other, and none of the old alone."""
    old, new = {one.planned.start for one in series.dates}, {one.planned.start for one in wanted}
    return old == new or (bool(had.keys() & (new - old)) and not had.keys() & (old - new))


def _in_order(dates: Iterable[SeriesDate], series: Booking) -> list[SeriesDate]:
    """What goes first makes room for the others: what is left out, then the last where all go later, else the first."""
    was = {one.number: one.when for one in series.dates}
    staying = [one for one in dates if one.when is not None]
    later = any(one.when.start > there.start for one in staying if one.when and (there := was[one.number]))
    ordered = sorted(staying, key=lambda one: -one.number if later else one.number)
    return [*(one for one in dates if one.when is None), *ordered]


def _comment(series: Booking) -> str | None:
    """Outlook tells the guests of a date that goes; None where nobody is invited."""
    return "" if any(one.address for one in series.plan.invitees) else None


def _tell(tx: Transaction, hold: Booking) -> None:
    """The cards are those of the booking that it moves."""
    tx.publish(BookingChanged(hold.id, hold.state))
    if hold.moves is not None and hold.moves.booking is not None:
        tx.publish(BookingChanged(hold.moves.booking, BookingState.CONFIRMED))
