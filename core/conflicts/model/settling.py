"""What the person decides about double bookings that stay: keep both, ignore a series, never hear of a kind."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from core.conflicts.model.ledger import STANDING, CauseId, Conflict, End, Ending, Ledger, Rules, Silence, State
from core.conflicts.model.pairs import Kind, PairKey
from core.conflicts.model.telling import is_due_to_be_told, muted

OFFERED_EVERY = 3


def kept(ledger: Ledger, cause: CauseId, now: datetime) -> Ledger:
    """Everything of the cause that stands is kept, and each kind among it counted once; a second press does nothing."""
    standing = {one.pair.key: one for one in ledger.of_cause(cause) if one.state in STANDING}
    settled = {key: _settled(one, now) for key, one in standing.items()}
    kinds = {one.pair.kind for one in settled.values() if one.state is State.KEPT}
    keeps = {**ledger.rules.keeps, **{kind: ledger.rules.keeps.get(kind, 0) + 1 for kind in kinds}}
    return _quieted(replace(ledger, rules=replace(ledger.rules, keeps=keeps)), settled)


def offer_rule(ledger: Ledger, cause: CauseId) -> Kind | None:
    """To be asked right after `kept`: the kind kept for the third time (sixth, ninth ...) for which a rule makes sense.
    None: nothing to offer."""
    kinds = {one.pair.kind for one in ledger.of_cause(cause) if one.state is State.KEPT} - {Kind.MEETING}
    rules = ledger.rules
    offered = (kind for kind in Kind if kind in kinds - rules.never and rules.keeps.get(kind, 0) > 0)
    return next((kind for kind in offered if rules.keeps[kind] % OFFERED_EVERY == 0), None)


def ignored(ledger: Ledger, cause: CauseId) -> Ledger:
    """The series of the cause is not warned of again; two series: not against each other. Unchanged if none recurs."""
    for one in ledger.of_cause(cause):
        recurring = sorted({one.pair.first.series, one.pair.second.series} - {None}, key=str)
        both = one.pair.first.series is not None and one.pair.second.series is not None
        if one.state in STANDING and recurring and recurring[0] is not None:
            silence = Silence(recurring[0], recurring[-1] if both else None)
            return _ruled(ledger, replace(ledger.rules, silences=ledger.rules.silences | {silence}))
    return ledger


def never(ledger: Ledger, kind: Kind) -> Ledger:
    """This kind is not warned of again. Unchanged for MEETING: that would be no warnings at all."""
    if kind is Kind.MEETING:
        return ledger
    return _ruled(ledger, replace(ledger.rules, never=ledger.rules.never | {kind}))


def warned_again(ledger: Ledger, kind: Kind) -> Ledger:
    """This kind is warned of again, what stands with the next look; three more have to be kept before the rule is
    offered anew."""
    rules = ledger.rules
    keeps = {one: count for one, count in rules.keeps.items() if one is not kind}
    return replace(ledger, rules=replace(rules, never=rules.never - {kind}, keeps=keeps))


def _settled(conflict: Conflict, now: datetime) -> Conflict:
    """What is over needs no keeping."""
    if conflict.pair.overlap.end <= now:
        return replace(conflict, state=State.RESOLVED, ending=Ending(End.OVER))
    return replace(conflict, state=State.KEPT)


def _ruled(ledger: Ledger, rules: Rules) -> Ledger:
    standing = (one for one in ledger.conflicts.values() if one.state in STANDING and muted(rules, one.pair))
    return _quieted(replace(ledger, rules=rules), {one.pair.key: replace(one, state=State.MUTED) for one in standing})


def _quieted(ledger: Ledger, changed: Mapping[PairKey, Conflict]) -> Ledger:
    """With these conflicts changed; a cause of which nothing is left to be said waits no more."""
    conflicts = {**ledger.conflicts, **changed}
    waiting = {one.cause for one in conflicts.values() if is_due_to_be_told(one)}
    causes = {
        id_: cause if id_ in waiting else replace(cause, say_at=None, held=False)
        for id_, cause in ledger.causes.items()
    }
    return replace(ledger, conflicts=conflicts, causes=causes)


def told_elsewhere(ledger: Ledger, keys: Collection[PairKey]) -> Ledger:
    """Another message says these: they interrupt no more, however much they will weigh."""
    said = (one for one in ledger.conflicts.values() if one.pair.key in keys and one.state is State.OPEN)
    return _quieted(ledger, {one.pair.key: replace(one, state=State.TOLD) for one in said})


def accepted(ledger: Ledger, keys: Collection[PairKey], now: datetime) -> Ledger:
    """The person accepted one of each, seeing the other: both stay. That chooses no rule."""
    standing = (one for one in ledger.conflicts.values() if one.pair.key in keys and one.state in STANDING)
    return _quieted(ledger, {one.pair.key: _settled(one, now) for one in standing})
