"""Holds the engine's answer against the oracle's: the first difference in words, or None."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from random import Random

from core.availability import Reason, Request, explain, find_slots
from tests.unit.availability.oracle import Oracle, Reasons, at


def difference(request: Request, oracle: Oracle | None = None) -> str | None:
    """Slots, free ranges, who, and the reasons at some instants in and around the window."""
    oracle = oracle or Oracle(request)
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
