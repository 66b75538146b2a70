"""The jobs of this room, and how each is asked for. None has a lock key: a job that waits for its time would hold up
all of its key behind it. The person's row is the lock; a job that comes late, or twice, finds nothing left to do."""

from datetime import datetime

from core.conflicts.model import CauseId
from core.people.model import PersonId
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction

SAY_JOB = "conflicts.say"
DIGEST_JOB = "conflicts.digest"
LOOK_JOB = "conflicts.look"
NIGHTLY = "nightly"
"""Why everybody's calendars are looked at once a night."""


async def ask_to_say(jobs: Jobs, tx: Transaction, person: PersonId, cause: CauseId, at: datetime) -> None:
    """One job for each time that a cause is due: one that became due sooner doesn't wait for the later job."""
    args = {"person": person, "cause": cause}
    await jobs.enqueue(tx, SAY_JOB, args, run_at=at, dedupe=f"say:{cause}:{at.isoformat()}")


async def ask_for_digest(jobs: Jobs, tx: Transaction, person: PersonId, at: datetime) -> None:
    key = f"digest:{person}:{at.isoformat()}"
    await jobs.enqueue(tx, DIGEST_JOB, {"person": person}, run_at=at, dedupe=key)


async def ask_to_look(jobs: Jobs, tx: Transaction, person: PersonId, at: datetime, why: str) -> None:
    """`why`: looks for different reasons don't take each other's place."""
    await jobs.enqueue(tx, LOOK_JOB, {"person": person, "why": why}, run_at=at, dedupe=f"look:{person}:{why}")
