"""What this room knows: events as Outlook has them, the copy's state, what changed."""

from core.sync.model.changes import DeltaRefused, DeltaRound, SyncReset, answers_of, blocking_times, merged
from core.sync.model.events import (
    MOST_ATTENDEES,
    Attendee,
    CalendarReading,
    Event,
    FreeBusy,
    FreeBusySpan,
    Response,
    busy_time,
    shown,
    untitled,
)
from core.sync.model.facts import AnswersChanged, BusyChanged, ReadingChanged
from core.sync.model.freshness import KEPT_BEHIND, Copied, fresh, unreadable, window_for
from core.sync.model.notifications import Lifecycle, Notification
from core.sync.model.state import ROUND_KEY, Listening, ReaderKind, Subscription, SyncState, Upkeep, is_dirty, round_key

__all__ = [
    "KEPT_BEHIND",
    "MOST_ATTENDEES",
    "ROUND_KEY",
    "AnswersChanged",
    "Attendee",
    "BusyChanged",
    "CalendarReading",
    "Copied",
    "DeltaRefused",
    "DeltaRound",
    "Event",
    "FreeBusy",
    "FreeBusySpan",
    "Lifecycle",
    "Listening",
    "Notification",
    "ReaderKind",
    "ReadingChanged",
    "Response",
    "Subscription",
    "SyncReset",
    "SyncState",
    "Upkeep",
    "answers_of",
    "blocking_times",
    "busy_time",
    "fresh",
    "is_dirty",
    "merged",
    "round_key",
    "shown",
    "unreadable",
    "untitled",
    "window_for",
]
