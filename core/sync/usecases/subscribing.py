"""Subscriptions: Outlook tells us of changes, as long as we renew them in time."""

import hashlib
import random
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from core.configuration.model import Calendar, CalendarId
from core.connection.model import ConnectionId
from core.shared.clock import Clock
from core.shared.errors import ClearhourError, Gone, OutlookRejected, PermissionMissing
from core.shared.jobs import Jobs
from core.shared.transaction import Transactions
from core.sync.model import Subscription, SyncState
from core.sync.ports import Subscriptions, SyncStates
from core.sync.usecases.due import half_life
from core.sync.usecases.jobs import ask_round

LIFETIME = timedelta(days=6)
"""Outlook gives events just under seven days."""

AGAIN_WHEN_REFUSED = timedelta(days=1)
AGAIN_WHEN_FAILED = timedelta(minutes=5)
FORBIDDEN = 403


def hash_of(client_state: str) -> str:
    return hashlib.sha256(client_state.encode()).hexdigest()


class Subscribing:
    """Creates, renews and ends subscriptions. Whatever goes wrong, the calendar is polled meanwhile. `notified` False:
    nobody outside reaches us, so old ones are left to expire."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        states: SyncStates,
        subscriptions: Subscriptions,
        jobs: Jobs,
        clock: Clock,
        notified: bool,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._transactions = transactions
        self._states = states
        self._subscriptions = subscriptions
        self._jobs = jobs
        self._clock = clock
        self._notified = notified
        self._jitter = jitter

    async def keep(self, calendar: CalendarId, *, removed: str | None = None, reauthorize: bool = False) -> None:
        """Makes the subscription of a calendar as it should be: there, and not about to expire."""
        async with self._transactions.read() as tx:
            state, owner = await self._states.get(tx, calendar), await self._states.owner(tx, calendar)
        if state is None or owner is None or state.renew_at is None or not self._notified:
            return
        current = state.subscription
        if current is not None and current.id == removed:
            current = None
        try:
            if current is not None and await self._kept(state, owner[1], current, reauthorize=reauthorize):
                return
            await self._create(state, owner[1])
        except ClearhourError as error:
            await self._later(calendar, error)

    async def end(self, connection: ConnectionId, subscription: str) -> None:
        """Ends one that nobody wants any more. Without a token there is no way: it expires by itself."""
        try:
            await self._subscriptions.delete(connection, subscription)
        except (OutlookRejected, PermissionMissing):
            return

    async def _kept(self, state: SyncState, calendar: Calendar, current: Subscription, *, reauthorize: bool) -> bool:
        """False when Outlook doesn't know it any more."""
        try:
            if reauthorize and current.expires_at > self._clock.now() + LIFETIME / 2:
                await self._subscriptions.reauthorize(calendar.connection, current.id)
            else:  # lengthening it authorises it too
                asked = self._clock.now() + LIFETIME
                current = await self._subscriptions.renew(calendar.connection, current.id, asked)
        except Gone:
            return False
        async with self._transactions.write() as tx:
            now_state = await self._states.locked(tx, state.calendar)
            if now_state is not None and now_state.subscription and now_state.subscription.id == current.id:
                await self._states.save(tx, replace(now_state, subscription=current, renew_at=self._renewal(current)))
        return True

    async def _create(self, state: SyncState, calendar: Calendar) -> None:
        """A new one, with a secret that only Outlook learns; changes before it are found by a round after it."""
        secret, asked = secrets.token_urlsafe(32), self._clock.now() + LIFETIME
        made = await self._subscriptions.create(calendar.connection, calendar.outlook_id, secret, asked)
        async with self._transactions.write() as tx:
            now_state = await self._states.locked(tx, state.calendar)
            if now_state is not None:
                renewed = replace(
                    now_state,
                    subscription=made,
                    client_state_hash=hash_of(secret),
                    renew_at=self._renewal(made),
                    notified_at=self._clock.now(),
                )
                await self._states.save(tx, renewed)
                await ask_round(self._jobs, tx, state.calendar)
                return
        await self.end(calendar.connection, made.id)  # nobody wants it any more

    async def _later(self, calendar: CalendarId, error: ClearhourError) -> None:
        """Shared calendars are refused for good, as far as anybody knows; everything else may pass."""
        forbidden = isinstance(error, PermissionMissing) or (
            isinstance(error, OutlookRejected) and error.status == FORBIDDEN
        )
        pause = AGAIN_WHEN_REFUSED if forbidden else AGAIN_WHEN_FAILED
        asked = timedelta(seconds=getattr(error, "retry_after_seconds", None) or 0)
        async with self._transactions.write() as tx:
            state = await self._states.locked(tx, calendar)
            if state is not None:
                await self._states.save(tx, replace(state, renew_at=self._clock.now() + max(pause, asked)))

    def _renewal(self, subscription: Subscription) -> datetime:
        return half_life(self._clock.now(), subscription.expires_at, self._jitter())
