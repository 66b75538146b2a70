"""What happens to one person's calendar in four weeks, and what they do about it. Everything follows from the seed."""

import heapq
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from core.availability import ShowAs
from core.conflicts.model import STANDING, CauseId, Conflict, Form, WarningId
from core.sync.model import Event, Response
from tests.contract.examples import meet
from tests.fakes import FakeClock, fake_store
from tests.simulation.desk import Desk
from tests.simulation.diary import ZONE, Diary

MONDAY = date(2027, 3, 1)
PLANNED_DAYS = tuple(MONDAY + timedelta(days=week * 7 + day) for week in range(8) for day in range(5))
WORKING_DAYS = PLANNED_DAYS[:20]
HOLIDAY = WORKING_DAYS[9]  # for everybody; the day after it is a busy one
AHEAD_DAYS = (0, 1, 1, 2, 3, 4, 5, 7, 9, 12)
FORTY_SECONDS = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Habits:
    """How one kind of person works. Rates are per working day, chances from 0 to 1.

    `careful`: others look at their free time before inviting, they themselves before entering something. `accepts`:
    what an invitation that clashes becomes when it is answered. `reacts`: they do something about a message.
    """

    series: int
    singles: int
    invitations: float
    own: float
    moves: float
    careful: float
    accepts: float
    reacts: float


KINDS = {
    "maker": Habits(series=3, singles=8, invitations=1.0, own=0.6, moves=0.4, careful=0.85, accepts=0.1, reacts=0.7),
    "colleague": Habits(
        series=4, singles=14, invitations=2.0, own=0.8, moves=0.7, careful=0.8, accepts=0.2, reacts=0.6
    ),
    "manager": Habits(series=7, singles=24, invitations=4.0, own=1.5, moves=1.5, careful=0.7, accepts=0.3, reacts=0.8),
    "crowded": Habits(series=8, singles=28, invitations=5.0, own=1.5, moves=2.0, careful=0.6, accepts=0.5, reacts=0.5),
    "silent": Habits(series=4, singles=14, invitations=2.0, own=0.8, moves=0.7, careful=0.8, accepts=0.3, reacts=0.0),
}
STAFF = ("maker",) * 15 + ("colleague",) * 17 + ("manager",) * 8 + ("crowded",) * 3 + ("silent",) * 7


@dataclass
class Life:
    """One person from their first day on. `happened` counts what happened by its label; each evening is `checked`."""

    number: int
    seed: int
    checked: Callable[["Life"], Awaitable[None]]
    desk: Desk = field(init=False)
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.habits = KINDS[STAFF[self.number]]
        self.chance = Random(f"{self.seed}-{self.number}")
        self.diary = Diary(self.chance)
        self.desk = Desk(fake_store(), FakeClock(at(MONDAY, 7)))
        self.due: list[tuple[datetime, int, str, Callable[[datetime], None]]] = []
        self.order = count()
        self.noticed: set[WarningId] = set()
        self.away = self._vacation()

    async def live(self) -> None:
        """Connects on Monday at eight and works for four weeks."""
        async with self.desk.store.transactions.write() as tx:
            await meet(self.desk.store, tx, self.desk.person)
        self.inbox = self.desk.open_inbox()
        self._furnish()
        await self.desk.connect()
        await self.desk.work(at(MONDAY, 8))
        await self._changed()
        for day in WORKING_DAYS:
            await self.desk.work(at(day, 8))
            await self.desk.watching.daily()
            self._plan(day)
            await self._day(at(day, 19))
        await self.desk.work(at(WORKING_DAYS[-1], 23))

    async def _day(self, evening: datetime) -> None:
        while self.due and self.due[0][0] <= evening:
            moment, _, label, act = heapq.heappop(self.due)
            await self.desk.work(moment)
            await self._notice()
            self.happened[label] += 1
            act(self.desk.clock.now())
            await self._changed()
        await self.desk.work(evening)
        await self._notice()
        await self.checked(self)

    async def _changed(self) -> None:
        put, removed = self.diary.taken()
        if put or removed:
            await self.desk.change(*put, removed=removed)
            await self.desk.work()

    def _later(self, moment: datetime, label: str, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self.due, (moment, next(self.order), label, act))

    def _furnish(self) -> None:
        """What is in the calendar before Clearhour comes: series for two months, meetings of the coming weeks."""
        for _ in range(self.habits.series):
            self._series(MONDAY, free=self._careful())
        for _ in range(self.habits.singles):
            self._invite(self.chance.choice(WORKING_DAYS[:12]), Response.ACCEPTED, free=self._careful())
        if self.away:
            self.diary.write(self.diary.all_day(self.away[0], self.away[-1] + timedelta(days=1), ShowAs.OOF))

    def _vacation(self) -> tuple[date, ...]:
        """A week off for three in ten."""
        if self.chance.random() > 0.3:
            return ()
        first = self.chance.choice((5, 10))
        return WORKING_DAYS[first : first + 5]

    def _plan(self, day: date) -> None:
        """What this day brings; who is away still gets invitations, and answers them when they are back."""
        if day == HOLIDAY:
            return
        back = WORKING_DAYS.index(day) > 0 and WORKING_DAYS[WORKING_DAYS.index(day) - 1] in {HOLIDAY, *self.away[-1:]}
        busy = 2.5 if back else 1.0
        for _ in range(self._times(self.habits.invitations * busy)):
            self._later(self._moment(day, burst=back), "invitation", self._invited)
        if day in self.away:
            return
        for _ in range(self._times(self.habits.own * busy)):
            self._later(self._moment(day, burst=back), "own meeting", self._entered)
        for _ in range(self._times(self.habits.moves)):
            self._later(self._moment(day), "move", self._moved)
        for label, rate, act in (
            ("cancellation", 0.4, self._cancelled),
            ("appointment", 0.3, self._appointment),
            ("new series", 0.07, lambda now: self._series(now.astimezone(ZONE).date(), free=self._careful())),
            ("all-day entry", 0.1, self._all_day),
            ("drag", 0.3, self._dragged),
        ):
            for _ in range(self._times(rate)):
                self._later(self._moment(day), label, act)

    def _times(self, rate: float) -> int:
        """How often something of this rate happens: a Poisson number of at most 20 tries."""
        return sum(self.chance.random() < rate / 20 for _ in range(20))

    def _moment(self, day: date, *, burst: bool = False) -> datetime:
        minute = self.chance.randint(0, 100 if burst else 530)
        return at(day, 9) + timedelta(minutes=minute, seconds=self.chance.randint(0, 59))

    def _careful(self) -> bool:
        return self.chance.random() < self.habits.careful

    def _some_day(self, now: datetime) -> date:
        day = now.astimezone(ZONE).date()
        days = [one for one in PLANNED_DAYS if one > day]
        return days[self.chance.choice(AHEAD_DAYS)]

    def _invite(self, day: date, response: Response, *, free: bool) -> Event:
        minutes = self.diary.length()
        one = self.diary.entry(
            self.diary.some_time(day, minutes, free=free),
            minutes,
            response=response,
            show_as=ShowAs.BUSY if response is Response.ACCEPTED else ShowAs.TENTATIVE,
            is_organizer=False,
            attendee_count=self.diary.people(),
        )
        self.diary.write(one)
        return one

    def _series(self, first: date, *, free: bool) -> None:
        """Every week for two months, accepted or the person's own."""
        day, minutes = first + timedelta(days=self.chance.randint(0, 4)), self.diary.length()
        start = self.diary.some_time(day, minutes, free=free)
        mine = self.chance.random() < 0.4
        master = self.diary.entry(start, minutes)
        local = start.astimezone(ZONE)
        for week in range(8):
            begins = datetime.combine(local.date() + timedelta(weeks=week), local.time(), ZONE)
            one = self.diary.entry(
                begins,
                minutes,
                series=master.id,
                uid=master.uid,
                ical_uid=master.uid,
                is_organizer=mine,
                response=Response.ORGANIZER if mine else Response.ACCEPTED,
                attendee_count=self.diary.people(),
            )
            self.diary.write(one)

    def _invited(self, now: datetime) -> None:
        """Answered when one gets round to it, or never."""
        one = self._invite(self._some_day(now), Response.NOT_RESPONDED, free=self._careful())
        if self.chance.random() < 0.8:
            moment = now + timedelta(minutes=self.chance.choice((1, 2, 5, 20, 60, 180, 600, 1440)))
            while moment.astimezone(ZONE).date() in {HOLIDAY, *self.away}:
                moment += timedelta(days=1)
            self._later(moment, "answer", lambda then: self._answered(one.id, then))

    def _answered(self, event: str, now: datetime) -> None:
        one = self.diary.events.get(event)
        if one is None or one.start < now:
            return
        clash = self.diary.clashes(one.start, one.end, {one.id})
        roll = self.chance.random()
        if roll < (self.habits.accepts if clash else 0.8):
            self.diary.write(replace(one, response=Response.ACCEPTED, show_as=ShowAs.BUSY))
        elif roll < 0.9:
            self.diary.write(replace(one, response=Response.TENTATIVE, show_as=ShowAs.TENTATIVE))
        else:
            self.diary.delete(one.id)

    def _entered(self, now: datetime) -> None:
        minutes = self.diary.length()
        start = self.diary.some_time(self._some_day(now), minutes, free=self._careful())
        self.diary.write(self.diary.entry(start, minutes, attendee_count=self.diary.people()))

    def _appointment(self, now: datetime) -> None:
        """Focus time, a dentist: without guests, now and then over something that can wait."""
        start = self.diary.some_time(self._some_day(now), 60, free=self._careful())
        self.diary.write(self.diary.entry(start, 60))

    def _all_day(self, now: datetime) -> None:
        day = self._some_day(now)
        show_as = self.chance.choice((ShowAs.FREE, ShowAs.FREE, ShowAs.BUSY, ShowAs.OOF))
        self.diary.write(self.diary.all_day(day, day + timedelta(days=1), show_as))

    def _moved(self, now: datetime) -> None:
        """An organizer finds another time, mostly one that suits."""
        coming = self.diary.coming(now)
        if coming:
            one = self.chance.choice(coming)
            self._put_off(one, now, free=self._careful())

    def _put_off(self, one: Event, now: datetime, *, free: bool) -> None:
        length = one.end - one.start
        start = self.diary.some_time(self._some_day(now), int(length.total_seconds() // 60), free=free)
        self.diary.write(replace(one, start=start, end=start + length))

    def _cancelled(self, now: datetime) -> None:
        coming = self.diary.coming(now)
        if coming:
            self.diary.delete(self.chance.choice(coming).id)

    def _dragged(self, now: datetime) -> None:
        """Dropped in the wrong place, and put right within forty seconds."""
        coming = self.diary.coming(now)
        if coming:
            one = self.chance.choice(coming)
            self._put_off(one, now, free=False)
            self._later(now + FORTY_SECONDS, "put right", lambda _: self.diary.write(one))

    async def _notice(self) -> None:
        """Who reacts at all does so for most of what a message says, some time later."""
        new = [id_ for id_ in self.desk.messages if id_ not in self.noticed]
        self.noticed.update(new)
        for id_ in new:
            message = self.desk.messages[id_]
            for cause in sorted(message.causes) if message.form is Form.CAUSE else ():
                if self.chance.random() < self.habits.reacts:
                    await self._react(cause)

    async def _react(self, cause: CauseId) -> None:
        known = (await self.desk.ledger()).of_cause(cause)
        standing = [one for one in known if one.state in STANDING]
        roll = self.chance.random()
        if roll < 0.2:
            await self.desk.settling.keep(self.desk.person, cause)
        elif standing:
            moment = self.desk.clock.now() + timedelta(minutes=self.chance.choice((2, 5, 15, 60, 200)))
            self._later(moment, "solution", lambda now: self._solve(standing[0], now))

    def _solve(self, conflict: Conflict, now: datetime) -> None:
        """The person's own meeting is moved, somebody else's declined."""
        pair = conflict.pair
        found = [self.diary.events[one.event] for one in (pair.first, pair.second) if one.event in self.diary.events]
        mine = [one for one in found if one.is_organizer]
        if mine:
            self._put_off(mine[0], now, free=True)
        elif found:
            self.diary.delete(found[-1].id)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
