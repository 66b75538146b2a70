"""What follows from a changed ledger: messages to send or edit, times to wake up at, rows to forget."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.conflicts.model.ledger import STANDING, Cause, CauseId, CauseKind, Conflict, Ledger, WarningId
from core.conflicts.model.pairs import PairKey
from core.shared.ranges import Range

REMEMBERED = timedelta(days=7)
SERIES_REMEMBERED = timedelta(days=40)  # longer than from one monthly date to the next
WARNING_REMEMBERED = timedelta(days=30)

_Says = dict[tuple[CauseId, PairKey], tuple[object, ...]]


def causes_of(ledger: Ledger, warning: WarningId) -> tuple[Cause, ...]:
    """What the message is about: what still stands first, then by the first overlap.

    Empty for one whose causes were all said anew in a later message.
    """
    found = (one for one in ledger.causes.values() if one.warning == warning)
    return tuple(sorted(found, key=lambda one: _urgency(ledger, one)))


def warnings_changed(before: Ledger, after: Ledger) -> frozenset[WarningId]:
    """Messages that are new, say something else now, or have lost a cause to a later message.

    Rows that are only forgotten change nothing; so the order of this and `pruned` doesn't matter.
    """
    return frozenset(id_ for id_ in after.warnings if _differs(before, after, id_))


def causes_changed(before: Ledger, after: Ledger) -> frozenset[CauseId]:
    """Causes that no message speaks of, and that were known before as something else."""
    untold = {id_ for id_ in before.causes.keys() & after.causes.keys() if after.causes[id_].warning is None}
    then, now = _says(before, None), _says(after, None)
    return frozenset(cause for cause, key in now if cause in untold and then.get((cause, key)) != now[cause, key])


def to_say(before: Ledger, after: Ledger) -> Mapping[CauseId, datetime]:
    """Causes that have a time to be said at which they didn't have before."""
    times = {id_: cause.say_at for id_, cause in before.causes.items()}
    return {
        id_: cause.say_at
        for id_, cause in after.causes.items()
        if cause.say_at is not None and cause.say_at != times.get(id_)
    }


def needs_digest(before: Ledger, after: Ledger) -> bool:
    """Whether something was put off to the digest that wasn't before."""
    held = {id_ for id_, cause in before.causes.items() if cause.held}
    return any(cause.held and id_ not in held for id_, cause in after.causes.items())


def pruned(ledger: Ledger, now: datetime) -> Ledger:
    """Without what has been over for a week (dates of two series: for 40 days, so that a monthly one is told once), and
    without messages older than 30 days that speak of nothing any more."""
    conflicts = {key: one for key, one in ledger.conflicts.items() if not _forgotten(ledger, one, now)}
    used = {one.cause for one in conflicts.values()}
    causes = {id_: cause for id_, cause in ledger.causes.items() if id_ in used}
    named = {cause.warning for cause in causes.values()}
    warnings = {
        id_: one for id_, one in ledger.warnings.items() if id_ in named or now - one.said_at <= WARNING_REMEMBERED
    }
    return replace(ledger, conflicts=conflicts, causes=causes, warnings=warnings)


def _forgotten(ledger: Ledger, conflict: Conflict, now: datetime) -> bool:
    series = ledger.causes[conflict.cause].kind is CauseKind.SERIES
    kept_for = SERIES_REMEMBERED if series else REMEMBERED
    return conflict.state not in STANDING and conflict.pair.overlap.end < now - kept_for


def _differs(before: Ledger, after: Ledger, warning: WarningId) -> bool:
    if warning not in before.warnings:
        return True
    then, now = _says(before, warning), _says(after, warning)
    lost = any(cause in after.causes and after.causes[cause].warning != warning for cause, _ in then)
    return lost or any(then.get(key) != value for key, value in now.items())


def _says(ledger: Ledger, warning: WarningId | None) -> _Says:
    return {
        (cause.id, key): (cause.kind, one.pair, one.state, one.ending)
        for cause in ledger.causes.values()
        if cause.warning == warning
        for key, one in ledger.conflicts.items()
        if one.cause == cause.id
    }


def _urgency(ledger: Ledger, cause: Cause) -> tuple[bool, Range, CauseId]:
    rows = ledger.of_cause(cause.id)
    standing = [one for one in rows if one.state in STANDING]
    return not standing, (standing or rows)[0].pair.overlap, cause.id
