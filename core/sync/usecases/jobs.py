"""The jobs of this room, and how each is asked for. Asking twice while one waits is asking once."""

from datetime import datetime

from core.configuration.model import CalendarId
from core.connection.model import ConnectionId
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction

ROUND_JOB = "sync.round"
COMPARE_JOB = "sync.compare"
SUBSCRIBE_JOB = "sync.subscribe"
UNSUBSCRIBE_JOB = "sync.unsubscribe"


async def ask_round(jobs: Jobs, tx: Transaction, calendar: CalendarId, run_at: datetime | None = None) -> None:
    """The calendar is dirty: a round that begins after this transaction. The waiting job is the durable mark."""
    key = f"sync:{calendar}"
    await jobs.enqueue(tx, ROUND_JOB, {"calendar": calendar}, run_at=run_at, lock_key=key, dedupe=key)


async def ask_comparison(jobs: Jobs, tx: Transaction, calendar: CalendarId) -> None:
    args = {"calendar": calendar}
    await jobs.enqueue(tx, COMPARE_JOB, args, lock_key=f"sync:{calendar}", dedupe=f"compare:{calendar}")


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
