"""The slow clock under the notifications: no webhook never means no change."""

from dataclasses import replace
from datetime import timedelta

from core.shared.clock import Clock
from core.shared.jobs import Jobs
from core.shared.transaction import Transactions
from core.sync.ports import SyncStates
from core.sync.usecases.jobs import ask_comparison, ask_round, ask_subscription

AT_A_TIME = 500
ASKED_AGAIN = timedelta(minutes=10)
"""What was asked for and never done is asked for again; doing it sets the real time."""


class Polling:
    """Turns due times into jobs."""

    def __init__(self, *, transactions: Transactions, states: SyncStates, jobs: Jobs, clock: Clock) -> None:
        self._transactions = transactions
        self._states = states
        self._jobs = jobs
        self._clock = clock

    async def tick(self) -> int:
        """Asks for everything that is due; says for how many calendars. Two processes ask for it once."""
        count = 0
        while True:
            now = self._clock.now()
            async with self._transactions.write() as tx:
                due = await self._states.due(tx, now, AT_A_TIME)
                for state in due:
                    again = now + ASKED_AGAIN
                    changed = state
                    if state.poll_at <= now:
                        await ask_round(self._jobs, tx, state.calendar)
                        changed = replace(changed, poll_at=again)
                    if state.compare_at <= now:
                        await ask_comparison(self._jobs, tx, state.calendar)
                        changed = replace(changed, compare_at=now + timedelta(days=1))
                    if state.renew_at is not None and state.renew_at <= now:
                        await ask_subscription(self._jobs, tx, state.calendar)
                        changed = replace(changed, renew_at=again)
                    await self._states.save(tx, changed)
            count += len(due)
            if len(due) < AT_A_TIME:
                return count
