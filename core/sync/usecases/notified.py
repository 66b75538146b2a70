"""Notifications: hints from outside, believed only as far as that one should look."""

import asyncio
import hmac
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.shared.clock import Clock
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Lifecycle, Listening, Notification
from core.sync.ports import SyncStates
from core.sync.usecases.jobs import ask_rounds, ask_subscription
from core.sync.usecases.rounds import QUIET
from core.sync.usecases.subscribing import hash_of

TOGETHER_AT_MOST = 200
GATHERING, PAUSE = timedelta(milliseconds=20), timedelta(milliseconds=1)
"""A batch costs a transaction. Where several came together before, the next waits while more come, for so long at
most; it is stored once nothing came for the length of the pause."""


@dataclass(slots=True)
class Counted:
    """How many items were genuine, how many not. Only for metrics: the sender never learns it."""

    genuine: int = 0
    forged: int = 0
    unknown: int = 0


@dataclass(slots=True)
class _Batch:
    """Requests that are stored in one transaction. `over` when that was tried; `failed` says why it was in vain."""

    requests: list[tuple[Notification, ...]] = field(default_factory=list)
    storing: asyncio.Task[None] | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)
    failed: BaseException | None = None


class Notified:
    """Stores what must be looked at. While one batch is being committed the next one gathers, up to 200 requests."""

    def __init__(self, *, transactions: Transactions, states: SyncStates, jobs: Jobs, clock: Clock) -> None:
        self._transactions = transactions
        self._states = states
        self._jobs = jobs
        self._clock = clock
        self._gathering = _Batch()
        self._one_at_a_time = asyncio.Lock()
        self._crowded = False
        self.counted = Counted()
        self.batches = 0

    async def receive(self, notifications: tuple[Notification, ...]) -> None:
        """Returns when every genuine item has its durable row; raises when that can't be said."""
        if len(self._gathering.requests) >= TOGETHER_AT_MOST:
            self._gathering = _Batch()
        batch = self._gathering
        batch.requests.append(notifications)
        if batch.storing is None:
            batch.storing = asyncio.create_task(self._commit(batch))
        await batch.over.wait()
        if batch.failed is not None:
            raise batch.failed

    async def _commit(self, batch: _Batch) -> None:
        """Goes on when some of those who wait hang up."""
        try:
            async with self._one_at_a_time:
                if self._crowded:
                    await _all_in(batch)
                if self._gathering is batch:
                    self._gathering = _Batch()
                self._crowded = len(batch.requests) > 1
                await self._store(item for request in batch.requests for item in request)
        except BaseException as error:  # theirs, who wait: each of them raises it
            batch.failed = error
            if not isinstance(error, Exception):
                raise
        finally:
            batch.over.set()

    async def _store(self, items: Iterable[Notification]) -> None:
        """One mark per calendar, however many items; nothing is written for items that aren't genuine, nor where the
        row is there already: a round that hasn't begun by now will see what this item tells of."""
        given = Counter(items)
        async with self._transactions.read() as tx:
            found = await self._states.listening(tx, {item.subscription for item in given})
        known = {one.subscription: one for one in found}
        new: dict[Notification, Listening] = {}
        for item, count in given.items():
            state = known.get(item.subscription)
            if state is None:
                self.counted.unknown += count
            elif not hmac.compare_digest(hash_of(item.client_state), state.client_state_hash or ""):
                self.counted.forged += count
            else:
                self.counted.genuine += count
                if not state.is_awaited or item.lifecycle is not None:
                    new[item] = state
        self.batches += 1
        if not new:
            return
        async with self._transactions.write() as tx:
            marked = {state.calendar: state for state in new.values()}
            await self._states.mark(tx, marked.keys(), self._clock.now())
            await ask_rounds(self._jobs, tx, {calendar: self._when(state) for calendar, state in marked.items()})
            for item, state in new.items():
                await self._lifecycle(tx, item, state)

    def _when(self, state: Listening) -> datetime | None:
        """The first after a quiet time is looked at at once; those within two seconds of a round share the next, and
        who asks meanwhile makes it come sooner."""
        soonest = None if state.read_at is None else state.read_at + QUIET
        return None if soonest is None or soonest <= self._clock.now() else soonest

    async def _lifecycle(self, tx: Transaction, item: Notification, state: Listening) -> None:
        match item.lifecycle:
            case Lifecycle.REMOVED:
                await ask_subscription(self._jobs, tx, state.calendar, removed=item.subscription)
            case Lifecycle.REAUTHORIZE:
                await ask_subscription(self._jobs, tx, state.calendar, reauthorize=True)
            case Lifecycle.MISSED | None:
                return  # the round that is marked already finds everything


async def _all_in(batch: _Batch) -> None:
    """Returns when no more come, or enough are there: who waits for an answer sends nothing else."""
    with suppress(TimeoutError):
        async with asyncio.timeout(GATHERING.total_seconds()):
            came = 0
            while came < len(batch.requests) < TOGETHER_AT_MOST:
                came = len(batch.requests)
                await asyncio.sleep(PAUSE.total_seconds())
