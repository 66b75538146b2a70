"""How far the copy of one calendar is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from core.configuration.model import CalendarId
from core.shared.ranges import Range

ROUND_KEY = "sync:"
"""The key of a calendar's rounds begins so."""


class ReaderKind(StrEnum):
    """DELTA: Outlook tells what changed. VIEW: it refuses to, so the whole window is read and compared."""

    DELTA = "delta"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Outlook's promise to notify us until `expires_at`."""

    id: str
    expires_at: datetime


def is_dirty(notified_at: datetime | None, read_at: datetime | None) -> bool:
    """Whether Outlook told of a change after the last complete round began."""
    return notified_at is not None and (read_at is None or notified_at >= read_at)


def round_key(calendar: CalendarId) -> str:
    """What the rounds of a calendar hold while they run, and what a waiting one is found by."""
    return f"{ROUND_KEY}{calendar}"


class Listening(NamedTuple):
    """What a notification is judged by: whose subscription it names, the secret's hash, when it was last read, and
    whether Outlook told of a change already and a round waits that will read it."""

    subscription: str
    calendar: CalendarId
    client_state_hash: str | None
    read_at: datetime | None
    is_awaited: bool


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How a copy is kept. `whole`: Outlook doesn't tell what changed, so each round reads all of it. `renews_at`: when
    Outlook is next asked to go on telling that something changed; None: it doesn't tell, so we look by ourselves."""

    whole: bool
    renews_at: datetime | None


@dataclass(frozen=True, slots=True)
class SyncState:
    """The copy of one calendar.

    `link` goes on from the last complete round, which covers `window` and began at `read_at` (all three None: nothing
    was read yet). `failing_since` and `error` tell of the attempts after it. `version` counts stored rounds, so that a
    slow round can't overwrite a newer one. `poll_at`, `compare_at` and `renew_at` are due times; `renew_at` None: no
    notifications are wanted. `notified_at` is when Outlook last told of a change. `client_state_hash` is the
    SHA-256 of the secret that notifications must carry.
    """

    calendar: CalendarId
    poll_at: datetime
    compare_at: datetime
    renew_at: datetime | None = None
    reader: ReaderKind = ReaderKind.DELTA
    link: str | None = None
    window: Range | None = None
    read_at: datetime | None = None
    failing_since: datetime | None = None
    error: str | None = None
    version: int = 0
    subscription: Subscription | None = None
    client_state_hash: str | None = None
    notified_at: datetime | None = None

    @property
    def is_dirty(self) -> bool:
        """Whether Outlook told of a change that no round has read yet."""
        return is_dirty(self.notified_at, self.read_at)

    def is_live(self, now: datetime) -> bool:
        """Whether Outlook tells us of changes."""
        return self.subscription is not None and self.subscription.expires_at > now
