"""Whatever happens in three calendars, a copy kept by delta ends as calendarView shows them."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.sandbox.m365.copying import Copy
from tests.sandbox.m365.stage import WEDNESDAY, Json, Sandbox, event, invite

EXAMPLES = 8
START, END = date(2026, 11, 23), date(2026, 12, 21)
DAYS = some.integers(-5, 33)  # around the window, from its first day
STARTS = some.integers(0, 46)  # half hours
PICK = some.integers(0, 10**6)
ANSWERS = some.sampled_from(["accept", "tentativelyAccept", "decline"])
SWITCHES = some.fixed_dictionaries(
    {
        "deleted_occurrence": some.sampled_from(["series", "master", "occurrences"]),
        "removed_series": some.sampled_from(["master", "instances"]),
        "duplicates": some.booleans(),
        "replay": some.integers(0, 4),
        "empty_first_page": some.booleans(),
    }
)


def _times(day: int, start: int, length: int = 1) -> tuple[str, str]:
    begin = datetime.combine(START, datetime.min.time()) + timedelta(days=day, minutes=30 * start)
    return begin.isoformat(), (begin + timedelta(minutes=30 * length)).isoformat()


def _pattern(day: int, weekly: bool, number: int) -> Json:
    first = START + timedelta(days=day)
    kind: Json = {"type": "daily", "interval": 2}
    if weekly:
        kind = {"type": "weekly", "interval": 1, "daysOfWeek": [f"{first:%A}".lower(), "thursday"]}
    return {
        "pattern": kind,
        "range": {"type": "numbered", "startDate": first.isoformat(), "numberOfOccurrences": number},
    }


class Editing(RuleBasedStateMachine):
    """Ada and Ben edit; copies of Ada's own, Ben's own and the calendar Ben shares with Ada are kept."""

    sandbox: ClassVar[Sandbox]

    @initialize(size=some.integers(2, 60))
    def begin(self, size: int) -> None:
        self.sandbox.admin("POST", "reset", {"now": WEDNESDAY.isoformat()})
        self.ada, self.ben = self.sandbox.graph("ada@contoso.com"), self.sandbox.graph("ben@contoso.com")
        shared = self.ada.calendars()["Team launch"]["id"]
        launch = self.ben.calendars()["Team launch"]["id"]
        self.writable = [(self.ada, "/me"), (self.ben, "/me"), (self.ben, f"/me/calendars/{launch}")]
        read = [(self.ada, "/me"), (self.ben, "/me"), (self.ada, f"/me/calendars/{shared}")]
        self.copies = [Copy(graph, of, START.isoformat(), END.isoformat(), size) for graph, of in read]
        for copy in self.copies:
            copy.sync()

    @rule(where=some.integers(0, 2), day=DAYS, start=STARTS, guest=some.booleans(), whole=some.booleans())
    def add(self, where: int, day: int, start: int, guest: bool, whole: bool) -> None:
        body = event("Single", *(_times(day, 0, 48) if whole else _times(day, start)), isAllDay=whole)
        self._post(where, body, guest)

    @rule(where=some.integers(0, 2), day=DAYS, start=STARTS, weekly=some.booleans(), number=some.integers(1, 12))
    def add_series(self, where: int, day: int, start: int, weekly: bool, number: int) -> None:
        body = event("Series", *_times(day, start), recurrence=_pattern(day, weekly, number))
        self._post(where, body, guest=where == 0 and number % 2 == 0)

    @rule(where=some.integers(0, 2), pick=PICK, day=DAYS, start=STARTS)
    def move(self, where: int, pick: int, day: int, start: int) -> None:
        self._change(where, self._one(where, pick), event("Moved", *_times(day, start), isAllDay=False))

    @rule(where=some.integers(0, 2), pick=PICK, show_as=some.sampled_from(["free", "busy", "oof"]))
    def show_as(self, where: int, pick: int, show_as: str) -> None:
        self._change(where, self._one(where, pick), {"showAs": show_as, "subject": f"Now {show_as}"})

    @rule(where=some.integers(0, 2), pick=PICK, day=DAYS, number=some.integers(1, 9), weekly=some.booleans())
    def change_pattern(self, where: int, pick: int, day: int, number: int, weekly: bool) -> None:
        self._change(where, self._master(where, pick), {"recurrence": _pattern(day, weekly, number)})

    @rule(where=some.integers(0, 2), pick=PICK)
    def end_series(self, where: int, pick: int) -> None:
        self._change(where, self._master(where, pick), {"recurrence": None})

    @rule(where=some.integers(0, 2), pick=PICK, day=some.booleans())
    def delete(self, where: int, pick: int, day: bool) -> None:
        graph, _ = self.writable[where]
        found = self._one(where, pick) if day else self._master(where, pick)
        if found:
            assert graph.send("DELETE", f"/me/events/{found}").status_code == 204

    @rule(pick=PICK, answer=ANSWERS, series=some.booleans())
    def reply(self, pick: int, answer: str, series: bool) -> None:
        rows = [row for row in self._rows(1) if not row["isOrganizer"]]
        if rows:
            row = rows[pick % len(rows)]
            key = row["seriesMasterId"] if series and row["seriesMasterId"] else row["id"]
            assert self.ben.send("POST", f"/me/events/{key}/{answer}", json={}).status_code == 202

    @rule(which=some.integers(0, 2))
    def sync(self, which: int) -> None:
        self.copies[which].sync()
        self._compare(self.copies[which])

    @rule(switches=SWITCHES)
    def switch(self, switches: Json) -> None:
        self.sandbox.admin("POST", "delta", switches)

    @precondition(lambda self: self.copies)
    @rule()
    def forget(self) -> None:
        self.sandbox.admin("POST", "delta", {"expire": True})

    def teardown(self) -> None:
        for copy in getattr(self, "copies", []):
            copy.sync()
            self._compare(copy)

    def _compare(self, copy: Copy) -> None:
        assert copy.rows == copy.truth(), f"{copy.of} as told in {copy.rounds[-1]}"

    def _post(self, where: int, body: Json, guest: bool) -> None:
        graph, of = self.writable[where]
        more: dict[str, Any] = {"attendees": invite("ben@contoso.com")} if guest and where == 0 else {}
        assert graph.send("POST", f"{of}/events", json={**body, **more}).status_code == 201

    def _rows(self, where: int) -> list[Json]:
        graph, of = self.writable[where]
        query = "&$top=1000&$select=id,seriesMasterId,isOrganizer"
        return graph.view(START.isoformat(), END.isoformat(), of=of, query=query)

    def _one(self, where: int, pick: int) -> str:
        rows = self._rows(where)
        return str(rows[pick % len(rows)]["id"]) if rows else ""

    def _master(self, where: int, pick: int) -> str:
        masters = sorted({row["seriesMasterId"] for row in self._rows(where) if row["seriesMasterId"]})
        return masters[pick % len(masters)] if masters else ""

    def _change(self, where: int, found: str, body: Json) -> None:
        graph, _ = self.writable[where]
        if found:
            answer = graph.send("PATCH", f"/me/events/{found}", json=body)
            assert answer.status_code in {200, 400}, answer.text


def test_a_copy_kept_by_delta_is_what_the_calendar_shows(sandbox: Sandbox) -> None:
    served = type("Served", (Editing,), {"sandbox": sandbox})
    run_state_machine_as_test(served, settings=settings(max_examples=EXAMPLES, stateful_step_count=20, deadline=None))
