"""When a double booking is said, in which message, and when it had better wait."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from core.configuration.model import CalendarId
from core.conflicts.model.ledger import (
    Cause,
    CauseId,
    Conflict,
    Form,
    Ledger,
    Manners,
    Rules,
    Silence,
    State,
    Warned,
    WarningId,
)
from core.conflicts.model.manners import is_quiet, left_today, next_digest, next_midnight
from core.conflicts.model.pairs import Pair, Weight

STANDS_FOR = timedelta(seconds=90)
URGENT = timedelta(hours=1)
BACKLOG_OPEN = timedelta(hours=1)

NewId = Callable[[], str]


def said(
    ledger: Ledger, cause: CauseId, now: datetime, manners: Manners, new_id: NewId, *, left: int | None = None
) -> Ledger:
    """The cause is said, or put off, or dropped because nothing of it stands; unchanged before its time.

    Quiet hours put it off to the digest unless it starts within the hour; a day whose interruptions are used up puts
    off everything, and when several are due at once the most urgent ones get what is left. `left`: how many messages of
    any kind the day still has (None: no end of them); what starts within the hour doesn't wait for those.
    """
    known = ledger.causes.get(cause)
    if known is None or known.say_at is None or known.say_at > now or not manners.wanted:
        return ledger
    waiting = _waiting(ledger, cause, now)
    if not waiting:
        return _with(ledger, replace(known, say_at=None, held=False))
    if is_quiet(now, manners) and not _is_urgent(waiting, now):
        return _held(ledger, known, now, manners, spent=False)
    before = len(_more_urgent(ledger, cause, now))
    if before >= left_today(ledger, now, manners):
        return _held(ledger, known, now, manners, spent=True)
    if left is not None and before >= left and not _is_urgent(waiting, now):
        return _held(ledger, known, now, manners, spent=False)
    return _told_in(ledger, [known], Warned(WarningId(new_id()), Form.CAUSE, now))


def digest(ledger: Ledger, now: datetime, manners: Manners, new_id: NewId) -> Ledger:
    """One message with everything put off that still stands; none if nothing does."""
    held = [one for one in ledger.causes.values() if one.held]
    ledger = replace(ledger, causes={**ledger.causes, **{one.id: replace(one, held=False) for one in held}})
    standing = [one for one in held if _waiting(ledger, one.id, now)]
    if not standing or not manners.wanted:
        return scheduled(ledger, now, manners)
    return _told_in(ledger, standing, Warned(WarningId(new_id()), Form.DIGEST, now))


def backlogged(ledger: Ledger, first: frozenset[CalendarId], now: datetime, new_id: NewId) -> Ledger:
    """What these calendars (none named: all) bring along is one line, which stays open for an hour.

    A cause with a message of its own stays in that one: it is edited.
    """
    causes = {
        one.cause
        for one in ledger.conflicts.values()
        if is_due_to_be_told(one)
        and (not first or one.pair.first.calendar in first or one.pair.second.calendar in first)
    }
    if not causes:
        return ledger
    new = [ledger.causes[cause] for cause in causes if ledger.causes[cause].warning is None]
    ledger = _told_in(ledger, (ledger.causes[cause] for cause in causes), None)
    if not new:
        return ledger
    lines = (one for one in ledger.warnings.values() if one.form is Form.BACKLOG and now - one.said_at <= BACKLOG_OPEN)
    open_line = max(lines, key=lambda one: one.said_at, default=None)
    return _told_in(ledger, new, open_line or Warned(WarningId(new_id()), Form.BACKLOG, now))


def scheduled(ledger: Ledger, now: datetime, manners: Manners) -> Ledger:
    """Every cause with the time at which it is to be said, if it is."""
    causes = {one.id: _timed(ledger, one, now, manners) for one in ledger.causes.values()}
    return replace(ledger, causes=causes)


def _timed(ledger: Ledger, cause: Cause, now: datetime, manners: Manners) -> Cause:
    waiting = _waiting(ledger, cause.id, now)
    if not waiting or not manners.wanted:
        return replace(cause, say_at=None, held=False)
    if cause.held:
        spent = left_today(ledger, now, manners) == 0
        return replace(cause, say_at=_before_digest(waiting, now, manners, spent=spent))
    return replace(cause, say_at=min(due(one) for one in waiting))


def due(conflict: Conflict) -> datetime:
    """When it has stood for long enough; at once from an hour before it starts."""
    return min(conflict.since + STANDS_FOR, max(conflict.since, conflict.pair.overlap.start - URGENT))


def is_due_to_be_told(conflict: Conflict) -> bool:
    """Whether it is to interrupt, now or when it has stood for a while."""
    return conflict.state is State.OPEN and conflict.pair.weight is Weight.HARD


def told(conflict: Conflict) -> Conflict:
    return replace(conflict, state=State.TOLD)


def muted(rules: Rules, pair: Pair) -> bool:
    """Whether the person doesn't want to hear of such."""
    return pair.kind in rules.never or any(_silences(one, pair) for one in rules.silences)


def _silences(silence: Silence, pair: Pair) -> bool:
    both = ((pair.first.series, pair.second.series), (pair.second.series, pair.first.series))
    return any(one == silence.series and silence.against in {None, other} for one, other in both)


def _waiting(ledger: Ledger, cause: CauseId, now: datetime) -> tuple[Conflict, ...]:
    """What is to be said of it and isn't over, soonest first."""
    return tuple(one for one in ledger.of_cause(cause) if is_due_to_be_told(one) and one.pair.overlap.end > now)


def _is_urgent(waiting: Iterable[Conflict], now: datetime) -> bool:
    return any(one.pair.overlap.start <= now + URGENT for one in waiting)


def _more_urgent(ledger: Ledger, cause: CauseId, now: datetime) -> list[CauseId]:
    """Other causes whose time has come too and that begin sooner."""
    others = (one for one in ledger.causes.values() if one.say_at is not None and one.say_at <= now)
    ranked = sorted((waiting[0].pair.overlap, one.id) for one in others if (waiting := _waiting(ledger, one.id, now)))
    ids = [id_ for _, id_ in ranked]
    return ids[: ids.index(cause)]


def _held(ledger: Ledger, cause: Cause, now: datetime, manners: Manners, *, spent: bool) -> Ledger:
    waiting = _waiting(ledger, cause.id, now)
    say_at = _before_digest(waiting, now, manners, spent=spent)
    return _with(ledger, replace(cause, held=True, say_at=say_at))


def _before_digest(waiting: Iterable[Conflict], now: datetime, manners: Manners, *, spent: bool) -> datetime | None:
    """When it is to be tried again because the digest would come too late: an hour before it starts, on a day that
    has interruptions left."""
    earliest = next_midnight(now, manners) if spent else now
    moments = [
        max(one.pair.overlap.start - URGENT, earliest)
        for one in waiting
        if one.pair.overlap.end > max(one.pair.overlap.start - URGENT, earliest)
    ]
    soonest = min(moments, default=None)
    return soonest if soonest is not None and soonest < next_digest(now, manners) else None


def _told_in(ledger: Ledger, causes: Iterable[Cause], warned: Warned | None) -> Ledger:
    """What waits of these causes is told, by this message; None: each by the one that it has."""
    ids = {cause.id for cause in causes}
    conflicts = {
        key: told(one) if one.cause in ids and is_due_to_be_told(one) else one for key, one in ledger.conflicts.items()
    }
    after = replace(ledger, conflicts=conflicts)
    for cause in ids:
        warning = warned.id if warned is not None else ledger.causes[cause].warning
        after = _with(after, replace(ledger.causes[cause], say_at=None, held=False, warning=warning))
    return after if warned is None else replace(after, warnings={**after.warnings, warned.id: warned})


def _with(ledger: Ledger, cause: Cause) -> Ledger:
    return replace(ledger, causes={**ledger.causes, cause.id: cause})
