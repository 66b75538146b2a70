"""The choice among a round robin's members is fair, and the measure of fairness finds out an unfair one.

The measure: members who were free for the same requests never differ by more than one booking to come, whatever the
others do; over a year in which bookings also pass and take time, by no more than EVEN of what each was given.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.booking.round_robin import Load, fairest
from core.people.model import PersonId

Choose = Callable[[Iterable[Load]], tuple[PersonId, ...]]
BEGIN = datetime(2027, 1, 4, tzinfo=UTC)
BOOKINGS = 10_000
EVEN = 0.06
SLOTS = 40


def first_free(loads: Iterable[Load]) -> tuple[PersonId, ...]:
    """What a program without fairness does."""
    return tuple(sorted(load.person for load in loads))


@dataclass
class Member:
    """`days` of the week on which they work, `since` which day, and from when to when they are `away`."""

    days: frozenset[int] = frozenset(range(5))
    since: int = 0
    away: range = range(0)

    def works(self, day: int) -> bool:
        return day >= self.since and day % 7 in self.days and day not in self.away


MEMBERS = {
    PersonId("ann"): Member(),
    PersonId("bea"): Member(),
    PersonId("cid"): Member(),
    PersonId("dan"): Member(frozenset({0, 1, 2})),
    PersonId("eva"): Member(frozenset({0, 1, 2})),
    PersonId("fay"): Member(away=range(100, 140)),
    PersonId("gus"): Member(since=120),
    PersonId("hal"): Member(since=120),
}
ALIKE = (("ann", "bea", "cid"), ("dan", "eva"), ("gus", "hal"))


@dataclass
class Year:
    """Requests of a year, one after the other, each for a day within the three weeks after it."""

    choose: Choose
    upcoming: dict[PersonId, list[tuple[int, int]]] = field(default_factory=lambda: {name: [] for name in MEMBERS})
    last: dict[PersonId, datetime] = field(default_factory=dict)
    given: Counter[PersonId] = field(default_factory=Counter)
    refused: int = 0

    def run(self) -> "Year":
        random = Random(7)
        for number in range(BOOKINGS):
            now = number * 365 // BOOKINGS
            self.book(now, now + random.randrange(21), random.randrange(SLOTS), BEGIN + timedelta(minutes=number))
        return self

    def book(self, now: int, day: int, slot: int, at: datetime) -> None:
        for name, booked in self.upcoming.items():
            self.upcoming[name] = [one for one in booked if one[0] >= now]
        free = [
            name for name, member in MEMBERS.items() if member.works(day) and (day, slot) not in self.upcoming[name]
        ]
        if not free:
            self.refused += 1
            return
        chosen = self.choose(Load(name, len(self.upcoming[name]), self.last.get(name)) for name in free)[0]
        self.upcoming[chosen].append((day, slot))
        self.last[chosen] = at
        self.given[chosen] += 1

    @property
    def unevenness(self) -> float:
        """How far members who are alike differ, in parts of what they were given."""
        groups = [[self.given[PersonId(name)] for name in group] for group in ALIKE]
        return max((max(counts) - min(counts)) / max(*counts, 1) for counts in groups)


def test_ten_thousand_bookings_of_a_year_are_spread_evenly_over_members_who_are_alike() -> None:
    year = Year(fairest).run()
    assert sum(year.given.values()) + year.refused == BOOKINGS
    assert year.unevenness <= EVEN, year.given
    part_time, full_time = year.given[PersonId("dan")], year.given[PersonId("ann")]
    assert 0 < part_time <= full_time


def test_whoever_is_always_first_is_found_out_by_the_same_measure() -> None:
    assert Year(first_free).run().unevenness > 10 * EVEN


def test_ten_thousand_bookings_to_come_differ_by_at_most_one_among_members_who_are_alike() -> None:
    random, masks = Random(11), []
    for number in range(BOOKINGS):
        day = number % 365
        works = {name: member.works(day) for name, member in MEMBERS.items()}
        asked = random.random() < 0.5  # the other half suits nobody who works part-time
        masks.append(sum(works[name] << bit for bit, name in enumerate(MEMBERS) if asked or 3 in MEMBERS[name].days))
    assert spread(fairest, len(MEMBERS), masks) <= 1
    assert spread(first_free, len(MEMBERS), masks) > 100


@given(
    members=st.integers(2, 8),
    free=st.lists(st.integers(0, 255), max_size=120),
)
def test_members_who_were_free_for_the_same_requests_differ_by_at_most_one(members: int, free: list[int]) -> None:
    assert spread(fairest, members, free) <= 1


def spread(choose: Choose, members: int, free: list[int]) -> int:
    """Each number says by its bits who is free; the greatest difference between two who were free for the same ones."""
    names = [PersonId(f"member-{number}") for number in range(members)]
    given: Counter[PersonId] = Counter()
    last: dict[PersonId, datetime] = {}
    for number, mask in enumerate(free):
        can = [name for position, name in enumerate(names) if mask >> position & 1]
        if can:
            chosen = choose(Load(name, given[name], last.get(name)) for name in can)[0]
            given[chosen] += 1
            last[chosen] = BEGIN + timedelta(minutes=number)
    alike: dict[tuple[int, ...], list[int]] = {}
    for position, name in enumerate(names):
        alike.setdefault(tuple(mask >> position & 1 for mask in free), []).append(given[name])
    return max(max(counts) - min(counts) for counts in alike.values())


def test_the_same_property_finds_out_whoever_takes_the_first_who_is_free() -> None:
    assert spread(first_free, 3, [0b111] * 9) > 1


def test_who_was_longest_ago_comes_first_among_those_with_the_fewest_and_who_never_was_before_them() -> None:
    ago = [BEGIN - timedelta(days=days) for days in range(4)]
    loads = [
        Load(PersonId("busy"), 2, None),
        Load(PersonId("yesterday"), 1, ago[1]),
        Load(PersonId("long ago"), 1, ago[3]),
        Load(PersonId("never"), 1, None),
    ]
    assert fairest(loads) == ("never", "long ago", "yesterday", "busy")


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_a_tie_is_broken_in_the_same_way_every_time(order: tuple[str, str]) -> None:
    assert fairest(Load(PersonId(name), 0) for name in order) == ("a", "b")
