"""Jobs: work that must happen, kept in our own database until it did.

A job is enqueued inside the caller's transaction, so it exists exactly if what it follows from is true. Jobs with the
same lock key run strictly in order; a job whose process died is run again after its lease; a failing job backs off with
jitter and is buried after 8 attempts, except kinds that never give up (pushes to Outlook).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.shared.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed piece of work. `attempt` counts from 1."""

    id: str
    kind: str
    args: Mapping[str, object]
    attempt: int
    lock_key: str | None


@dataclass(frozen=True, slots=True)
class NewJob:
    """One of several jobs of a kind that are added together; see `Jobs.enqueue`."""

    args: Mapping[str, object]
    run_at: datetime | None = None
    lock_key: str | None = None
    dedupe: str | None = None


@dataclass(frozen=True, slots=True)
class Kinds:
    """Some kinds of jobs: the named ones, or (`but`) all others."""

    named: frozenset[str] = frozenset()
    but: bool = True

    @property
    def others(self) -> "Kinds":
        return Kinds(self.named, not self.but)

    def __contains__(self, kind: str) -> bool:
        return (kind in self.named) is not self.but


EVERY_KIND = Kinds()


class Jobs(Protocol):
    """What the rooms know of the job table."""

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
        """Adds a job that runs after this transaction is committed, not before `run_at` (None: at once).

        `dedupe`: while a job with the same key waits (is not started), a second one is not added.
        """

    async def enqueue_all(self, tx: Transaction, kind: str, jobs: Sequence[NewJob]) -> None:
        """The same for several, in this order and in one go; all of them have a `dedupe`."""

    async def waiting(self, tx: Transaction, dedupes: Collection[str]) -> frozenset[str]:
        """Those of which a job waits: it will begin after this question was asked."""


class JobQueue(Jobs, Protocol):
    """What the runner knows of the job table."""

    async def claim(self, now: datetime, lease: timedelta, limit: int, kinds: Kinds = EVERY_KIND) -> tuple[Job, ...]:
        """Takes due jobs of these kinds, oldest first; at most one per lock key, none while an earlier one of it, of
        whatever kind, is unfinished."""

    async def heartbeat(self, job_id: str, now: datetime, lease: timedelta) -> bool:
        """Lengthens the lease; False if the job was taken over by someone else (another process, after the lease;
        the own process never takes over what it still works on)."""

    async def finish(self, job_id: str) -> None:
        """Removes a job that is done."""

    async def retry(self, job_id: str, run_at: datetime, error_code: str) -> None:
        """Puts the job back, to be run again not before `run_at`."""

    async def bury(self, job_id: str, now: datetime, error_code: str) -> None:
        """Keeps the job as dead: it never runs again and no longer blocks its lock key."""

    async def wait(self, timeout_seconds: float) -> None:
        """Returns when a job may have become due in this process, or after the timeout."""

    async def next_due(self, kinds: Kinds = EVERY_KIND) -> datetime | None:
        """The earliest `run_at` of a waiting job of these kinds that no other job of its lock key holds back; None when
        there is none. Jobs without a time answer with a time long past."""

    async def release_dead(self, now: datetime) -> int:
        """Single-process databases: gives back at start every job that a killed predecessor held."""
