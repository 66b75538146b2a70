"""The job queue, in memory."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from core.shared.ids import new_id
from core.shared.jobs import EVERY_KIND, Job, Kinds, NewJob
from core.shared.transaction import Transaction
from tests.fakes.memory import JobRow, Memory, tables_of, writable


class FakeJobQueue:
    """Implements JobQueue; two of them over one Memory are two processes."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._owner = new_id()
        self._working_on: set[str] = set()

    async def enqueue(
        self,
        tx: Transaction,
        kind: str,
        args: Mapping[str, object],
        *,
        run_at: datetime | None = None,
        lock_key: str | None = None,
        dedupe: str | None = None,
    ) -> None:
        writable(tx).add_job(kind, dict(args), run_at, lock_key, dedupe)

    async def enqueue_all(self, tx: Transaction, kind: str, jobs: Sequence[NewJob]) -> None:
        for one in jobs:
            writable(tx).add_job(kind, dict(one.args), one.run_at, one.lock_key, one.dedupe)

    async def waiting(self, tx: Transaction, dedupes: Collection[str]) -> frozenset[str]:
        found = {job.dedupe for job in tables_of(tx).jobs.values() if job.state == "waiting" and job.dedupe}
        return frozenset(found & set(dedupes))

    async def claim(self, now: datetime, lease: timedelta, limit: int, kinds: Kinds = EVERY_KIND) -> tuple[Job, ...]:
        taken = []
        async with self._memory.write() as tx:
            jobs = writable(tx).jobs
            aged = sorted((job for job in jobs.values() if job.kind in kinds), key=lambda job: job.number)
            due = (job for job in aged if self._claimable(jobs, job, now))
            for job in tuple(islice(due, limit)):
                changes: dict[str, Any] = {
                    "state": "running",
                    "owner": self._owner,
                    "lease_until": now + lease,
                    "dedupe": None,
                }
                jobs[job.id] = replace(job, attempt=job.attempt + 1, **changes)
                taken.append(jobs[job.id])
        self._working_on.update(job.id for job in taken)
        return tuple(Job(job.id, job.kind, job.args, job.attempt, job.lock_key) for job in taken)

    async def heartbeat(self, job_id: str, now: datetime, lease: timedelta) -> bool:
        return await self._change(job_id, lease_until=now + lease)

    async def finish(self, job_id: str) -> None:
        async with self._memory.write() as tx:
            if self._is_mine(writable(tx).jobs.get(job_id)):
                del writable(tx).jobs[job_id]
        self._let_go(job_id)

    async def retry(self, job_id: str, run_at: datetime, error_code: str) -> None:
        await self._change(job_id, state="waiting", run_at=run_at, error_code=error_code, owner=None, lease_until=None)
        self._let_go(job_id)

    async def bury(self, job_id: str, now: datetime, error_code: str) -> None:
        await self._change(job_id, state="dead", error_code=error_code, owner=None, lease_until=None)
        self._let_go(job_id)

    async def wait(self, timeout_seconds: float) -> None:
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._memory.rung.wait()
        except TimeoutError:
            return
        self._memory.rung.clear()

    async def next_due(self, kinds: Kinds = EVERY_KIND) -> datetime | None:
        jobs = self._memory.tables.jobs
        waiting = (job for job in jobs.values() if job.kind in kinds and job.state == "waiting")
        heads = (job.run_at for job in waiting if not _held_back(jobs, job))
        return min(heads, default=None)

    async def release_dead(self, now: datetime) -> int:
        async with self._memory.write() as tx:
            jobs = writable(tx).jobs
            others = [job for job in jobs.values() if job.state == "running" and job.owner != self._owner]
            for job in others:
                jobs[job.id] = replace(job, state="waiting", run_at=now, owner=None, lease_until=None)
        return len(others)

    async def buried(self) -> int:
        return sum(job.state == "dead" for job in self._memory.tables.jobs.values())

    def _claimable(self, jobs: Mapping[str, JobRow], job: JobRow, now: datetime) -> bool:
        if job.state == "running":
            return job.lease_until is not None and job.lease_until <= now and job.id not in self._working_on
        return job.state == "waiting" and job.run_at <= now and not _held_back(jobs, job)

    def _is_mine(self, job: JobRow | None) -> bool:
        return job is not None and job.state == "running" and job.owner == self._owner

    async def _change(self, job_id: str, **changes: Any) -> bool:
        async with self._memory.write() as tx:
            jobs = writable(tx).jobs
            if not self._is_mine(jobs.get(job_id)):
                return False
            jobs[job_id] = replace(jobs[job_id], **changes)
        return True

    def _let_go(self, job_id: str) -> None:
        self._working_on.discard(job_id)
        self._memory.rung.set()


def _held_back(jobs: Mapping[str, JobRow], job: JobRow) -> bool:
    same_key = (each for each in jobs.values() if job.lock_key and each.lock_key == job.lock_key and each.id != job.id)
    return any(each.state == "running" or (each.state == "waiting" and each.number < job.number) for each in same_key)
