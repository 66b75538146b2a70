"""A meeting that repeats, before anything is written: every date is checked, and the host decides about each that
clashes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.availability import find_slots
from core.booking.model import Booking, MeetingPlan
from core.booking.repeats import SeriesDate, changed, occurrences
from core.booking.usecases.asking import another_time, nearest
from core.booking.usecases.gathering import NOTHING_ASIDE, Aside, Basis, Evidence
from core.booking.usecases.holding import Holding
from core.booking.usecases.recurring_check import Clash, DateChecks, clashes, overruling
from core.configuration.usecases import Configuring, Setup
from core.people.model import PersonId
from core.shared.clock import Clock
from core.shared.days import day_at, day_of
from core.shared.errors import InvalidChoice
from core.shared.ranges import Range

COUNTING = frozenset({Basis.HOST, Basis.CONNECTED, Basis.FREE_BUSY})
NEAR = timedelta(days=7)


class Decision(StrEnum):
    """What becomes of one date. AS_PLANNED takes back what was decided before."""

    AS_PLANNED = "as_planned"
    SKIP = "skip"
    MOVE = "move"
    ANYWAY = "anyway"


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision for one date, by its number; `start` for MOVE."""

    number: int
    decision: Decision
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A series as it would be booked: `dates` with what was decided, and the `clashes` that are left.

    `plan.when` is the first date by the rule; `moving`: the booked series that shall lie there instead. `unreadable`:
    whose calendars could not be read, the host's first; `unknown`: of whom Outlook tells nothing.
    """

    plan: MeetingPlan
    zone: str
    setup: Setup
    dates: tuple[SeriesDate, ...]
    clashes: tuple[Clash, ...]
    evidence: tuple[Evidence, ...]
    moving: Booking | None = None

    @property
    def aside(self) -> Aside:
        """What doesn't stand in its way."""
        return aside_of(self.moving)

    @property
    def unreadable(self) -> tuple[Evidence, ...]:
        return tuple(item for item in self.evidence if item.basis is not Basis.UNKNOWN and item.unreadable)

    @property
    def unknown(self) -> tuple[Evidence, ...]:
        return tuple(item for item in self.evidence if item.basis is Basis.UNKNOWN)

    @property
    def taking_place(self) -> tuple[SeriesDate, ...]:
        return tuple(one for one in self.dates if one.when is not None)

    @property
    def beyond(self) -> tuple[SeriesDate, ...]:
        """The dates behind the last day on which the host takes bookings."""
        rules = self.setup.preferences
        read_at = self.evidence[0].read_at.astimezone(ZoneInfo(rules.home_zone))
        last = read_at.date() + timedelta(days=rules.horizon_days)
        zone = ZoneInfo(rules.home_zone)
        return tuple(one for one in self.taking_place if one.when and day_at(one.when.start, zone) > last)


class Recurring:
    """From a rule to a hold of every date."""

    def __init__(self, *, configuring: Configuring, holding: Holding, checks: DateChecks, clock: Clock) -> None:
        self._configuring = configuring
        self._holding = holding
        self._checks = checks
        self._clock = clock

    async def review(self, person: PersonId, plan: MeetingPlan, zone: str, decided: Iterable[Decided]) -> Reviewed:
        """Every date against everybody's calendars, from the copies as far as they reach.

        `plan.repeats` is the rule. Raises NotConnected, and InvalidChoice for a rule that gives no series and for a
        decision that can't be: a date that doesn't exist, or a move onto or beyond its neighbours.
        """
        plan, dates = planned(plan, zone)
        return await self.judge(person, plan, dates, zone, decided)

    async def judge(
        self,
        person: PersonId,
        plan: MeetingPlan,
        dates: tuple[SeriesDate, ...],
        zone: str,
        decided: Iterable[Decided],
        moving: Booking | None = None,
    ) -> Reviewed:
        """The same for dates that are known. Raises NotConnected, InvalidChoice for a decision that can't be."""
        setup = await self._configuring.setup(person)
        for one in decided:
            dates = changed(dates, _decide(dates, one, zone))
        gathered = await self._checks.gather(setup, plan.invitees, dates, aside=aside_of(moving), live=False)
        dates = tuple(overruling(one, gathered) for one in dates)
        found = clashes(setup, gathered, dates, COUNTING)
        return Reviewed(plan, zone, setup, dates, found, gathered.evidence, moving)

    async def near(self, reviewed: Reviewed, number: int) -> tuple[datetime, ...]:
        """At most three starts near one date that are free for everybody, in everybody's hours, between its neighbours:
        Outlook lets no date go further."""
        date = _date(reviewed.dates, number)
        room = room_of(reviewed.dates, number, reviewed.zone)
        window = Range(max(room.start, min(self._clock.now(), room.end)), room.end)
        alone = (SeriesDate(0, window, window),)
        gathered = await self._checks.gather(
            reviewed.setup, reviewed.plan.invitees, alone, aside=reviewed.aside, live=False
        )
        rules, now = reviewed.setup.preferences, self._clock.now()
        free = find_slots(
            another_time(rules, date.planned.minutes, window, reviewed.zone, now, gathered.attendees)
        ).slots
        length = date.planned.end - date.planned.start
        fitting = [start for start in free if start != date.planned.start and start + length <= room.end]
        return nearest(fitting, date.planned.start)

    async def prepare(self, reviewed: Reviewed, request_key: str) -> Booking:
        """The booking as it will be held. Raises what Holding.prepare raises, and InvalidChoice("dates") when nothing
        is left of it, or clashes are left."""
        must_be_decided(reviewed)
        prepared = await self._holding.prepare(reviewed.setup, reviewed.plan, reviewed.zone, request_key)
        return replace(prepared, dates=reviewed.dates)


def must_be_decided(reviewed: Reviewed) -> None:
    """Raises InvalidChoice("dates") when no date is left of it, or clashes are left."""
    if not reviewed.taking_place:
        raise InvalidChoice("dates", "series.nothing_left")
    if reviewed.clashes:
        raise InvalidChoice("dates", "series.still_clashes")


def aside_of(moving: Booking | None) -> Aside:
    """A series that moves doesn't stand in its own way."""
    return NOTHING_ASIDE if moving is None else Aside(frozenset({moving.id}), series=moving)


def planned(plan: MeetingPlan, zone: str) -> tuple[MeetingPlan, tuple[SeriesDate, ...]]:
    """The plan from its first date on, and every date as the rule has it. Raises InvalidChoice."""
    assert plan.repeats is not None
    times = occurrences(plan.repeats, plan.when, zone)
    dates = tuple(SeriesDate(number, when, when) for number, when in enumerate(times))
    return replace(plan, when=times[0]), dates


def room_of(dates: tuple[SeriesDate, ...], number: int, zone: str) -> Range:
    """Where one date may go: from the day after the one before it to the day before the next, a week away at most."""
    date = _date(dates, number)
    around = date.planned.widened(NEAR)
    before = [one for one in dates if one.number < number]
    after = [one for one in dates if one.number > number]
    ends = [day_of(when.end, zone).end for one in before for when in _times(one)]
    starts = [day_of(when.start, zone).start for one in after for when in _times(one)]
    begin = max(around.start, *ends, around.start)
    return Range(begin, max(begin, min(around.end, *starts, around.end)))


def decisions(dates: tuple[SeriesDate, ...]) -> tuple[Decided, ...]:
    """What was decided about these dates, to begin again with."""
    found = []
    for one in dates:
        if one.when is None:
            found.append(Decided(one.number, Decision.SKIP))
        elif one.when != one.planned:
            found.append(Decided(one.number, Decision.MOVE, one.when.start))
        elif one.anyway:
            found.append(Decided(one.number, Decision.ANYWAY))
    return tuple(found)


def _decide(dates: tuple[SeriesDate, ...], decided: Decided, zone: str) -> SeriesDate:
    plain = SeriesDate(decided.number, _date(dates, decided.number).planned, _date(dates, decided.number).planned)
    match decided.decision:
        case Decision.SKIP:
            return replace(plain, when=None)
        case Decision.ANYWAY:
            return replace(plain, anyway=True)
        case Decision.MOVE if decided.start is not None:
            length = plain.planned.end - plain.planned.start
            there, room = Range(decided.start, decided.start + length), room_of(dates, decided.number, zone)
            if there.start < room.start or there.end > room.end:
                raise InvalidChoice("dates", "series.no_room")
            return replace(plain, when=there)
        case _:
            return plain


def _date(dates: tuple[SeriesDate, ...], number: int) -> SeriesDate:
    found = next((one for one in dates if one.number == number), None)
    if found is None:
        raise InvalidChoice("dates", "series.no_such_date")
    return found


def _times(one: SeriesDate) -> Iterable[Range]:
    return (one.planned, one.when or one.planned)
