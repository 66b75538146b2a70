"""Our engine on the workloads, from each form the busy times may have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bench.workloads import DURATION, HOURS, TZ, Workload
from core.availability import Answer, BusyTime, Limits, PlacedBooking, Request, ShowAs, find_slots
from core.availability.people import Sheet, together
from core.availability.spans import clipped, instant_of, merged, open_starts
from core.availability.working import working_ranges
from core.availability.zones import grid_points

STATES = {state.value: state for state in ShowAs}


def sheets(work: Workload) -> list[Sheet]:
    """Everybody's hours (shared) and merged busy times."""
    hours = clipped(working_ranges(TZ, HOURS, *work.window), *work.window)
    return [Sheet(hours, merged(busy)) for busy in work.people]


def from_sheets(people: Sequence[Sheet]) -> list[int]:
    """Slots of everybody together, from merged arrays."""
    all_of_them = together(people)
    return grid_points(TZ, DURATION, 0, open_starts(all_of_them.work, all_of_them.busy, 0, 0, DURATION))


def from_integers(work: Workload) -> list[int]:
    return from_sheets(sheets(work))


def request(work: Workload) -> Request:
    """The first person's request, as the rooms of the bot ask it."""
    return _request(work, tuple(BusyTime(instant_of(a), instant_of(b)) for a, b in work.people[0]))


def with_rules(work: Workload) -> Request:
    """The same with everything that may be added: buffers, notice, limits, an override, bookings, reasons."""
    start = instant_of(work.window[0])
    booking = PlacedBooking(start + timedelta(hours=32), start + timedelta(hours=33), 15, 15)
    plain = request(work)
    return Request(
        window=plain.window,
        duration_minutes=DURATION,
        tz=TZ,
        hours=HOURS.of(dict(enumerate(HOURS.week)), {start.date(): [(600, 720)]}),
        busy=plain.busy,
        bookings=(booking,),
        now=start,
        min_notice_minutes=120,
        buffer_before_minutes=10,
        buffer_after_minutes=5,
        limits=Limits(per_day=4, per_week=10),
        explain=(start + timedelta(hours=10), start + timedelta(hours=34)),
    )


def from_graph(work: Workload, text: str) -> Answer:
    """From Graph's answer as text to slots."""
    events = tuple(
        BusyTime(
            start=_utc(event["start"]["dateTime"]),
            end=_utc(event["end"]["dateTime"]),
            show_as=STATES[event["showAs"]],
            is_cancelled=event["isCancelled"],
            response=event["responseStatus"]["response"],
            id=event["id"],
        )
        for event in json.loads(text)["value"]
    )
    return find_slots(_request(work, events))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00")


def _request(work: Workload, busy: tuple[BusyTime, ...]) -> Request:
    low, high = work.window
    return Request(window=(instant_of(low), instant_of(high)), duration_minutes=DURATION, tz=TZ, hours=HOURS, busy=busy)
