"""The engine against the minute-by-minute oracle, on random requests around clock changes."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from datetime import UTC, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.availability import Align, Attendee, Request, best_starts, find_slots, slot_starts
from core.availability.zones import local_minute
from tests.unit.availability.comparing import difference, prepared_beforehand
from tests.unit.availability.oracle import Oracle, at
from tests.unit.availability.random_requests import CHANGES, random_request

MANY = int(os.environ.get("CLEARHOUR_ORACLE_CASES", "48"))
"""How many random requests; `make oracle` asks for tens of thousands."""
PARTS = 12
FIRST_SEED = 100_000
FOUND = (104_406, 106_274)
"""Differences that `make oracle` found: a cache that took one fold for the other; a day in two pieces named twice."""


def test_engine_and_oracle_agree_on_slots_free_ranges_people_and_reasons(known: list[Oracle]) -> None:
    assert [found for oracle in known if (found := difference(oracle.request, oracle))] == []


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_engine_and_oracle_agree_on_whatever_hypothesis_thinks_of(rng: Random) -> None:
    assert difference(random_request(rng)) is None


@pytest.mark.parametrize("seed", FOUND)
def test_engine_and_oracle_agree_where_they_once_did_not(seed: int) -> None:
    assert difference(random_request(Random(seed))) is None


@pytest.mark.parametrize("part", range(PARTS))
def test_engine_and_oracle_agree_on_as_many_requests_as_one_asks_for(part: int) -> None:
    for seed in range(FIRST_SEED + part, FIRST_SEED + MANY, PARTS):
        assert difference(random_request(Random(seed))) is None, f"seed {seed}"


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_p25_no_reasons_and_is_a_slot_are_one_statement(rng: Random) -> None:
    request = random_request(rng)
    start = request.window[0].astimezone(UTC).replace(second=0)
    asked = tuple(start + timedelta(minutes=rng.randint(-60, 900)) for _ in range(15))
    answer = find_slots(replace(request, explain=asked))
    for instant, reasons in answer.why.items():
        assert (not reasons) == (instant in answer.slots)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_short_way_gives_the_same_slots_prepared_or_not(rng: Random) -> None:
    request = random_request(rng)
    slots = find_slots(request).slots
    assert slot_starts(request) == slots
    assert slot_starts(prepared_beforehand(request), limit=3) == slots[:3]


def test_the_best_starts_are_those_at_which_the_oracle_counts_most_people(known: list[Oracle]) -> None:
    gridded = [oracle for oracle in known if oracle.request.align is Align.GRID]
    for oracle in gridded[:30]:
        request = oracle.request
        length = request.duration_minutes
        first, last = (round(edge.timestamp()) // 60 for edge in request.window)
        heads = {
            minute: sum(not oracle.against(person, minute, length) for person in oracle.people)
            for minute in range(first, last + 1)
            if oracle.on_grid(minute) and not oracle.frame(minute, length)
        }
        best = sorted(((minute, count) for minute, count in heads.items() if count), key=lambda one: (-one[1], one[0]))
        assert best_starts(request, 7) == tuple((at(minute), count) for minute, count in best[:7])
        assert best_starts(prepared_beforehand(request), 7) == best_starts(request, 7)


def test_the_random_requests_offer_something_in_every_zone_and_mode(known: list[Oracle]) -> None:
    offering = [oracle.request for oracle in known if oracle.slots]
    assert {request.mode for request in offering} == {request.mode for oracle in known for request in [oracle.request]}
    assert len({request.tz for request in offering}) >= len({zone for zone, _ in CHANGES}) // 2


def test_the_random_requests_use_every_rule_at_once_on_every_zones_changeover_days() -> None:
    requests = [random_request(Random(seed)) for seed in range(FIRST_SEED, FIRST_SEED + 800)]
    changing = {zone for request in requests for zone in _zones_that_change_in(request)}
    assert changing == {zone for zone, _ in CHANGES} - {"UTC"}
    assert len(changing) >= 12
    used = [_rules_of(request) for request in requests]
    assert set().union(*used) >= {each.name for each in fields(Request)} - {"explain"}
    assert set().union(*used) >= {f"person's {each.name}" for each in fields(Attendee)} - {"person's prepared"}
    assert sum(len(rules) >= 12 for rules in used) > len(used) // 4


def _zones_that_change_in(request: Request) -> set[str]:
    """The zones of the request or its people whose clocks change inside its window."""
    low, high = (round(edge.timestamp()) // 60 for edge in request.window)
    zones = {request.tz, *(person.tz or request.tz for person in request.attendees)}
    return {zone for zone in zones if local_minute(zone, low) - low != local_minute(zone, high) - high}


def _rules_of(request: Request) -> set[str]:
    """The names of everything in a request, or in its people, that isn't left at its default."""
    plain = Request(window=request.window, duration_minutes=request.duration_minutes)
    found = {"window", "duration_minutes"}
    found |= {each.name for each in fields(Request) if getattr(request, each.name) != getattr(plain, each.name)}
    nobody = Attendee(id="")
    for person in request.attendees:
        changed = (each.name for each in fields(Attendee) if getattr(person, each.name) != getattr(nobody, each.name))
        found |= {f"person's {name}" for name in changed}
    return found
