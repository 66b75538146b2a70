"""How old a copy may be, and which days it holds."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from core.shared.errors import OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model.state import SyncState

FRESH_WHEN_LIVE = timedelta(minutes=45)
FRESH_WHEN_POLLED = timedelta(minutes=5)
STALE = timedelta(minutes=60)
"""After a failed sync a copy older than this says nothing any more."""

KEPT_BEHIND = timedelta(days=2)
"""Yesterday everywhere on earth, one day wider for all-day events, which Outlook matches as UTC midnights."""

KEPT_AHEAD = timedelta(days=2)
ROLLED_EVERY = timedelta(days=7)
"""A window is frozen in its delta link; it is a week longer than needed, and then a new one is read in full."""


def window_for(now: datetime, horizon_days: int, known: Range | None) -> Range:
    """The window to hold: the known one while it reaches far enough, else a new one."""
    today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    needed = Range(today - KEPT_BEHIND, today + timedelta(days=horizon_days) + KEPT_AHEAD)
    if known is not None and known.start <= needed.start and needed.end <= known.end:
        return known
    return Range(needed.start, needed.end + ROLLED_EVERY)


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that may answer without asking Outlook first: when it was read, and for which days."""

    read_at: datetime
    window: Range


def fresh(state: SyncState, now: datetime) -> bool:
    """Whether the copy may answer without asking Outlook first."""
    if state.read_at is None or state.error is not None or state.is_dirty:
        return False
    return now - state.read_at < (FRESH_WHEN_LIVE if state.is_live(now) else FRESH_WHEN_POLLED)


def unreadable(state: SyncState, now: datetime) -> str | None:
    """Why the copy, which is not fresh, may not answer at all; None if it may, with its age."""
    if state.error is not None and state.error != OutlookUnavailable.code:
        return state.error
    if state.read_at is None or now - state.read_at > STALE:
        return OutlookUnavailable.code
    return None
