"""Copies kept by our delta reader are what the sandbox shows, whatever happens in the mailbox."""

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from core.outlook import build_outlook
from core.outlook.times import query_time
from core.shared.ranges import Range
from core.sync.model import DeltaRefused, DeltaRound, Event, SyncReset, merged
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.program import Json, Sandbox, running
from tests.contract_outlook.week import BERLIN, MONDAY, WEDNESDAY
from tests.unit.outlook.fakes import ADA, JumpingClock, Storage

WINDOW = Range(MONDAY - timedelta(days=2), MONDAY + timedelta(days=26))
DAYS, STARTS, PICK = st.integers(-5, 33), st.integers(0, 46), st.integers(0, 10**6)
SWITCHES = st.fixed_dictionaries(
    {
        "deleted_occurrence": st.sampled_from(["series", "master", "occurrences"]),
        "removed_series": st.sampled_from(["master", "instances"]),
        "duplicates": st.booleans(),
        "replay": st.integers(0, 4),
        "empty_first_page": st.booleans(),
    }
)


class Keeping:
    """A copy of Ada's default calendar, kept round by round."""

    def __init__(self, desk: Desk, calendar: str) -> None:
        self.desk, self.calendar = desk, calendar
        self.link: str | None = None
        self.copy: dict[str, Event] = {}

    async def round(self) -> DeltaRound:
        try:
            read = await self.desk.outlook.delta.changes(ADA, self.calendar, WINDOW, self.link)
        except SyncReset:
            self.link = None
            return await self.round()
        self.copy, self.link = merged(self.copy, read), read.link
        return read

    async def truth(self) -> dict[str, Event]:
        shown = await self.desk.outlook.reader.events(ADA, self.calendar, WINDOW)
        return {one.id: one for one in shown}


async def keeping(desk: Desk, name: str = "Calendar") -> Keeping:
    await desk.connect("ada@contoso.com")
    kept = Keeping(desk, await desk.calendar(ADA, name))
    await kept.round()
    return kept


def body(day: int, start: int, subject: str = "Made", **more: Any) -> Json:
    begin = datetime.combine(MONDAY.date() + timedelta(days=day), datetime.min.time()) + timedelta(minutes=30 * start)
    end = begin + timedelta(minutes=60)
    return {
        "subject": subject,
        "start": {"dateTime": begin.isoformat(), "timeZone": "Europe/Berlin"},
        "end": {"dateTime": end.isoformat(), "timeZone": "Europe/Berlin"},
        **more,
    }


def pattern(day: int, weekly: bool, number: int) -> Json:
    first: date = MONDAY.astimezone(BERLIN).date() + timedelta(days=day)
    kind: Json = {"type": "daily", "interval": 2}
    if weekly:
        kind = {"type": "weekly", "interval": 1, "daysOfWeek": [f"{first:%A}".lower(), "thursday"]}
    span = {"type": "numbered", "startDate": first.isoformat(), "numberOfOccurrences": number}
    return {"recurrence": {"pattern": kind, "range": span}}


async def test_a_first_round_is_the_calendar_as_it_is_shown(desk: Desk) -> None:
    kept = await keeping(desk)
    assert kept.copy == await kept.truth() != {}
    assert {one.series is None for one in kept.copy.values()} == {True, False}


async def test_a_round_without_changes_says_nothing_and_gives_a_link_all_the_same(desk: Desk) -> None:
    kept = await keeping(desk)
    read = await kept.round()
    assert (read.full, read.events, read.removed, dict(read.series)) == (False, (), frozenset(), {})
    assert kept.link is not None


async def test_p17_a_forgotten_and_a_malformed_link_are_resets_and_a_refused_calendar_is_said(desk: Desk) -> None:
    kept = await keeping(desk)
    desk.sandbox.admin("POST", "delta", {"expire": True})
    with pytest.raises(SyncReset):
        await desk.outlook.delta.changes(ADA, kept.calendar, WINDOW, kept.link)
    await kept.round()
    assert kept.link is not None
    with pytest.raises(SyncReset):
        await desk.outlook.delta.changes(ADA, kept.calendar, WINDOW, kept.link.split("=")[0] + "=broken")
    assert kept.copy == await kept.truth()


@pytest.mark.parametrize("status", [400, 404, 501])
@pytest.mark.parametrize("first", [True, False])
async def test_where_delta_is_refused_it_is_said_so(desk: Desk, status: int, first: bool) -> None:
    kept = await keeping(desk)
    desk.sandbox.fault(kind="graph", path="calendarView/delta", status=status)
    expected = SyncReset if status == 400 and not first else DeltaRefused
    with pytest.raises(expected):
        await desk.outlook.delta.changes(ADA, kept.calendar, WINDOW, None if first else kept.link)


async def test_more_events_than_fit_a_page_are_all_copied(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    outside = desk.sandbox.seen("ada@contoso.com")
    for number in range(260):
        assert outside.send("POST", "/me/events", body(number % 20, number % 40, f"Many {number}")).is_success
    kept = Keeping(desk, await desk.calendar(ADA))
    await kept.round()
    assert len(kept.copy) > 260
    assert kept.copy == await kept.truth()


class Editing(RuleBasedStateMachine):
    """Ada edits; each round's copy is what calendarView shows."""

    desk: ClassVar[Desk]

    @initialize()
    def begin(self) -> None:
        self.desk.sandbox.reset(WEDNESDAY)
        self.kept = self.run(keeping(self.desk))
        self.outside = self.desk.sandbox.seen("ada@contoso.com")

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return LOOP.run(work)

    @rule(day=DAYS, start=STARTS)
    def add(self, day: int, start: int) -> None:
        self.send("POST", "/me/events", body(day, start))

    @rule(day=DAYS, start=STARTS, weekly=st.booleans(), number=st.integers(1, 12))
    def add_series(self, day: int, start: int, weekly: bool, number: int) -> None:
        self.send("POST", "/me/events", body(day, start, "Series", **pattern(day, weekly, number)))

    @rule(pick=PICK, day=DAYS, start=STARTS)
    def move(self, pick: int, day: int, start: int) -> None:
        self.change(self.one(pick), body(day, start, "Moved"))

    @rule(pick=PICK, show_as=st.sampled_from(["free", "busy", "oof"]), series=st.booleans())
    def show_as(self, pick: int, show_as: str, series: bool) -> None:
        self.change(self.master(pick) if series else self.one(pick), {"showAs": show_as})

    @rule(pick=PICK, day=DAYS, weekly=st.booleans(), number=st.integers(1, 9))
    def change_pattern(self, pick: int, day: int, weekly: bool, number: int) -> None:
        self.change(self.master(pick), pattern(day, weekly, number))

    @rule(pick=PICK)
    def end_series(self, pick: int) -> None:
        self.change(self.master(pick), {"recurrence": None})

    @rule(pick=PICK, series=st.booleans())
    def delete(self, pick: int, series: bool) -> None:
        found = self.master(pick) if series else self.one(pick)
        if found:
            self.send("DELETE", f"/me/events/{found}")

    @rule(switches=SWITCHES)
    def switch(self, switches: Json) -> None:
        self.desk.sandbox.admin("POST", "delta", switches)

    @rule()
    def forget(self) -> None:
        self.desk.sandbox.admin("POST", "delta", {"expire": True})

    @rule()
    def sync(self) -> None:
        self.run(self.kept.round())
        assert self.kept.copy == self.run(self.kept.truth())

    def teardown(self) -> None:
        if hasattr(self, "kept"):
            self.sync()

    def rows(self) -> list[Json]:
        window = {"startDateTime": query_time(WINDOW.start), "endDateTime": query_time(WINDOW.end)}
        return list(self.outside.get("/me/calendarView", **window, **{"$top": "1000"})["value"])

    def one(self, pick: int) -> str:
        rows = self.rows()
        return str(rows[pick % len(rows)]["id"]) if rows else ""

    def master(self, pick: int) -> str:
        masters = sorted({row["seriesMasterId"] for row in self.rows() if row["seriesMasterId"]})
        return masters[pick % len(masters)] if masters else ""

    def change(self, found: str, change: Json) -> None:
        if found:
            self.send("PATCH", f"/me/events/{found}", change)

    def send(self, method: str, path: str, given: Json | None = None) -> None:
        answer = self.outside.send(method, path, given)
        assert answer.status_code in {200, 201, 204, 400}, answer.text


LOOP: asyncio.Runner


@pytest.fixture
def editing() -> Iterator[type[Editing]]:
    """The machine with a program of its own."""
    global LOOP
    with running() as sandbox, asyncio.Runner() as LOOP:
        yield type("Editing", (Editing,), {"desk": _desk(sandbox)})


def _desk(sandbox: Sandbox) -> Desk:
    storage, clock = Storage(), JumpingClock()
    store = storage.store
    outlook = build_outlook(sandbox.settings, store.transactions, store.tokens, store.connections, clock)
    return Desk(sandbox, outlook, storage, clock)


def test_whatever_happens_in_the_mailbox_the_copy_is_what_it_shows(editing: type[Editing]) -> None:
    modest = settings(max_examples=5, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    try:
        run_state_machine_as_test(editing, settings=modest)
    finally:
        LOOP.run(editing.desk.outlook.aclose())
