"""Sets of starts as integers, against Python's own sets."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.availability.bits import (
    at_least,
    contained,
    counted,
    covered,
    eroded,
    every,
    everything,
    fullest,
    numbers,
    runs,
    sampled,
)
from core.availability.crowd import Frame, Meeting, each, everyone
from core.availability.rows import Row
from core.availability.spans import merged, open_starts

SIZE = 120
MEMBERS = st.frozensets(st.integers(0, SIZE - 1))
MANY = st.lists(MEMBERS, max_size=12)
PAIRS = st.lists(st.tuples(st.integers(-20, SIZE + 20), st.integers(0, 40)).map(lambda one: (one[0], one[0] + one[1])))


def bits_of(members: frozenset[int]) -> int:
    return sum(1 << member for member in members)


@given(MEMBERS)
def test_numbers_and_runs_name_the_members(members: frozenset[int]) -> None:
    assert numbers(bits_of(members)) == sorted(members)
    assert [bit for first, end in runs(bits_of(members)) for bit in range(first, end)] == sorted(members)


@given(PAIRS, st.sampled_from([1, 5]))
def test_busy_times_round_outwards_hours_inwards_and_starts_are_sampled(
    pairs: list[tuple[int, int]], unit: int
) -> None:
    ranges, frame = merged(pairs), (0, SIZE)
    minutes = {minute for low, high in ranges for minute in range(low, high)}
    units = [set(range(first, first + unit)) for first in range(0, SIZE, unit)]
    assert numbers(covered(ranges, frame, unit)) == [number for number, own in enumerate(units) if own & minutes]
    assert numbers(contained(ranges, frame, unit)) == [number for number, own in enumerate(units) if own <= minutes]
    assert numbers(sampled(ranges, frame, unit)) == [number for number, own in enumerate(units) if min(own) in minutes]


@given(st.integers(1, 30), st.integers(0, 40), st.integers(0, SIZE))
def test_every_is_a_range_with_a_step(step: int, first: int, end: int) -> None:
    assert numbers(every(step, first, end)) == list(range(first, end, step))


@given(MEMBERS, st.integers(1, 20))
def test_eroded_keeps_what_begins_a_row_of_that_length(members: frozenset[int], length: int) -> None:
    expected = [one for one in sorted(members) if all(one + more in members for more in range(length))]
    assert numbers(eroded(bits_of(members), length)) == expected


@given(MANY, st.integers(1, 14))
def test_counting_by_carries_is_counting(many: list[frozenset[int]], needed: int) -> None:
    rows, heads = [bits_of(members) for members in many], Counter(one for members in many for one in members)
    planes = counted(rows)
    assert all(
        sum((plane >> bit & 1) << weight for weight, plane in enumerate(planes)) == heads[bit] for bit in range(SIZE)
    )
    assert numbers(at_least(needed, rows)) == sorted(bit for bit, count in heads.items() if count >= needed)


@given(MANY, MEMBERS, st.integers(0, 30))
def test_the_fullest_come_first_then_the_lowest(many: list[frozenset[int]], among: frozenset[int], most: int) -> None:
    heads = Counter(one for members in many for one in members if one in among)
    expected = sorted(heads.items(), key=lambda item: (-item[1], item[0]))[:most]
    assert fullest([bits_of(members) for members in many], bits_of(among), most) == expected


@given(PAIRS, PAIRS, st.integers(1, 6), st.integers(0, 4), st.integers(0, 4), st.sampled_from([1, 5]))
def test_bits_and_the_sweep_say_the_same_about_one_person(
    work: list[tuple[int, int]], busy: list[tuple[int, int]], length: int, before: int, after: int, unit: int
) -> None:
    """On starts that are multiples of the unit, with lengths and buffers that are."""
    frame = Frame((-100 * unit, (SIZE + 100) * unit), unit)
    hours, taken = merged(work), merged(busy)
    own = contained(hours, frame.minutes, unit)
    free = everything(frame.minutes, unit) & ~covered(taken, frame.minutes, unit)
    row, meeting = Row(frame.minutes[0], own, free, own & free), Meeting(length, before, after)
    swept = open_starts(hours, taken, before * unit, after * unit, length * unit)
    starts = [minute for low, high in swept for minute in range(low, high) if minute % unit == 0]
    assert frame.list_of(everyone([row], meeting)) == starts
    assert frame.list_of(each([row], meeting)[0]) == starts
