"""The runner behind the job table: claims what is due, several at once, what somebody waits for first; nothing is lost
when it dies."""

import asyncio
import random
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.handlers import Handler
from bot.jobs import FACTS, NEVER_BURIED
from bot.upkeep import UPKEEP
from core.shared.clock import Clock
from core.shared.errors import ChatUnavailable, OutlookUnavailable
from core.shared.jobs import Job, JobQueue, Kinds
from core.shared.upkeep import as_upkeep

log = structlog.get_logger()

LEASE = timedelta(seconds=15)
AT_ONCE, KEPT_FOR_PEOPLE, KEPT_FOR_UPKEEP = 8, 3, 2
"""Places. What nobody waits for leaves three of them free, so that what somebody waits for begins at once; that leaves
two, so that the upkeep goes on however busy people are. The other three are for whoever needs them, people first."""

SORTS = (UPKEEP.others, UPKEEP)
MOST_ATTEMPTS = 8
FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 300.0
LONGEST_NAP_SECONDS = 5.0


class Runner:
    """Claims due jobs and runs them, several at once; a failing one backs off, a dead process's one is taken over."""

    def __init__(self, queue: JobQueue, table: Mapping[str, Handler], clock: Clock) -> None:
        self._queue = queue
        self._table = table
        self._clock = clock
        self._running: dict[asyncio.Task[None], str] = {}
        self._stopping = asyncio.Event()
        self.turned_at = clock.now()

    async def run(self) -> None:
        """Works until `stop`. Survives a database that is away for a while."""
        await self._queue.release_dead(self._clock.now())
        while not self._stopping.is_set():
            try:
                await self._turn()
            except Exception:  # the wrapper of this loop: it must go on when the database comes back
                log.exception("jobs_turn_failed")
                await asyncio.sleep(1)

    async def stop(self, seconds: float) -> None:
        """Takes no new jobs and lets the running ones end, at most for this long; others are run again later."""
        self._stopping.set()
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in self._running:
            task.cancel()

    async def _turn(self) -> None:
        self.turned_at = self._clock.now()
        began = [await self._fill(kinds) for kinds in SORTS]
        if not any(began):
            await self._nap()

    async def _fill(self, kinds: Kinds) -> bool:
        """Begins what is due, as far as there are places."""
        free = self._free(kinds)
        jobs = await self._queue.claim(self._clock.now(), LEASE, free, kinds) if free else ()
        for job in jobs:
            task = asyncio.create_task(self._one(job))
            self._running[task] = job.kind
            task.add_done_callback(self._running.pop)
        return bool(jobs)

    def _free(self, kinds: Kinds) -> int:
        """How many more of these may begin now."""
        running = sum(kind in kinds for kind in self._running.values())
        most = AT_ONCE - (KEPT_FOR_PEOPLE if kinds == UPKEEP else KEPT_FOR_UPKEEP)
        return min(most - running, AT_ONCE - len(self._running))

    async def _nap(self) -> None:
        """Sleeps until a job was added, is due and has a place, or a running one ended (its key may have a next)."""
        dues = [await self._queue.next_due(kinds) for kinds in SORTS if self._free(kinds)]
        due = min((moment for moment in dues if moment is not None), default=None)
        seconds = LONGEST_NAP_SECONDS
        if due is not None:
            seconds = min(seconds, max(0.02, (due - self._clock.now()).total_seconds()))
        waiting = asyncio.ensure_future(self._queue.wait(seconds))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({waiting, stopping, *self._running}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            stopping.cancel()

    async def _one(self, job: Job) -> None:
        heart = asyncio.create_task(self._beat(job))
        try:
            await self._handle(job)
            await self._queue.finish(job.id)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 the wrapper of this edge: every job ends, waits or is buried
            await self._put_back(job, error)
        finally:
            heart.cancel()

    async def _handle(self, job: Job) -> None:
        """A fact may have no listener; a job nobody knows is a newer version's and must not be lost."""
        handler = self._table.get(job.kind)
        if handler is not None:
            with as_upkeep(really=job.kind in UPKEEP):
                await handler(job.args)
        elif not job.kind.startswith(FACTS):
            raise LookupError(job.kind)

    async def _beat(self, job: Job) -> None:
        """Lengthens the lease while the job runs; a database that is away for a moment doesn't stop the heart."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                await self._queue.heartbeat(job.id, self._clock.now(), LEASE)
            except Exception as error:  # noqa: BLE001 the lease outlives two missed beats
                log.warning("job_heartbeat_failed", kind=job.kind, code=type(error).__name__)

    async def _put_back(self, job: Job, error: Exception) -> None:
        try:
            await self._failed(job, error)
        except Exception as trouble:  # noqa: BLE001 the database is away: the job comes back after its lease
            log.warning("job_not_put_back", kind=job.kind, code=type(trouble).__name__)

    async def _failed(self, job: Job, error: Exception) -> None:
        code = str(getattr(error, "code", type(error).__name__))
        if isinstance(error, OutlookUnavailable | ChatUnavailable):
            log.info("job_waits", kind=job.kind, attempt=job.attempt, code=code)
        else:
            log.warning("job_failed", kind=job.kind, attempt=job.attempt, code=code, exc_info=error)
        passing = isinstance(error, ChatUnavailable)  # what is to be said is said when the chat is back
        if job.attempt >= MOST_ATTEMPTS and job.kind not in NEVER_BURIED and not passing:
            log.error("job_buried", kind=job.kind, code=code)
            await self._queue.bury(job.id, self._clock.now(), code)
            return
        asked = getattr(error, "retry_after_seconds", None)
        await self._queue.retry(job.id, self._clock.now() + timedelta(seconds=delay_seconds(job.attempt, asked)), code)


def delay_seconds(attempt: int, asked: float | None) -> float:
    """Doubling from one second to five minutes, with jitter; never earlier than the other side asked for."""
    backoff: float = min(FIRST_DELAY_SECONDS * 2.0 ** min(attempt - 1, 20), LONGEST_DELAY_SECONDS)
    return max(asked or 0.0, backoff * random.uniform(0.5, 1.0))  # noqa: S311 spreads load, guards nothing
