"""Which pairs one message is about.

Only what is certain glues. Hard pairs that hang together by a meeting are one cause; soft pairs never join two of them
and never join one: a nine-hour "On site" over four unrelated clashes leaves four messages of two meetings each, and one
quiet entry in the list for "On site". Soft pairs are put together by the all-day or long meeting they share, the
others by hanging together. Two series, and time off over several meetings, are causes of their own in either weight.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.availability import ShowAs
from core.conflicts.model.engagements import Engagement
from core.conflicts.model.finding import LONG
from core.conflicts.model.ledger import CauseKind
from core.conflicts.model.pairs import Pair, Weight

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs of one cause, soonest first, at least one. `anchor`: the two series, the absence, or the first pair."""

    kind: CauseKind
    anchor: str
    pairs: tuple[Pair, ...]

    @property
    def is_hard(self) -> bool:
        return any(pair.weight is Weight.HARD for pair in self.pairs)


def groups(pairs: Iterable[Pair]) -> tuple[Group, ...]:
    """Every pair in exactly one group; those that interrupt first, then by the first overlap."""
    series: dict[str, list[Pair]] = defaultdict(list)
    rest: list[Pair] = []
    for pair in sorted(pairs, key=lambda one: (one.overlap, one.key)):
        if pair.first.series is not None and pair.second.series is not None:
            series[" ".join(sorted((pair.first.series, pair.second.series)))].append(pair)
        else:
            rest.append(pair)
    found = [Group(CauseKind.SERIES, anchor, tuple(those)) for anchor, those in series.items()]
    absences, rest = _absences(rest)
    clusters = [*_components([one for one in rest if one.weight is Weight.HARD]), *_soft(rest)]
    found += absences
    found += [Group(CauseKind.CLUSTER, " ".join(those[0].key), tuple(those)) for those in clusters]
    return tuple(sorted(found, key=lambda one: (not one.is_hard, one.pairs[0].overlap, one.pairs[0].key)))


def _absences(pairs: Sequence[Pair]) -> tuple[list[Group], list[Pair]]:
    """Time off over two or more others, the one over most first; and the pairs that are left."""
    found: list[Group] = []
    rest = list(pairs)
    while True:
        stars: dict[str, list[Pair]] = defaultdict(list)
        for pair in rest:
            for one in (pair.first, pair.second):
                if one.show_as is ShowAs.OOF:
                    stars[one.event].append(pair)
        several = {event: star for event, star in stars.items() if len(star) >= _SEVERAL}
        if not several:
            return found, rest
        event = min(several, key=lambda one: (-len(several[one]), several[one][0].overlap, one))
        own = _with_what_it_covers(event, several[event], rest)
        found.append(Group(CauseKind.AWAY, event, tuple(own)))
        taken = {pair.key for pair in own}
        rest = [pair for pair in rest if pair.key not in taken]


def _with_what_it_covers(event: str, star: Sequence[Pair], rest: Sequence[Pair]) -> list[Pair]:
    """With the hard pairs among the meetings that the absence clashes with for certain: three at once are one."""
    covered = {one.event for pair in star if pair.weight is Weight.HARD for one in (pair.first, pair.second)} - {event}
    keys = {pair.key for pair in star}
    return [
        pair
        for pair in rest
        if pair.key in keys
        or (pair.weight is Weight.HARD and pair.first.event in covered and pair.second.event in covered)
    ]


def _soft(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Soft pairs by the long meeting they share; the others by hanging together."""
    blankets: dict[str, list[Pair]] = defaultdict(list)
    others: list[Pair] = []
    for pair in pairs:
        if pair.weight is Weight.SOFT:
            longest = max((pair.first, pair.second), key=lambda one: one.when.end - one.when.start)
            if _is_blanket(longest):
                blankets[longest.event].append(pair)
            else:
                others.append(pair)
    return [*blankets.values(), *_components(others)]


def _is_blanket(one: Engagement) -> bool:
    return one.is_all_day or one.when.end - one.when.start >= LONG


def _components(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that hang together by a meeting, each list in the order given."""
    leader: dict[str, str] = {}

    def find(event: str) -> str:
        while leader.setdefault(event, event) != event:
            leader[event] = event = leader[leader[event]]
        return event

    for pair in pairs:
        leader[find(pair.first.event)] = find(pair.second.event)
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[find(pair.first.event)].append(pair)
    return list(found.values())
