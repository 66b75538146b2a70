"""Our engine on the workloads, from each form the busy times may have. Slots are minutes unless said otherwise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bench.workloads import DURATION, TZ, Workload
from core.availability import (
    Attendee,
    BusyTime,
    Limits,
    Mode,
    PlacedBooking,
    Prepared,
    Request,
    ShowAs,
    prepare,
    slot_starts,
)
from core.availability.bits import fullest
from core.availability.crowd import Frame, each, everyone, grid_bits, rows
from core.availability.prepared import COARSE, frame_around
from core.availability.rows import Meeting, Row
from core.availability.spans import Pair, Ranges, clipped, instant_of, merged, open_starts
from core.availability.working import working_ranges
from core.availability.zones import grid_points

STATES = {state.value: state for state in ShowAs}
MARGIN = timedelta(days=1)


def sweep(work: Workload) -> list[int]:
    """One person from pairs of minutes: merge, sweep, grid."""
    return sweep_merged(work, merged(work.people[0]))


def sweep_merged(work: Workload, busy: Ranges) -> list[int]:
    hours = clipped(working_ranges(TZ, work.rules.hours, *work.window), *work.window)
    return grid_points(TZ, DURATION, 0, open_starts(hours, busy, 0, 0, DURATION))


def calendars(work: Workload) -> list[Prepared]:
    """Everybody's calendar from pairs of minutes."""
    hours, window = work.rules.hours, (work.window[0] - 60, work.window[1] + 60)
    working = working_ranges(TZ, hours, *window)
    return [Prepared(TZ, hours, (), window, working, merged(busy), ()) for busy in work.people]


Crowd = tuple[Frame, list[Row]]
"""Everybody's bits in one frame."""


def crowd(people: Sequence[Prepared]) -> Crowd:
    frame = Frame(frame_around(people[0].window), COARSE)
    return frame, rows(people, frame)


def laid(work: Workload, bits: Crowd, before: int = 0, after: int = 0) -> list[int]:
    """Everybody free."""
    frame, people = bits
    return frame.list_of(everyone(people, _meeting(before, after)) & _grid(work, frame))


def best(work: Workload, bits: Crowd, most: int = 20, before: int = 0, after: int = 0) -> list[Pair]:
    """The starts with most people free: (minute, how many)."""
    frame, people = bits
    found = fullest(each(people, _meeting(before, after)), _grid(work, frame), most)
    return [(frame.minute(bit), count) for bit, count in found]


def forget(bits: Crowd) -> None:
    """Makes the next question about a meeting the first of its kind."""
    for row in bits[1]:
        row.known.clear()


def _meeting(before: int, after: int) -> Meeting:
    return Meeting(DURATION // COARSE, before // COARSE, after // COARSE)


def _grid(work: Workload, frame: Frame) -> int:
    window = frame.starts_in(((work.window[0], work.window[1] - DURATION + 1),))
    return grid_bits(frame, TZ, DURATION, 0) & window


def request(work: Workload, busy: tuple[BusyTime, ...] | None = None) -> Request:
    """The first person's request, as the rooms of the bot ask it."""
    return _request(work, hours=work.rules.hours, busy=_events(work.people[0]) if busy is None else busy)


def group_request(work: Workload, people: Sequence[Prepared]) -> Request:
    """The same for everybody, prepared; the bookings are the first one's."""
    attendees = [Attendee(id=str(number), prepared=calendar) for number, calendar in enumerate(people)]
    first = Attendee(id="first", prepared=people[0], bookings=_bookings(work))
    return _request(work, attendees=(first, *attendees[1:]), mode=Mode.COLLECTIVE, bookings=())


def cold_group_request(work: Workload) -> Request:
    """The same with nothing prepared: events as datetimes."""
    hours = work.rules.hours
    people = [Attendee(id=str(number), hours=hours, busy=_events(busy)) for number, busy in enumerate(work.people)]
    return _request(work, attendees=tuple(people), mode=Mode.COLLECTIVE)


def prepared_people(work: Workload) -> list[Prepared]:
    """As the bot prepares people: from datetimes."""
    low, high = map(instant_of, work.window)
    window = low - MARGIN, high + MARGIN
    return [prepare(window=window, tz=TZ, hours=work.rules.hours, busy=_events(busy)) for busy in work.people]


def _request(work: Workload, **more: object) -> Request:
    rules = work.rules
    low, high = map(instant_of, work.window)
    given: dict[str, object] = {
        "window": (low, high),
        "duration_minutes": DURATION,
        "tz": TZ,
        "bookings": _bookings(work),
        "buffer_before_minutes": rules.before,
        "buffer_after_minutes": rules.after,
        "limits": Limits(per_day=rules.per_day) if rules.bookings else Limits(),
    }
    if rules.earliest > work.window[0]:
        given |= {"now": low, "min_notice_minutes": rules.earliest - work.window[0]}
    return Request(**(given | more))  # type: ignore[arg-type]


def _bookings(work: Workload) -> tuple[PlacedBooking, ...]:
    return tuple(PlacedBooking(instant_of(low), instant_of(high)) for low, high in work.rules.bookings)


def _events(busy: Sequence[Pair]) -> tuple[BusyTime, ...]:
    return tuple(BusyTime(instant_of(low), instant_of(high)) for low, high in busy)


def from_graph(work: Workload, text: str) -> tuple[datetime, ...]:
    """From Graph's answer as text to slots."""
    events = [
        BusyTime(
            _utc(event["start"]["dateTime"]),
            _utc(event["end"]["dateTime"]),
            STATES[event["showAs"]],
            event["isCancelled"],
            event["responseStatus"]["response"],
            "",
            event["id"],
        )
        for event in json.loads(text)["value"]
    ]
    return slot_starts(request(work, tuple(events)))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00")
