"""Which cause a pair belongs to, from look to look."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from core.conflicts.model.grouping import Group, groups
from core.conflicts.model.ledger import STANDING, Cause, CauseId, CauseKind, Conflict, Ledger, State
from core.conflicts.model.pairs import PairKey

NOWHERE = CauseId("")
"""The cause of a pair that has none yet."""

Assigned = tuple[dict[PairKey, Conflict], dict[CauseId, Cause]]


def assigned(ledger: Ledger, conflicts: Mapping[PairKey, Conflict], new_id: Callable[[], str]) -> Assigned:
    """Every pair with its cause, and the causes that have any.

    A cause that was said keeps its pairs, so that its message stays true; what is new, or was not said, goes with the
    group it is in now: to the oldest cause that has a pair of it, else to a new one. Pairs that are kept glue nothing.
    """
    oldest = _by_age(ledger)
    after = dict(conflicts)
    causes = dict(ledger.causes)
    taken: set[CauseId] = set()
    for group in _groups(conflicts.values()):
        cause = _cause_for(group, after, causes, oldest, taken) or CauseId(new_id())
        if cause not in causes:
            causes[cause] = Cause(cause, group.kind, group.anchor)
        elif cause not in taken:
            causes[cause] = replace(causes[cause], kind=group.kind, anchor=group.anchor)
        taken.add(cause)
        for pair in group.pairs:
            before = after[pair.key]
            if not (before.cause in causes and _is_said(causes[before.cause])):
                after[pair.key] = replace(before, cause=cause)
    used = {one.cause for one in after.values()}
    return after, {id_: cause for id_, cause in causes.items() if id_ in used}


def _groups(conflicts: Iterable[Conflict]) -> tuple[Group, ...]:
    """Of what stands; and apart from that, of what is muted, or wanted, from the start."""
    standing = [one.pair for one in conflicts if one.state in STANDING]
    silent = {State.MUTED, State.KEPT}
    quiet = [one.pair for one in conflicts if one.state in silent and one.cause == NOWHERE]
    return (*groups(standing), *groups(quiet))


def _cause_for(
    group: Group,
    conflicts: Mapping[PairKey, Conflict],
    causes: Mapping[CauseId, Cause],
    oldest: Mapping[CauseId, int],
    taken: set[CauseId],
) -> CauseId | None:
    """The cause this group goes on as; one that was not said goes on as one group only."""
    same = {conflicts[pair.key].cause for pair in group.pairs} & causes.keys()
    if group.kind is not CauseKind.CLUSTER:
        named = {one.id for one in causes.values() if (one.kind, one.anchor) == (group.kind, group.anchor)}
        same = named or same if group.kind is CauseKind.SERIES else named | same
    for cause in sorted(same, key=lambda one: oldest.get(one, len(oldest))):
        if cause not in taken or _is_said(causes[cause]):
            return cause
    return None


def _is_said(cause: Cause) -> bool:
    return cause.warning is not None


def _by_age(ledger: Ledger) -> dict[CauseId, int]:
    """The rank of each cause, the oldest first: by its earliest pair."""
    since = defaultdict(list)
    for conflict in ledger.conflicts.values():
        since[conflict.cause].append(conflict.since)
    ordered = sorted(since, key=lambda cause: (min(since[cause]), cause))
    return {cause: rank for rank, cause in enumerate(ordered)}
