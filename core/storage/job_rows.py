"""Adding a row to the job table, for jobs and facts."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, literal_column, select, text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.shared.ids import new_id
from core.shared.jobs import NewJob
from core.storage.many import execute_for, for_many
from core.storage.tables import job

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""The run_at of jobs without one: due on every clock, also a shifted one."""


IS_WAITING = job.c.state == literal_column("'waiting'")  # in words, so that the partial index of `dedupe` is of use
_BY_KEY = "INDEXED BY uq_job_dedupe"
"""SQLite would rather go through all jobs that wait, of which there are thousands: everything that is due some day."""


def _waiting(given: Select[Any]) -> Select[Any]:
    found = select(job.c.dedupe).where(IS_WAITING, job.c.dedupe.in_(given)).order_by(job.c.dedupe)
    return found.with_hint(job, _BY_KEY, "sqlite")


_WAITING = for_many(_waiting)
_WAITING_LOCKED = for_many(lambda given: _waiting(given).with_for_update())


async def insert_job(
    connection: AsyncConnection,
    kind: str,
    args: Mapping[str, object],
    *,
    run_at: datetime | None = None,
    lock_key: str | None = None,
    dedupe: str | None = None,
) -> None:
    """Adds a waiting job unless one with the same `dedupe` waits.

    A waiting one is locked until our commit, so that it can't start before it sees what we did.
    """
    statement = _insert(connection)
    if dedupe is not None:
        statement = _unless_waiting(statement)
    await connection.execute(statement, _row(kind, NewJob(args, run_at, lock_key, dedupe)))


async def insert_jobs(connection: AsyncConnection, kind: str, jobs: Sequence[NewJob]) -> None:
    """The same for several, which all have a `dedupe`. Most of a crowd wait already, so they are looked for first."""
    found = await execute_for(connection, _WAITING_LOCKED, (one.dedupe for one in jobs if one.dedupe))
    there = set(found.scalars())
    new = [_row(kind, one) for one in jobs if one.dedupe not in there]
    if new:
        await connection.execute(_unless_waiting(_insert(connection)), new)


async def find_waiting(connection: AsyncConnection, dedupes: Collection[str]) -> frozenset[str]:
    """Those of these keys of which a job waits, without locking it."""
    return frozenset((await execute_for(connection, _WAITING, dedupes)).scalars().all())


def _insert(connection: AsyncConnection) -> Any:
    return (sqlite_insert if connection.dialect.name == "sqlite" else postgres_insert)(job)


def _unless_waiting(statement: Any) -> Any:
    return statement.on_conflict_do_update(
        index_elements=[job.c.dedupe],
        index_where=text("state = 'waiting'"),
        set_={"dedupe": statement.excluded.dedupe},
    )


def _row(kind: str, new: NewJob) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": kind,
        "args": json.dumps(dict(new.args)),
        "state": "waiting",
        "run_at": new.run_at or AT_ONCE,
        "lock_key": new.lock_key,
        "dedupe": new.dedupe,
        "attempt": 0,
    }
