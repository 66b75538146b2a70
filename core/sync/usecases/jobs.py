"""The jobs of this room, and how each is asked for. Asking twice while one waits is asking once."""

from collections.abc import Mapping
from datetime import datetime

from core.configuration.model import CalendarId
from core.connection.model import ConnectionId
from core.shared.jobs import Jobs, NewJob
from core.shared.transaction import Transaction
from core.sync.model import round_key

ROUND_JOB = "sync.round"
COMPARE_JOB = "sync.compare"
SUBSCRIBE_JOB = "sync.subscribe"
UNSUBSCRIBE_JOB = "sync.unsubscribe"


async def ask_round(jobs: Jobs, tx: Transaction, calendar: CalendarId, run_at: datetime | None = None) -> None:
    """The calendar is dirty: a round that begins after this transaction. The waiting job is the durable mark."""
    await ask_rounds(jobs, tx, {calendar: run_at})


async def ask_rounds(jobs: Jobs, tx: Transaction, asked: Mapping[CalendarId, datetime | None]) -> None:
    """The same for several, in the order of their ids: all transactions of all processes take them in that order, so
    that none waits for another in a circle."""
    keys = {calendar: round_key(calendar) for calendar in sorted(asked)}
    new = [NewJob({"calendar": one}, asked[one], lock_key=key, dedupe=key) for one, key in keys.items()]
    await jobs.enqueue_all(tx, ROUND_JOB, new)


async def ask_comparison(jobs: Jobs, tx: Transaction, calendar: CalendarId) -> None:
    args = {"calendar": calendar}
    await jobs.enqueue(tx, COMPARE_JOB, args, lock_key=round_key(calendar), dedupe=f"compare:{calendar}")


async def ask_subscription(
    jobs: Jobs, tx: Transaction, calendar: CalendarId, *, removed: str | None = None, reauthorize: bool = False
) -> None:
    """Create or renew what is due. `removed`: Outlook ended this one. `reauthorize`: it wants to know we still may."""
    word = f"removed:{removed}" if removed else "reauthorize" if reauthorize else "due"
    await jobs.enqueue(
        tx,
        SUBSCRIBE_JOB,
        {"calendar": calendar, "removed": removed, "reauthorize": reauthorize},
        lock_key=f"subscription:{calendar}",
        dedupe=f"subscription:{calendar}:{word}",
    )


async def ask_end(jobs: Jobs, tx: Transaction, connection: ConnectionId, subscription: str) -> None:
    args = {"connection": connection, "subscription": subscription}
    await jobs.enqueue(tx, UNSUBSCRIBE_JOB, args, dedupe=f"unsubscribe:{subscription}")
