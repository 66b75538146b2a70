"""The engine against the minute-by-minute oracle, on random requests around clock changes."""

import os
from dataclasses import replace
from datetime import UTC, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.availability import find_slots
from tests.unit.availability.comparing import difference
from tests.unit.availability.oracle import Oracle
from tests.unit.availability.random_requests import CHANGES, random_request

MANY = int(os.environ.get("CLEARHOUR_ORACLE_CASES", "10"))
"""For a long run: `CLEARHOUR_ORACLE_CASES=20000 pytest tests/unit/availability -k as_many --timeout 0`."""


def test_engine_and_oracle_agree_on_slots_free_ranges_people_and_reasons(known: list[Oracle]) -> None:
    assert [found for oracle in known if (found := difference(oracle.request, oracle))] == []


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_engine_and_oracle_agree_on_whatever_hypothesis_thinks_of(rng: Random) -> None:
    assert difference(random_request(rng)) is None


@given(st.randoms(use_true_random=False))
def test_p25_no_reasons_and_is_a_slot_are_one_statement(rng: Random) -> None:
    request = random_request(rng)
    start = request.window[0].astimezone(UTC).replace(second=0)
    asked = tuple(start + timedelta(minutes=rng.randint(-60, 900)) for _ in range(15))
    answer = find_slots(replace(request, explain=asked))
    for instant, reasons in answer.why.items():
        assert (not reasons) == (instant in answer.slots)


def test_the_random_requests_offer_something_in_every_zone_and_mode(known: list[Oracle]) -> None:
    offering = [oracle.request for oracle in known if oracle.slots]
    assert {request.mode for request in offering} == {request.mode for oracle in known for request in [oracle.request]}
    assert len({request.tz for request in offering}) >= len({zone for zone, _ in CHANGES}) // 2


def test_engine_and_oracle_agree_on_as_many_requests_as_one_asks_for() -> None:
    for seed in range(100_000, 100_000 + MANY):
        assert difference(random_request(Random(seed))) is None, f"seed {seed}"
