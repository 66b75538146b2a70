"""Adding a row to the job table, for jobs and facts."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.shared.ids import new_id
from core.storage.tables import job

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""The run_at of jobs without one: due on every clock, also a shifted one."""


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
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgres_insert
    statement = insert(job).values(
        id=new_id(),
        kind=kind,
        args=json.dumps(dict(args)),
        state="waiting",
        run_at=run_at or AT_ONCE,
        lock_key=lock_key,
        dedupe=dedupe,
        attempt=0,
    )
    if dedupe is not None:
        statement = statement.on_conflict_do_update(
            index_elements=[job.c.dedupe], index_where=text("state = 'waiting'"), set_={"dedupe": dedupe}
        )
    await connection.execute(statement)
