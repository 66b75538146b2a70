"""All dates of a booked series that are to come move together: where they could go, and the hold that moves them.

A series that hasn't begun moves with its master. Of one that has begun each date moves by itself, as a PATCH of the
master would rewrite what is over (what Outlook does to those dates isn't documented; EWS splits the series). Dates that
were left out stay out; those that were moved by themselves stay where they are, as long as they keep between their new
neighbours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.availability import find_slots
from core.booking.model import HOLD_LEASE, Booking, BookingId, BookingState, EventMove, MeetingPlan
from core.booking.repeats import Every, Repeats, SeriesDate, occurrences
from core.booking.usecases.asking import MOST_TIMES, another_time
from core.booking.usecases.gathering import Gathering
from core.booking.usecases.recurring import (
    COUNTING,
    Decided,
    Decision,
    Recurring,
    Reviewed,
    aside_of,
    must_be_decided,
    room_of,
)
from core.booking.usecases.recurring_check import DateChecks, clashes
from core.configuration.usecases import Configuring
from core.shared.clock import Clock
from core.shared.days import day_of, one_day
from core.shared.errors import Gone, InvalidChoice
from core.shared.ids import new_id
from core.shared.ranges import Range

NEAR = timedelta(days=7)
FURTHEST = timedelta(days=28)
MOST_TRIED = 40
"""So many times at most are tried against every date before a card is shown."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A time for the next date, with how many dates would clash."""

    start: datetime
    clashes: int


class SeriesMoving:
    """From a booked series to the hold that moves it."""

    def __init__(
        self,
        *,
        configuring: Configuring,
        gathering: Gathering,
        checks: DateChecks,
        recurring: Recurring,
        clock: Clock,
    ) -> None:
        self._configuring = configuring
        self._gathering = gathering
        self._checks = checks
        self._recurring = recurring
        self._clock = clock

    async def offer(self, booking: Booking, zone: str, day: date | None) -> tuple[Fit, ...]:
        """Times for the next date that are free for everybody in everybody's hours, with what the other dates say: the
        three nearest that suit all of them, or every time of one day. Raises NotConnected, Gone without a date to come.
        """
        setup, now = await self._configuring.setup(booking.host), self._clock.now()
        first = coming(booking, now)[0].planned
        window = first.widened(NEAR) if day is None else one_day(day, zone)
        window = Range(max(window.start, min(now, window.end)), window.end)
        ahead = max(window.end - first.start, timedelta())
        span = Range(window.start, max(booking.last_end, booking.dates[-1].planned.end) + ahead)
        everything = (SeriesDate(0, span, span),)
        gathered = await self._checks.gather(
            setup, booking.plan.invitees, everything, aside=aside_of(booking), live=False
        )
        asked = another_time(setup.preferences, first.minutes, window, zone, now, gathered.attendees)
        free = [start for start in find_slots(asked).slots if start != first.start]
        if day is None:
            free.sort(key=lambda start: (abs(start - first.start), start))
        found: list[Fit] = []
        for start in free[:MOST_TRIED]:
            try:
                dates = moved_to(booking, start, now)[1]
            except InvalidChoice:
                continue
            found.append(Fit(start, len(clashes(setup, gathered, dates, COUNTING))))
            if day is None and sum(not one.clashes for one in found) == MOST_TIMES:
                break
        if day is not None:
            return tuple(found)
        return tuple(sorted((one for one in found if not one.clashes), key=lambda one: one.start))

    async def review(self, booking: Booking, start: datetime, decided: Iterable[Decided]) -> Reviewed:
        """Every date to come against everybody's calendars. Raises like `Recurring.review`, Gone without such dates,
        InvalidChoice("start") for a time at which it can't be."""
        plan, dates = moved_to(booking, start, self._clock.now())
        known = {one.number for one in dates}
        fitting = (one for one in decided if one.number in known)
        return await self._recurring.judge(booking.host, plan, dates, booking.zone, fitting, booking)

    def stays(self, booking: Booking, start: datetime) -> tuple[Decided, ...]:
        """What is decided from the beginning: who was moved alone stays, between the new neighbours. Raises like
        `review`."""
        _, dates = moved_to(booking, start, self._clock.now())
        there = {one.number: one for one in booking.dates}
        found = []
        for one in dates:
            lies = there[one.number].when
            room = room_of(dates, one.number, booking.zone)
            if lies is None or lies == there[one.number].planned or lies.minutes != one.planned.minutes:
                continue
            if room.start <= lies.start and lies.end <= room.end:
                found.append(Decided(one.number, Decision.MOVE, lies.start))
        return tuple(found)

    async def prepare(self, reviewed: Reviewed, request_key: str) -> Booking:
        """The hold of every date, before anything is written. Raises InvalidChoice("dates") when something is left to
        decide, InvalidChoice("start") when nothing would move."""
        must_be_decided(reviewed)
        booking, now = reviewed.moving, self._clock.now()
        assert booking is not None
        there = {one.number: one for one in booking.dates}
        dates = tuple(replace(one, planned=there[one.number].when or one.planned) for one in reviewed.dates)
        if all(one.when == one.planned for one in dates):
            raise InvalidChoice("start", "series.same_time")
        protected = await self._gathering.protected(reviewed.setup, booking.plan.invitees)
        was = coming(booking, now)[0].planned
        return replace(
            booking,
            id=BookingId(new_id()),
            plan=reviewed.plan,
            protected=booking.protected | protected.keys(),
            state=BookingState.HELD,
            request_key=request_key,
            created_at=now,
            lease_until=now + HOLD_LEASE,
            outlook_id=None,
            ical_uid=None,
            web_link=None,
            join_url=None,
            failure=None,
            failure_detail=None,
            comment="",
            moves=EventMove(booking.outlook_id or "", was, booking.id),
            dates=dates,
        )


def coming(booking: Booking, now: datetime) -> tuple[SeriesDate, ...]:
    """The dates behind the last one that has begun. Raises Gone when there is none."""
    begun = [one.number for one in booking.dates if min(one.planned.start, (one.when or one.planned).start) <= now]
    found = booking.dates[max(begun, default=-1) + 1 :]
    if not any(one.when is not None for one in found):
        raise Gone
    return found


def moves_master(hold: Booking, series: Booking) -> bool:
    """Whether the series as such moves: none of its dates had begun when the hold was taken."""
    return hold.moves is not None and hold.moves.was == series.plan.when


def moved_to(booking: Booking, start: datetime, now: datetime) -> tuple[MeetingPlan, tuple[SeriesDate, ...]]:
    """The plan of the dates to come from that start on, and each that takes place. Raises Gone, InvalidChoice("start")
    for a time that is over, too far away or not behind the dates that are over, and what `occurrences` raises."""
    dates = coming(booking, now)
    first, every = dates[0].planned, _rule(booking).every
    if start <= now:
        raise InvalidChoice("start", "booking.time_is_over")
    if abs(start - first.start) > FURTHEST:
        raise InvalidChoice("start", "series.too_far")
    rule = Repeats(every, number=len(dates))
    times = occurrences(rule, Range(start, start + (first.end - first.start)), booking.zone)
    before = booking.dates[: len(booking.dates) - len(dates)]
    if before and times[0].start < day_of(_end_of(before), booking.zone).end:
        raise InvalidChoice("start", "series.no_room")
    taking_place = (
        SeriesDate(one.number, when, when)
        for one, when in zip(dates, times, strict=True)
        if one.when is not None and not one.ending
    )
    return replace(booking.plan, when=times[0], repeats=rule), tuple(taking_place)


def moved_dates(series: Booking, hold: Booking) -> tuple[SeriesDate, ...]:
    """Every date of the series as it shall be once the hold has moved it."""
    goes = {one.number: one for one in hold.dates}
    whole = moves_master(hold, series)
    times = occurrences(_rule(hold), hold.plan.when, hold.zone) if whole else ()
    found = []
    for one in series.dates:
        to = goes.get(one.number)
        place = times[one.number] if whole else one.planned
        if to is not None:
            found.append(replace(to, planned=place, settled=to.when != place))
        else:
            found.append(replace(one, planned=place, when=None, settled=True) if whole else one)
    return tuple(found)


def _rule(booking: Booking) -> Repeats:
    return booking.plan.repeats or Repeats(Every.WEEKLY, number=1)


def _end_of(dates: Iterable[SeriesDate]) -> datetime:
    return max(one.when or one.planned for one in dates).end
