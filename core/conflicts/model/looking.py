"""What a new look makes of the ledger: what is new, what ended, and when to speak of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from core.configuration.model import CalendarId
from core.conflicts.model.assigning import NOWHERE, assigned
from core.conflicts.model.finding import Look
from core.conflicts.model.ledger import (
    Cause,
    CauseId,
    CauseKind,
    Conflict,
    End,
    Ending,
    Ledger,
    Manners,
    Rules,
    State,
)
from core.conflicts.model.pairs import Pair, PairKey
from core.conflicts.model.telling import backlogged, is_due_to_be_told, muted, scheduled, told

NewId = Callable[[], str]


def looked(
    ledger: Ledger, look: Look, now: datetime, manners: Manners, *, first: frozenset[CalendarId] | None, new_id: NewId
) -> Ledger:
    """The ledger after the look: states follow Outlook, causes have their time to be said.

    `first`: calendars that are seen for the first time (empty: all, the person just changed their choice here); their
    double bookings are put into one line at once and interrupt nobody. None: nothing is seen for the first time.
    """
    conflicts = _followed(ledger, look, now)
    conflicts, causes = assigned(ledger, conflicts, new_id)
    after = replace(ledger, conflicts=_going_on(ledger, conflicts, causes), causes=causes)
    if first is not None and manners.wanted:
        after = backlogged(after, first, now, new_id)
    return scheduled(after, now, manners)


def _followed(ledger: Ledger, look: Look, now: datetime) -> dict[PairKey, Conflict]:
    """Each known pair with its present state, and the new ones, which have no cause yet."""
    found = {pair.key: pair for pair in look.pairs}
    after: dict[PairKey, Conflict] = {}
    for key, conflict in _renamed(ledger.conflicts, found).items():
        pair = found.pop(key, None)
        after[key] = _vanished(conflict, look, now) if pair is None else _stood(conflict, pair, ledger.rules, now)
    for key, pair in found.items():
        after[key] = Conflict(pair, NOWHERE, _new_state(pair, ledger.rules, look), now)
    return after


def _new_state(pair: Pair, rules: Rules, look: Look) -> State:
    if look.is_overruled(pair):
        return State.KEPT
    return State.MUTED if muted(rules, pair) else State.OPEN


def _renamed(known: Mapping[PairKey, Conflict], found: Mapping[PairKey, Pair]) -> dict[PairKey, Conflict]:
    """Pairs whose meetings are now seen in another calendar's copy, under another id, go on under their new key."""
    new = {_meetings(pair): key for key, pair in found.items() if key not in known}
    after: dict[PairKey, Conflict] = {}
    for key, conflict in known.items():
        follows = conflict.state is not State.RESOLVED and key not in found
        after[new.get(_meetings(conflict.pair), key) if follows else key] = conflict
    return after


def _meetings(pair: Pair) -> frozenset[tuple[str, datetime]]:
    return frozenset((one.meeting, one.when.start) for one in (pair.first, pair.second))


def _stood(conflict: Conflict, pair: Pair, rules: Rules, now: datetime) -> Conflict:
    """What was resolved, or is muted no more, begins anew."""
    if conflict.state is State.KEPT:
        return replace(conflict, pair=pair)
    if muted(rules, pair):
        return replace(conflict, pair=pair, state=State.MUTED, ending=None)
    if conflict.state in {State.OPEN, State.TOLD}:
        return replace(conflict, pair=pair)
    return Conflict(pair, conflict.cause, State.OPEN, now)


def _vanished(conflict: Conflict, look: Look, now: datetime) -> Conflict:
    """What was kept until its time was over stays kept; what can't be seen just now stays as it is."""
    pair = conflict.pair
    over = pair.overlap.end <= now
    if not over and look.unread & {pair.first.calendar, pair.second.calendar}:
        return conflict
    if conflict.state is State.RESOLVED or (conflict.state is State.KEPT and over):
        return conflict
    ending = Ending(End.OVER) if over else _ending(pair, look)
    return replace(conflict, state=State.RESOLVED, ending=ending)


def _ending(pair: Pair, look: Look) -> Ending:
    """Of two that moved, the one that alone would have been enough."""
    both = ((pair.second, pair.first), (pair.first, pair.second))
    moved: list[Ending] = []
    for one, other in both:
        now = look.where(one)
        if now is None:
            free = one.event in look.idle or one.calendar not in look.calendars
            return Ending(End.FREE if free else End.GONE, one.event)
        if now.when != one.when:
            ending = Ending(End.MOVED, one.event, now.when)
            moved.insert(len(moved) if now.when.overlaps(other.when) else 0, ending)
    return moved[0] if moved else Ending(End.FREE, pair.second.event)


def _going_on(
    ledger: Ledger, conflicts: Mapping[PairKey, Conflict], causes: Mapping[CauseId, Cause]
) -> dict[PairKey, Conflict]:
    """New dates of two series are what was told, or kept, already."""
    going = {
        cause.id: state
        for cause in causes.values()
        if cause.kind is CauseKind.SERIES and (state := _known_as(ledger, cause)) is not None
    }
    after = dict(conflicts)
    for key, conflict in conflicts.items():
        state = going.get(conflict.cause)
        before = ledger.conflicts.get(key)
        if state is State.KEPT and conflict.state is State.OPEN and before is None:
            after[key] = replace(conflict, state=State.KEPT)
        elif state is State.TOLD and is_due_to_be_told(conflict):
            after[key] = told(conflict)
    return after


def _known_as(ledger: Ledger, cause: Cause) -> State | None:
    """KEPT or TOLD if the person lets the two series run against each other; None if it is not said, or was solved."""
    before = ledger.of_cause(cause.id)
    states = {one.state for one in before}
    if State.KEPT in states and not states & {State.OPEN, State.TOLD}:
        return State.KEPT
    lived_with = any(one.ending is not None and one.ending.end is End.OVER for one in before)
    return State.TOLD if cause.warning is not None and (State.TOLD in states or lived_with) else None
