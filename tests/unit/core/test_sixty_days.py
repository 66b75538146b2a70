"""Sixty days of agendas and reminders in six zones, over their clock changes: each exactly once, none early, none
missing, whatever is killed, sleeps or ticks twice."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from core.configuration.occasions import spread
from core.dialogue.model import MessageRef
from core.dialogue.mornings import MORNING_JOB
from core.dialogue.mornings import SPREAD as AGENDA_SPREAD
from core.dialogue.reminders import REMIND_JOB
from core.dialogue.reminders import SPREAD as REMINDER_SPREAD
from core.dialogue.reminders_model import start_of
from core.dialogue.screens import MorningCard, ReminderCard, Screen, SettingsCard
from core.dialogue.settings_commands import SaveHours, SaveTravel
from core.people.model import PersonId
from core.sync.model import Response
from tests.fakes.chat import Shown
from tests.fakes.clock import FakeClock
from tests.fakes.outlook import DEFAULT
from tests.unit.core import day_scene as scene
from tests.unit.core.asking import ask
from tests.unit.core.crashing import Crash, Crashes, CrashingMemory
from tests.unit.world import World, build

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DAYS = 60
EARLY = 10 * MINUTE
TRIP = (7, 12)
"""Days of the journey to New York, in the first zone."""

ZONES = {
    "Europe/Berlin": date(2027, 3, 1),  # forward on 28 March
    "America/New_York": date(2026, 10, 5),  # back on 1 November
    "Australia/Sydney": date(2027, 3, 8),  # back on 4 April
    "America/Santiago": date(2027, 3, 8),  # back at midnight on 4 April
    "Asia/Kathmandu": date(2027, 3, 1),  # never; a quarter of an hour from everybody
    "Australia/Lord_Howe": date(2027, 3, 8),  # back by half an hour on 4 April
}

OFF = {4, 5}
"""Friday and Saturday: clocks change on Sundays, and that must be a working day."""

Key = tuple[str, date | datetime, str]


class Stamped(dict[MessageRef, Shown]):
    """Messages, and when each came."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self.clock = clock
        self.came: dict[MessageRef, datetime] = {}

    def __setitem__(self, ref: MessageRef, shown: Shown) -> None:
        self.came.setdefault(ref, self.clock.now())
        super().__setitem__(ref, shown)


@dataclass
class Office:
    """One person over sixty days.

    `promised`: what is due when, and until when it may come late; `asleep`: while nothing of ours ran; `unrecorded`:
    messages whose process was killed before it could note that they were sent.
    """

    world: World
    zone: str
    first: date
    chance: Random
    crashes: Crashes
    messages: Stamped
    trip: tuple[date, date] | None = None
    promised: dict[Key, tuple[datetime, datetime]] = field(default_factory=dict)
    asleep: list[tuple[datetime, datetime]] = field(default_factory=list)
    noted: set[MessageRef] = field(default_factory=set)
    unrecorded: set[MessageRef] = field(default_factory=set)
    kills: int = 0

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        away = self.trip is not None and self.trip[0] <= day <= self.trip[1]
        there = ZoneInfo("America/New_York" if away else self.zone)
        return datetime.combine(day, time(hour, minute), there).astimezone(UTC)

    async def run(self) -> None:
        for number in range(DAYS):
            day = self.first + timedelta(days=number)
            if day.weekday() not in OFF:
                self.promised["agenda", day, ""] = self.at(day, 7, 30), self.at(day, 12)
            if number % 4:  # now and then a night's tick is missed
                await self.safely(lambda: self.looked(nightly=True))
            hour, soon = self.chance.choice(((7, False), (9, False), (13, True), (22, False)))
            moment = self.at(day, hour, self.chance.randrange(60))
            await self.go_to(moment)
            await self.change(moment, soon=soon)
        await self.go_to(self.at(self.first + timedelta(days=DAYS), 6))

    async def change(self, now: datetime, *, soon: bool) -> None:
        """A meeting is made for later or in three minutes; another one is moved, or declined."""
        box, calendar = self.world.box("ada"), (await self.world.setup("ada")).blocking[0]
        coming = [one for one in box.all_events() if one.start > now]
        for over in [one for one in box.all_events() if one.end < now - 24 * HOUR]:
            box.remove(over.id)
        start = now + (3 if soon else self.chance.randrange(5, 400)) * MINUTE
        self.promise(box.add(start, start + HOUR, "Meeting", DEFAULT), now)
        if coming and self.chance.random() < 0.5:
            other = self.chance.choice(coming)
            self.withdraw(other.uid, now)
            if self.chance.random() < 0.7:
                new = now + self.chance.randrange(5, 600) * MINUTE
                box.change(other.id, start=new, end=new + HOUR)
                self.promise(other.id, now)
            else:
                box.change(other.id, response=Response.DECLINED)
        await self.safely(lambda: self.world.mirroring.rounds.sync(calendar.id))
        await self.safely(self.looked)
        await self.go_to(now)

    async def looked(self, *, nightly: bool = False) -> None:
        """What a changed copy, or the night, leads to here; see bot/day_jobs.py."""
        days, ada = self.world.listeners.telling.days, await self.world.person("ada")
        if nightly:
            await days.mornings.plan(ada)
        await days.reminders.look(ada)

    def promise(self, event: str, now: datetime) -> None:
        """From ten minutes before, or from now on, until it begins."""
        found = self.world.box("ada").get(event)
        assert found is not None
        if found.response is not Response.DECLINED:
            since = max(found.start - EARLY, now)
            self.promised.setdefault(("reminder", found.start, found.uid), (since, found.start))

    def withdraw(self, meeting: str, now: datetime) -> None:
        """It isn't at that time any more: what was due before may have come until now."""
        for key, (since, until) in list(self.promised.items()):
            if key[2] == meeting and until > now:
                self.promised[key] = since, max(since, now)

    async def go_to(self, moment: datetime) -> None:
        """Jobs run when they are due; now and then nothing runs for a while, or the process is killed."""
        now = self.world.clock.now()
        if self.chance.random() < 0.25 and now < moment:
            woken = min(moment, now + self.chance.choice((9, 25, 90, 300, 700)) * MINUTE)
            self.asleep.append((now, woken))
            self.world.clock.set(woken)
        if self.chance.random() < 0.3:
            self.crashes.countdown = self.chance.randrange(60)
        await self.safely(lambda: self.work(moment))
        self.crashes.countdown = None
        self.world.clock.set(max(moment, self.world.clock.now()))

    async def work(self, end: datetime) -> None:
        """The jobs of agendas and reminders; whatever else is asked for here is somebody else's."""
        days, jobs, clock = self.world.listeners.telling.days, self.world.store.jobs, self.world.clock
        uses = {MORNING_JOB: days.mornings.run, REMIND_JOB: days.reminders.remind}
        while True:
            for job in await jobs.claim(clock.now(), MINUTE, 1):
                if job.kind in uses:
                    await uses[job.kind](PersonId(str(job.args["person"])))
                await jobs.finish(job.id)
                break
            else:
                due = await jobs.next_due()
                if due is None or due > end:
                    return
                clock.set(max(due, clock.now()))

    async def safely(self, does: Callable[[], Awaitable[object]]) -> None:
        """Until it is done: who was killed is started again."""
        while True:
            try:
                await does()
            except Crash:
                self.kills += 1
                self.note()
                self.unrecorded |= self.messages.keys() - self.noted
                await self.world.restart()
            else:
                self.note()
                return

    def note(self) -> None:
        notices = self.world.store.transactions.tables.notices.values()
        self.noted |= {one.ref for one in notices if one.ref is not None}

    def came(self) -> Counter[tuple[Key, datetime]]:
        """Every message of these kinds, by what it is about and when it came."""
        found = ((key_of(one.screen), ref) for ref, one in self.messages.items())
        return Counter(
            (key, self.messages.came[ref]) for key, ref in found if key is not None and ref not in self.unrecorded
        )

    def alive(self, since: datetime) -> datetime:
        """The first moment from then on at which something of ours ran."""
        for asleep, woken in self.asleep:
            if asleep <= since < woken:
                since = woken
        return since


def key_of(screen: Screen) -> Key | None:
    if isinstance(screen, MorningCard):
        return "agenda", screen.day.day.on, ""
    if isinstance(screen, ReminderCard):
        return "reminder", start_of(screen.subject), screen.subject.split(":", 2)[2]
    return None


async def office(zone: str) -> Office:
    """Connected at five in the morning of the first day; an agenda at half past seven, reminders ten minutes before."""
    first, memory = ZONES[zone], CrashingMemory()
    begin = datetime.combine(first, time(5), ZoneInfo(zone)).astimezone(UTC)
    world = build(begin, memory=memory, copied=True)
    await world.connected("ada", zone=zone)
    nine = "09:00-17:00"
    await ask(world, SaveHours(nine, nine, nine, nine, "", "", nine, zone), SettingsCard)
    await scene.choose(world, agenda=7 * 60 + 30, reminders=10)
    messages = world.messenger.messages = Stamped(world.clock)
    found = Office(world, zone, first, Random(zone), memory.crashes, messages)
    if zone == "Europe/Berlin":
        found.trip = (first + timedelta(days=TRIP[0]), first + timedelta(days=TRIP[1]))
        await ask(world, SaveTravel(*found.trip, "New York", "local"), SettingsCard)
        await world.work()
    return found


@pytest.mark.parametrize("zone", ZONES)
async def test_p24_sixty_days_of_agendas_and_reminders_each_exactly_once(zone: str) -> None:
    told = await office(zone)
    ada = await told.world.person("ada")
    await told.run()
    came = told.came()
    assert max(Counter(key for key, _ in came).values()) == 1, "none twice"
    assert max(came.values()) == 1
    late = {"agenda": spread(ada, AGENDA_SPREAD), "reminder": spread(ada, REMINDER_SPREAD)}
    at = dict(came.keys())
    assert at.keys() <= told.promised.keys(), "nothing that wasn't promised"
    for key, (since, until) in told.promised.items():
        awake = told.alive(since)
        latest = max(awake, told.alive(since + late[key[0]])) + MINUTE
        if key in at:
            assert since <= at[key], f"{key} came early"
            assert at[key] <= latest, f"{key} came late"
        else:
            assert latest >= until, f"{key} is missing"
    kinds = Counter(key[0] for key in at)
    assert kinds["agenda"] > 35
    assert kinds["reminder"] > 40
    assert told.kills > 5
    assert len(told.asleep) > 5
