"""The job table: the queue of jobs and facts, in our own database."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from core.shared.ids import new_id
from core.shared.jobs import EVERY_KIND, Job, Kinds, NewJob
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.database import Database, connection_of, opened
from core.storage.job_rows import find_waiting, insert_job, insert_jobs

_job = tables.job.c
_other = tables.job.alias("other")


class JobTable:
    """Implements JobQueue for one process, which is the `owner` of what it claims.

    A job whose lease ran out is taken over, except by the process that still works on it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
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
        await insert_job(connection_of(tx), kind, args, run_at=run_at, lock_key=lock_key, dedupe=dedupe)
        opened(tx).added_jobs = True

    async def enqueue_all(self, tx: Transaction, kind: str, jobs: Sequence[NewJob]) -> None:
        await insert_jobs(connection_of(tx), kind, jobs)
        opened(tx).added_jobs = True

    async def waiting(self, tx: Transaction, dedupes: Collection[str]) -> frozenset[str]:
        return await find_waiting(connection_of(tx), dedupes)

    async def claim(self, now: datetime, lease: timedelta, limit: int, kinds: Kinds = EVERY_KIND) -> tuple[Job, ...]:
        """Takes due jobs; see JobQueue. Looks before it locks, so that an idle runner never queues up as a writer."""
        due = select(_job.seq).where(_is_one_of(kinds), self._claimable(now)).order_by(_job.seq).limit(limit)
        async with self._database.read() as tx:
            if (await connection_of(tx).execute(due.limit(1))).first() is None:
                return ()
        try:
            async with self._database.write() as tx:
                chosen = due.with_for_update(skip_locked=True).cte("chosen")  # a subquery may be run once for each row
                taken = await connection_of(tx).execute(
                    update(tables.job)
                    .where(_job.seq.in_(select(chosen.c.seq)))
                    .values(
                        state="running",
                        owner=self._owner,
                        lease_until=now + lease,
                        attempt=_job.attempt + 1,
                        dedupe=None,
                    )
                    .returning(_job.seq, _job.id, _job.kind, _job.args, _job.attempt, _job.lock_key)
                )
                rows = sorted(taken.all(), key=lambda row: row.seq)
        except IntegrityError:
            return ()  # another process took a job of the same lock key between our look and our lock
        self._working_on.update(row.id for row in rows)
        return tuple(Job(row.id, row.kind, json.loads(row.args), row.attempt, row.lock_key) for row in rows)

    async def heartbeat(self, job_id: str, now: datetime, lease: timedelta) -> bool:
        kept = await self._change(job_id, {"lease_until": now + lease})
        if not kept:
            self._working_on.discard(job_id)
        return kept

    async def finish(self, job_id: str) -> None:
        with self._let_go(job_id):
            async with self._database.write() as tx:
                await connection_of(tx).execute(delete(tables.job).where(self._mine(job_id)))

    async def retry(self, job_id: str, run_at: datetime, error_code: str) -> None:
        with self._let_go(job_id):
            await self._change(job_id, {"state": "waiting", "run_at": run_at, "error_code": error_code, **_NOBODYS})

    async def bury(self, job_id: str, now: datetime, error_code: str) -> None:
        with self._let_go(job_id):
            await self._change(job_id, {"state": "dead", "dead_at": now, "error_code": error_code, **_NOBODYS})

    async def wait(self, timeout_seconds: float) -> None:
        await self._database.alarm.wait(timeout_seconds)

    async def next_due(self, kinds: Kinds = EVERY_KIND) -> datetime | None:
        head = and_(_is_one_of(kinds), _job.state == "waiting", ~_held_back())
        async with self._database.read() as tx:
            earliest: datetime | None = await connection_of(tx).scalar(
                select(_job.run_at).where(head).order_by(_job.run_at).limit(1)
            )
        return earliest

    async def release_dead(self, now: datetime) -> int:
        if not self._database.embedded:
            return 0  # other processes live; their jobs come back when their leases end
        of_others = and_(_job.state == "running", _job.owner != self._owner)
        async with self._database.write() as tx:
            released = await connection_of(tx).execute(
                update(tables.job).where(of_others).values({"state": "waiting", "run_at": now, **_NOBODYS})
            )
        return released.rowcount

    async def buried(self) -> int:
        """How many jobs are dead, for metrics and `doctor`."""
        async with self._database.read() as tx:
            count = await connection_of(tx).scalar(select(func.count()).where(_job.state == "dead"))
        return count or 0

    def _claimable(self, now: datetime) -> ColumnElement[bool]:
        waits = and_(_job.state == "waiting", _job.run_at <= now, ~_held_back())
        orphaned = and_(_job.state == "running", _job.lease_until <= now, _job.id.not_in(self._working_on))
        return or_(waits, orphaned)

    def _mine(self, job_id: str) -> ColumnElement[bool]:
        return and_(_job.id == job_id, _job.state == "running", _job.owner == self._owner)

    async def _change(self, job_id: str, values: Mapping[str, Any]) -> bool:
        """Changes the job if it is still ours."""
        async with self._database.write() as tx:
            changed = await connection_of(tx).execute(update(tables.job).where(self._mine(job_id)).values(dict(values)))
        return changed.rowcount == 1

    @contextmanager
    def _let_go(self, job_id: str) -> Iterator[None]:
        """We no longer work on the job, also when the database is away: then it comes back after its lease."""
        try:
            yield
        finally:
            self._working_on.discard(job_id)
            self._database.alarm.ring()


_NOBODYS: Mapping[str, None] = {"owner": None, "lease_until": None}


def _is_one_of(kinds: Kinds) -> ColumnElement[bool]:
    named = sorted(kinds.named)
    return _job.kind.not_in(named) if kinds.but else _job.kind.in_(named)


def _held_back() -> ColumnElement[bool]:
    """True for a waiting job if another one of its lock key runs, or waits and is older."""
    goes_first = or_(_other.c.state == "running", and_(_other.c.state == "waiting", _other.c.seq < _job.seq))
    return exists().where(_other.c.lock_key == _job.lock_key, _other.c.seq != _job.seq, goes_first)
