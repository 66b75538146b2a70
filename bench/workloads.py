"""The workloads of docs/performance.md, made from a fixed seed: busy times as pairs of minutes since the epoch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from random import Random

from core.availability import Hours
from core.availability.spans import Pair, instant_of, minute_down

TZ = "Europe/Berlin"
HOURS = Hours.of({weekday: [(540, 720), (780, 1020)] for weekday in range(5)})
DURATION = 30
START = minute_down(datetime(2026, 3, 2, tzinfo=UTC))
DAY = 1440
QUIET = (2 * DAY + 540, 2 * DAY + 660)
"""Wednesdays from 9 to 11, for crowds: without such a habit 500 busy people have nothing in common to find."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be added to a request. Of `bookings` (the first person's) a day may have `per_day`."""

    before: int = 0
    after: int = 0
    earliest: int = START - 1
    overrides: dict[date, Sequence[Pair]] = field(default_factory=dict)
    bookings: Sequence[Pair] = ()
    per_day: int = 99

    @property
    def hours(self) -> Hours:
        return Hours.of(dict(enumerate(HOURS.week)), self.overrides) if self.overrides else HOURS


@dataclass(frozen=True, slots=True)
class Workload:
    """People who must all be free, each with busy times, over some days from START."""

    name: str
    days: int
    people: Sequence[Sequence[Pair]]
    rules: Rules = Rules()

    @property
    def window(self) -> Pair:
        return START, START + self.days * DAY

    def with_rules(self) -> Workload:
        """The same under buffers, notice, a changed day and a day off, bookings and a limit."""
        days = [START + day * DAY for day in (1, 3, 8)]
        bookings = [(day + 600 + 60 * number, day + 630 + 60 * number) for day in days for number in range(2)]
        overrides: dict[date, Sequence[Pair]] = {date(2026, 3, 4): [(600, 720)], date(2026, 3, 11): []}
        rules = Rules(10, 5, START + 26 * 60, overrides, bookings, per_day=2)
        return replace(self, name=f"{self.name} with rules", rules=rules)


def workload(name: str, people: int, days: int, events: int, quiet: Pair = (0, 0)) -> Workload:
    """Random events of 15 to 90 minutes at quarters of an hour, by start as Graph's calendarView gives them."""
    rng = Random(name)

    def event() -> Pair:
        while True:
            start, length = rng.randrange(days * DAY // 15) * 15, rng.choice((15, 30, 60, 90))
            if quiet == (0, 0) or not (start % (7 * DAY) < quiet[1] and start % (7 * DAY) + length > quiet[0]):
                return START + start, START + start + length

    def busy() -> list[Pair]:
        return sorted((event() for _ in range(events)), key=lambda pair: pair[0])

    return Workload(name, days, [busy() for _ in range(people)])


W1 = workload("W1", people=1, days=28, events=200)
W2 = workload("W2", people=20, days=28, events=40)
W3 = workload("W3", people=500, days=56, events=490, quiet=QUIET)
W4 = workload("W4", people=1, days=365, events=10_000)


def graph_json(work: Workload) -> str:
    """The first person's events as Microsoft Graph's calendarView answers them."""

    def when(minute: int) -> dict[str, str]:
        return {"dateTime": f"{instant_of(minute):%Y-%m-%dT%H:%M:%S.0000000}", "timeZone": "UTC"}

    events = [
        {
            "id": f"event{number}",
            "showAs": "busy",
            "isCancelled": False,
            "isAllDay": False,
            "responseStatus": {"response": "accepted", "time": "2026-01-01T00:00:00Z"},
            "start": when(start),
            "end": when(end),
        }
        for number, (start, end) in enumerate(work.people[0])
    ]
    return json.dumps({"value": events})
