"""Random histories of edits, notifications, crashes and clocks: the copy is Outlook's in the end, on both readers."""

import asyncio
import os
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.availability import ShowAs
from core.shared.errors import OutlookUnavailable
from core.shared.ids import new_id
from core.sync.model import Event, Lifecycle, Notification
from tests.fakes.outlook import DEFAULT
from tests.unit.core.crashing import Crash, CrashingMemory
from tests.unit.sync.scene import (
    AT_ELEVEN,
    DAY,
    HOUR,
    TEAM,
    blocking,
    busy_facts,
    copied,
    copy_of,
    outlook_of,
    states,
)
from tests.unit.sync.troubles import CALENDARS, Troubles
from tests.unit.world import World

WHICH = st.integers(0, 30)
OUTSIDE = timedelta(days=120)
NEVER = 1000
NOW = st.sampled_from([None, None, NEVER, NEVER, 1, 3, 5, 6, 7, 8, 9, 10])
"""None: what was edited is notified later. Else it is at once, and we crash at that step of working on it."""


async def _no_nightly_look(_: object) -> int:
    """It would repair what the rounds must not need repaired."""
    return 0


class Copying(Troubles, RuleBasedStateMachine):
    """Ada edits two calendars in Outlook; notifications get lost, doubled and late; Outlook makes trouble; we crash."""

    refused = False
    works_for = 3
    excused = frozenset({"outlook_unavailable", "reconnect_needed"})
    """What jobs after a new sign-in may be told, which then run again."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.Runner()
        self.world: World = self.run(copied())
        self.world.delta.refused = self.refused
        self.outbox: list[Notification] = []
        self.blocking = {name: blocking(self.world, name) for name in (DEFAULT, TEAM)}
        self.facts = len(busy_facts(self.world))
        self.world.mirroring.rounds.compare = _no_nightly_look  # type: ignore[method-assign]
        self.prepare()

    def prepare(self) -> None:
        """For the wrong programs below."""

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(work)

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        try:
            self.settle()
        finally:
            self.loop.close()

    def settle(self) -> None:
        """Outlook answers again; what was not notified is found by polling. Then the copy is Outlook's."""
        world = self.world
        self.run(world.restart())
        self.repair()
        for _ in range(3):
            world.clock.advance(timedelta(minutes=31))
            self.run(world.polling.tick())
            self.run(world.work(through=timedelta(seconds=10)))
        for name in (DEFAULT, TEAM):
            assert copy_of(world, name) == outlook_of(world, name)
            assert states(world)[name].error is None
            assert states(world)[name].is_live(world.clock.now())
        assert set(world.failures) <= Copying.excused | self.excused
        self.changed_busy_times_were_told()

    @property
    def crashes(self) -> Any:
        memory = self.world.store.transactions
        assert isinstance(memory, CrashingMemory)
        return memory.crashes

    def changed(self, calendar: str, now: int | None) -> None:
        """What Outlook has to send after an edit."""
        hints = self.world.subscriptions.notifications(calendar, self.world.clock.now())
        if now is None:
            self.outbox += hints
        else:
            self.run(self.world.notified.receive(tuple(hints)))
            self.work_until(now, seconds=self.works_for)

    def work_until(self, crash: int | None, seconds: int) -> None:
        self.crashes.countdown = crash
        try:
            self.run(self.world.work(through=timedelta(seconds=seconds)))
        except Crash:
            self.killed()
        self.crashes.countdown = None

    def killed(self) -> None:
        self.run(self.world.restart())

    def pick(self, calendar: str, which: int, *, series: bool) -> Event | None:
        events = [one for one in self.world.box("ada").events[calendar] if (one.series is not None) == series]
        return events[which % len(events)] if events else None

    @rule(
        calendar=CALENDARS,
        hours=st.integers(-100, 1600),
        outside=st.booleans(),
        show_as=st.sampled_from(ShowAs),
        now=NOW,
    )
    def add(self, calendar: str, hours: int, outside: bool, show_as: ShowAs, now: int | None) -> None:
        start = AT_ELEVEN + hours * HOUR + (OUTSIDE if outside else timedelta())
        self.world.box("ada").add(start, start + HOUR, calendar=calendar, show_as=show_as)
        self.changed(calendar, now)

    @rule(calendar=CALENDARS, which=WHICH, to=st.sampled_from([HOUR, -DAY, OUTSIDE, -OUTSIDE]), now=NOW)
    def move(self, calendar: str, which: int, to: timedelta, now: int | None) -> None:
        event = self.pick(calendar, which, series=False)
        if event is not None:
            self.world.box("ada").change(event.id, start=event.start + to, end=event.end + to)
            self.changed(calendar, now)

    @rule(calendar=CALENDARS, which=WHICH, series=st.booleans(), now=NOW)
    def remove(self, calendar: str, which: int, series: bool, now: int | None) -> None:
        event = self.pick(calendar, which, series=series)
        if event is not None:
            self.world.box("ada").remove(event.id)
            self.changed(calendar, now)

    @rule(calendar=CALENDARS, weeks=st.integers(1, 12), hour=st.integers(0, 9), now=NOW)
    def add_series(self, calendar: str, weeks: int, hour: int, now: int | None) -> None:
        master, start = new_id(), AT_ELEVEN + hour * HOUR
        for week in range(weeks):
            at = start + week * timedelta(days=7)
            id_ = f"{master}-{at:%Y%m%d}"
            self.world.box("ada").add(at, at + HOUR, calendar=calendar, series=master, id=id_, uid=master)
        self.changed(calendar, now)

    @rule(calendar=CALENDARS, which=WHICH, days=st.integers(-3, 20), now=NOW)
    def change_series(self, calendar: str, which: int, days: int, now: int | None) -> None:
        """Another pattern gives every day another id."""
        event = self.pick(calendar, which, series=True)
        if event is None:
            return
        events = self.world.box("ada").events[calendar]
        for number, one in enumerate(events):
            if one.series == event.series:
                at = one.start + days * DAY
                events[number] = replace(one, id=f"{one.series}-{at:%Y%m%d}", start=at, end=at + HOUR)
        self.changed(calendar, now)

    @rule(calendar=CALENDARS, which=WHICH, now=NOW)
    def change_one_day(self, calendar: str, which: int, now: int | None) -> None:
        event = self.pick(calendar, which, series=True)
        if event is not None:
            at = event.start + HOUR
            self.world.box("ada").change(event.id, start=at, end=at + 2 * HOUR, subject="Moved once")
            self.changed(calendar, now)

    @rule(calendar=CALENDARS, which=WHICH, now=NOW)
    def remove_series(self, calendar: str, which: int, now: int | None) -> None:
        event = self.pick(calendar, which, series=True)
        if event is not None:
            events = self.world.box("ada").events[calendar]
            events[:] = [one for one in events if one.series != event.series]
            self.changed(calendar, now)

    @rule(order=st.randoms(use_true_random=False), copies=st.integers(1, 3), lose=st.sampled_from([0.0, 0.0, 0.5]))
    def deliver(self, order: Any, copies: int, lose: float) -> None:
        """Out of order, several times, or not at all; among them what somebody made up."""
        sent = [item for item in self.outbox for _ in range(copies) if order.random() >= lose]
        sent.append(Notification("nobody's", "guess"))
        sent += [item._replace(client_state="guess") for item in sent[:1]]
        order.shuffle(sent)
        self.outbox.clear()
        for item in sent:
            self.run(self.world.notified.receive((item,)))

    @rule(calendar=CALENDARS, what=st.sampled_from(Lifecycle))
    def happens_to_the_subscription(self, calendar: str, what: Lifecycle) -> None:
        told = self.world.subscriptions.notifications(calendar, self.world.clock.now())
        if what is Lifecycle.REMOVED:
            for item in told:
                del self.world.subscriptions.living[item.subscription]
        self.run(self.world.notified.receive(tuple(item._replace(lifecycle=what) for item in told)))

    @rule(crash=st.one_of(st.none(), st.integers(0, 25)), seconds=st.sampled_from([0, 1, 3, 12]))
    def work(self, crash: int | None, seconds: int) -> None:
        self.work_until(crash, seconds)

    @rule(by=st.sampled_from([timedelta(seconds=1), timedelta(minutes=16), timedelta(hours=7), timedelta(days=2)]))
    def wait(self, by: timedelta) -> None:
        self.world.clock.advance(by)
        self.run(self.world.polling.tick())

    @rule(calendar=CALENDARS, which=WHICH, now=NOW)
    def a_series_becomes_one_meeting(self, calendar: str, which: int, now: int | None) -> None:
        """Under the id that the series had."""
        event = self.pick(calendar, which, series=True)
        if event is not None:
            events = self.world.box("ada").events[calendar]
            events[:] = [one for one in events if one.series != event.series]
            events.append(replace(event, id=str(event.series), series=None))
            self.changed(calendar, now)

    @invariant()
    def changed_busy_times_were_told(self) -> None:
        """Together with the copy, in the same transaction."""
        if not hasattr(self, "world"):
            return
        now, facts = {name: blocking(self.world, name) for name in (DEFAULT, TEAM)}, len(busy_facts(self.world))
        assert now == self.blocking or facts > self.facts
        self.blocking, self.facts = now, facts


class Viewing(Copying):
    """The same where Outlook tells no changes."""

    refused = True


class Wavering(Copying):
    """The same where Outlook tells changes at times, and of one calendar or the other."""

    @rule(refused=st.sets(CALENDARS))
    def outlook_tells_changes_or_not(self, refused: set[str]) -> None:
        self.world.delta.refused_for = refused


HISTORIES = int(os.environ.get("CLEARHOUR_HISTORIES", "200"))
"""Of thirty steps: a fifth for each reader here, the others are followed up to the chat. `make soak` asks for more."""

SUITE = settings(
    max_examples=HISTORIES // 5, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
HUNT = settings(
    SUITE, max_examples=200, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False
)


@pytest.mark.parametrize("reader", [Copying, Viewing, Wavering])
def test_the_copy_is_outlooks_in_the_end(reader: type[Copying]) -> None:
    run_state_machine_as_test(reader, settings=SUITE)


class LinkFirst(Copying):
    """Keeps the new link before the events are stored."""

    def prepare(self) -> None:
        real = self.world.mirroring.rounds._store

        async def store(known: Any, read: Any) -> Any:
            async with self.world.store.transactions.write() as tx:
                state = await self.world.store.sync_states.locked(tx, known.state.calendar)
                if state is not None:
                    await self.world.store.sync_states.save(tx, replace(state, link=read.round.link))
            return await real(known, read)

        self.world.mirroring.rounds._store = store  # type: ignore[method-assign]


class SeriesByUpserts(Copying):
    """Trusts the rows of a changed series instead of replacing it. What would hide it is left out."""

    outlook_forgets = wait = outlook_goes_or_comes = ask = None  # type: ignore[assignment]

    def prepare(self) -> None:
        real = self.world.delta._round

        def changes(before: Any, now: Any, link: str) -> Any:
            told = real(before, now, link)
            days = tuple(one for events in told.series.values() for one in events or ())
            return replace(told, events=(*told.events, *days), series={})

        self.world.delta._round = changes  # type: ignore[method-assign]


class Deaf(Copying):
    """Answers a notification before anything is stored, and never polls."""

    def prepare(self) -> None:
        async def tick() -> int:
            return 0

        self.world.polling.tick = tick  # type: ignore[method-assign]


@pytest.mark.parametrize("wrong", [LinkFirst, SeriesByUpserts, Deaf])
def test_a_wrong_program_is_found_out_by_the_same_histories(wrong: type[Copying]) -> None:
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run_state_machine_as_test(wrong, settings=HUNT)


async def test_an_unreachable_outlook_is_no_lost_change() -> None:
    world = await copied()
    world.box("ada").unreadable[DEFAULT] = OutlookUnavailable()
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    await world.notified.receive(tuple(world.subscriptions.notifications(DEFAULT, world.clock.now())))
    await world.work()
    world.box("ada").unreadable.clear()
    world.clock.advance(timedelta(minutes=1))
    await world.polling.tick()
    await world.work()
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT) != {}
