"""How much a person hears without having asked: one cap over all kinds of messages, by the day where they are."""

from datetime import date

from core.configuration.ports import PreferencesRepository, ToldCounts
from core.people.model import PersonId
from core.shared.clock import Clock
from core.shared.days import day_at
from core.shared.transaction import Transaction

MOST_A_DAY = 5


class Unasked:
    """Asked and counted in the transaction that makes the message's row, under the person's lock: two kinds at once
    don't both take the last one. Edits are not counted. What is pressing is told beyond the cap, and counted too."""

    def __init__(self, *, counts: ToldCounts, preferences: PreferencesRepository, clock: Clock) -> None:
        self._counts = counts
        self._preferences = preferences
        self._clock = clock

    async def left(self, tx: Transaction, person: PersonId) -> int:
        """How many new messages today still has; what isn't pressing waits for the next digest when it is 0."""
        return max(0, MOST_A_DAY - await self._counts.get(tx, person, await self._today(tx, person)))

    async def told(self, tx: Transaction, person: PersonId, messages: int = 1) -> None:
        """So many new messages are on their way."""
        today = await self._today(tx, person)
        await self._counts.save(tx, person, today, await self._counts.get(tx, person, today) + messages)

    async def _today(self, tx: Transaction, person: PersonId) -> date:
        """In UTC for who has chosen nothing yet."""
        chosen, now = await self._preferences.get(tx, person), self._clock.now()
        return day_at(now, chosen.zone_at(now) if chosen is not None else "UTC")
