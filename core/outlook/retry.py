"""When to ask Outlook again: what it asked for, else a growing pause with jitter."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core.outlook.precedence import Precedence
from core.shared.clock import Clock
from core.shared.errors import OutlookUnavailable

IN_FLIGHT = 3
"""Exchange allows 4 requests at once per app and mailbox; one is left for a second process.
https://learn.microsoft.com/graph/throttling-limits (Outlook service limits)"""

LONGEST_ASKED_SECONDS = 24 * 3600.0  # more is taken for a mistake
UNDATED_SECONDS = 60.0  # a date to wait for, from a server that doesn't say what time it has


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """The answer's Retry-After, given in seconds or as a date, as seconds from the answer; None without a usable one.

    A date is compared with the answer's own Date header, so that a wrong clock on either side doesn't matter.
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked), LONGEST_ASKED_SECONDS)
    until, said_at = _http_date(asked), _http_date(headers.get("date", ""))
    if until is None:
        return None
    if said_at is None:
        return UNDATED_SECONDS
    return min(max((until - said_at).total_seconds(), 0.0), LONGEST_ASKED_SECONDS)


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


SAVED_AT_MOST = 10.0
SAVED_PER_ANSWER = 0.2


class Lane:
    """One mailbox's way to Outlook: at most three requests at once, none while it asked for quiet, and only as many
    repetitions as its budget holds: one for five answers, ten in reserve."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._places = Precedence(IN_FLIGHT)
        self._quiet_until: datetime | None = None
        self._saved = SAVED_AT_MOST

    def place(self) -> AbstractAsyncContextManager[None]:
        return self._places.place()

    def quiet(self, seconds: float) -> None:
        """Nothing may be sent for so long."""
        until = self._clock.now() + timedelta(seconds=seconds)
        self._quiet_until = max(until, self._quiet_until or until)

    def answered(self) -> None:
        self._saved = min(self._saved + SAVED_PER_ANSWER, SAVED_AT_MOST)

    def may_repeat(self) -> bool:
        """Spends one repetition of the budget; False when there is none left."""
        if self._saved < 1:
            return False
        self._saved -= 1
        return True

    async def open(self, deadline: datetime) -> None:
        """Waits until the mailbox may be asked. Raises OutlookUnavailable at once if that is after the deadline."""
        while self._quiet_until is not None and (left := self._quiet_until - self._clock.now()) > timedelta():
            if self._quiet_until > deadline:
                raise OutlookUnavailable(left.total_seconds())
            await self._clock.sleep(left.total_seconds())


class Persistence:
    """Decides about repetitions of one call: how many, and not later than the deadline."""

    REPETITIONS = 2
    ASKED_REPETITIONS = 4

    def __init__(self, clock: Clock, patience_seconds: float, jitter: Callable[[], float]) -> None:
        self._clock = clock
        self._jitter = jitter
        self._tried = 0
        self.deadline = clock.now() + timedelta(seconds=patience_seconds)

    def pause_after(self, trouble: OutlookUnavailable) -> float | None:
        """Seconds to wait before the next attempt; None to give up. The n-th unasked pause is 0.5-1 s times 2^n."""
        self._tried += 1
        asked = trouble.retry_after_seconds
        if self._tried > (self.REPETITIONS if asked is None else self.ASKED_REPETITIONS):
            return None
        pause = asked if asked is not None else 2 ** (self._tried - 1) * (0.5 + self._jitter() / 2)
        return pause if self._clock.now() + timedelta(seconds=pause) <= self.deadline else None
