"""One breaker per tenant: when Graph keeps failing a tenant, everybody of it is answered at once instead of after many
tries, until one request finds that it works again. Other tenants never notice.

Throttling (429) is one mailbox's own business and never opens it; neither does one mailbox that fails alone while we
know of others in its tenant.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from core.connection.model import ConnectionId
from core.outlook.answers import Throttled
from core.shared.clock import Clock
from core.shared.errors import OutlookUnavailable

FAILURES_IN_A_ROW = 6
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=4)


class TenantPaused(OutlookUnavailable):
    """Nothing was sent: the tenant has been failing, and it is not time yet to see whether it still does."""


TenantOf = Callable[[ConnectionId], Awaitable[str]]
"""Which tenant an account belongs to. Network is not asked."""


async def each_alone(connection: ConnectionId) -> str:
    """Where tenants are not known, an account is its own."""
    return connection


class Breaker:
    """Closed: requests pass. Open: none do. Half-open, when the pause is over: one passes, and what becomes of it
    closes the breaker or opens it for twice as long."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: set[ConnectionId] = set()
        self._failed: set[ConnectionId] = set()
        self._in_a_row = 0
        self._pause = FIRST_PAUSE
        self._opens_at: datetime | None = None
        self._probed = False

    @property
    def is_open(self) -> bool:
        return self._opens_at is not None

    @asynccontextmanager
    async def passing(self, mailbox: ConnectionId) -> AsyncIterator[None]:
        """Around one request. Raises TenantPaused at once, with the rest of the pause, while it is open."""
        self._known.add(mailbox)
        probes = self._admit()
        try:
            yield
        except Throttled:
            self._worked()  # whoever asks for quiet is there
            raise
        except OutlookUnavailable:
            self._did_not(mailbox, probes=probes)
            raise
        except Exception:
            self._worked()  # a refusal is an answer
            raise
        else:
            self._worked()
        finally:
            if probes:  # also when nobody waits for it any more: the next one probes
                self._probed = False

    def _admit(self) -> bool:
        """Whether this request is the probe."""
        if self._opens_at is None:
            return False
        left = self._opens_at - self._clock.now()
        if self._probed or left > timedelta():
            raise TenantPaused(max(left, timedelta(seconds=1)).total_seconds())
        self._probed = True
        return True

    def _worked(self) -> None:
        self._failed.clear()
        self._in_a_row, self._pause, self._opens_at = 0, FIRST_PAUSE, None

    def _did_not(self, mailbox: ConnectionId, *, probes: bool) -> None:
        self._failed.add(mailbox)
        self._in_a_row += 1
        if probes:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        alone = len(self._failed) == 1 < len(self._known)
        if probes or (self._in_a_row >= FAILURES_IN_A_ROW and not alone):
            self._opens_at = self._clock.now() + self._pause


class Breakers:
    """The breakers of all tenants."""

    def __init__(self, clock: Clock, tenant_of: TenantOf) -> None:
        self._tenant_of = tenant_of
        self._of: defaultdict[str, Breaker] = defaultdict(lambda: Breaker(clock))

    async def of(self, mailbox: ConnectionId) -> Breaker:
        return self._of[await self._tenant_of(mailbox)]

    @property
    def open(self) -> int:
        """How many tenants get no requests now."""
        return sum(breaker.is_open for breaker in self._of.values())
