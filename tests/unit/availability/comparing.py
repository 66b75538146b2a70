"""Holds the engine's answer against the oracle's: the first difference in words, or None."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from core.availability import Attendee, Mode, Reason, Request, explain, find_slots, prepare
from core.availability.hours import NO_HOURS
from tests.unit.availability.oracle import Oracle, Reasons, at


def difference(request: Request, oracle: Oracle | None = None) -> str | None:
    """Slots, free ranges, who, and the reasons at some instants in and around the window; then the same with
    everybody's calendar prepared beforehand."""
    oracle = oracle or Oracle(request)
    return _difference(request, oracle) or _difference(prepared_beforehand(request), oracle)


def prepared_beforehand(request: Request) -> Request:
    """The same request with prepared calendars, each for some other stretch of time around the window. One person
    without being an attendee can be prepared as the only attendee of mode single."""
    rng = Random(len(request.busy) + request.duration_minutes)
    if request.attendees:
        return replace(request, attendees=tuple(_prepared(request, person, rng) for person in request.attendees))
    if request.mode is not Mode.SINGLE:
        return request
    alone = Attendee(
        id="", hours=request.hours, available=request.available, busy=request.busy, bookings=request.bookings
    )
    return replace(request, attendees=(_prepared(request, alone, rng),))


def _prepared(request: Request, person: Attendee, rng: Random) -> Attendee:
    low, high = request.window
    before, after = request.buffer_before_minutes, request.buffer_after_minutes
    calendar = prepare(
        window=(
            low.astimezone(UTC) - timedelta(minutes=before + rng.choice([0, 1, 600])),
            high.astimezone(UTC) + timedelta(minutes=after + rng.choice([0, 3, 2000])),
        ),
        tz=person.tz or request.tz,
        hours=person.hours,
        available=person.available,
        busy=person.busy,
        blocking=request.blocking,
    )
    return replace(person, tz=None, hours=NO_HOURS, available=(), busy=(), prepared=calendar)


def _difference(request: Request, oracle: Oracle) -> str | None:
    answer = find_slots(request)
    slots = [at(minute) for minute in oracle.slots]
    if list(answer.slots) != slots:
        return f"slots: too many {set(answer.slots) - set(slots)}, missing {set(slots) - set(answer.slots)}"
    free = {minute for low, high in answer.free for minute in range(_minute(low), _minute(high))}
    if free != oracle.free or any(later <= end for (_, end), (later, _) in pairwise(answer.free)):
        return f"free: {[str(at(minute)) for minute in sorted(free ^ oracle.free)]}"
    for minute in oracle.slots:
        if answer.who.get(at(minute), ()) != oracle.who(minute):
            return f"who at {at(minute)}: {answer.who.get(at(minute))}, not {oracle.who(minute)}"
    first, last = _minute(request.window[0]), _minute(request.window[1])
    for minute in Random(1).sample(range(first - 90, last + 90), 12):
        told = as_set(explain(request, at(minute)))
        expected = oracle.reasons(minute, request.duration_minutes)
        if told != expected:
            return f"reasons at {at(minute)}: {set(told)}, not {set(expected)}"
        if (not told) != (at(minute) in answer.slots):
            return f"{at(minute)}: reasons and slots are two statements"
    return None


def as_set(reasons: tuple[Reason, ...]) -> Reasons:
    return frozenset(_plain(reason) for reason in reasons)


def _plain(reason: Reason) -> object:
    if reason.because:
        return reason.code.value, reason.person, as_set(reason.because)
    if reason.code in {"CONFLICT", "BUFFER", "BOOKED"}:
        return reason.code.value, reason.calendar, reason.id
    if reason.code == "NOT_ENOUGH_PEOPLE":
        return reason.code.value, "", frozenset()
    return (reason.code.value, reason.person) if reason.code == "UNREADABLE" else reason.code.value


def _minute(instant: datetime) -> int:
    return int(instant.timestamp() // 60)
