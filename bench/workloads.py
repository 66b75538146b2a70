"""The workloads of docs/performance.md, made from a fixed seed: busy times as pairs of minutes since the epoch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from core.availability import Hours
from core.availability.spans import Pair, instant_of, minute_down

TZ = "Europe/Berlin"
HOURS = Hours.of({weekday: [(540, 720), (780, 1020)] for weekday in range(5)})
DURATION = 30
START = minute_down(datetime(2026, 3, 2, tzinfo=UTC))
DAY = 1440


@dataclass(frozen=True, slots=True)
class Workload:
    """People who must all be free, each with busy times, over some days from START."""

    name: str
    days: int
    people: Sequence[Sequence[Pair]]

    @property
    def window(self) -> Pair:
        return START, START + self.days * DAY


def workload(name: str, people: int, days: int, events: int) -> Workload:
    """Random events of 15 to 90 minutes at quarters of an hour, by start as Graph's calendarView gives them."""
    rng = Random(name)

    def busy() -> list[Pair]:
        starts = sorted(START + rng.randrange(days * DAY // 15) * 15 for _ in range(events))
        return [(start, start + rng.choice((15, 30, 60, 90))) for start in starts]

    return Workload(name, days, [busy() for _ in range(people)])


W1 = workload("W1", people=1, days=28, events=200)
W2 = workload("W2", people=20, days=28, events=40)
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
