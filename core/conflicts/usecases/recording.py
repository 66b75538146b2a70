"""Saving a ledger together with everything that follows from the change."""

from datetime import datetime

from core.conflicts.model import (
    STANDING,
    CauseChanged,
    Ledger,
    Manners,
    WarningChanged,
    causes_changed,
    needs_digest,
    next_digest,
    to_say,
    warnings_changed,
)
from core.conflicts.ports import LedgerRepository
from core.conflicts.usecases.jobs import ask_for_digest, ask_to_look, ask_to_say
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction


class Recording:
    """What is known, what has to be said, and the jobs that say it become true together."""

    def __init__(self, *, ledgers: LedgerRepository, jobs: Jobs) -> None:
        self._ledgers = ledgers
        self._jobs = jobs

    async def settled(self, tx: Transaction, before: Ledger, after: Ledger) -> None:
        """After what the person decided: nothing new can be due."""
        await self._ledgers.save(tx, before, after)
        for warning in sorted(warnings_changed(before, after)):
            tx.publish(WarningChanged(after.person, warning))
        for cause in sorted(causes_changed(before, after)):
            tx.publish(CauseChanged(after.person, cause))

    async def watched(self, tx: Transaction, before: Ledger, after: Ledger, manners: Manners, now: datetime) -> None:
        """After a look: with the jobs for what is due later."""
        await self.settled(tx, before, after)
        for cause, at in to_say(before, after).items():
            await ask_to_say(self._jobs, tx, after.person, cause, at)
        if needs_digest(before, after):
            await ask_for_digest(self._jobs, tx, after.person, next_digest(now, manners))
        await self._ask_over(tx, after, now)

    async def ask_again(self, tx: Transaction, ledger: Ledger, manners: Manners, now: datetime) -> None:
        """For all that is due or put off: should a job have been given up, this one takes its place."""
        for cause in ledger.causes.values():
            if cause.say_at is not None:
                await ask_to_say(self._jobs, tx, ledger.person, cause.id, cause.say_at)
            if cause.held:
                await ask_for_digest(self._jobs, tx, ledger.person, next_digest(now, manners))

    async def _ask_over(self, tx: Transaction, after: Ledger, now: datetime) -> None:
        over = _next_over(after, now)
        if over is not None:
            await ask_to_look(self._jobs, tx, after.person, over, over.isoformat())


def _next_over(ledger: Ledger, now: datetime) -> datetime | None:
    """When the next overlap that stands will have passed."""
    ends = (one.pair.overlap.end for one in ledger.conflicts.values() if one.state in STANDING)
    return min((end for end in ends if end > now), default=None)
