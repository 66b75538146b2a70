"""How often somebody may ask when others are free: many narrow questions would draw a picture of a person's day."""

from datetime import timedelta

from core.people.model import PersonId
from core.people.ports import SearchCounts
from core.shared.clock import Clock
from core.shared.errors import TooManySearches
from core.shared.transaction import Transactions

SEARCHES_MOST = 60
COUNTED_FOR = timedelta(hours=1)
"""So many questions about others in so long a time, counted from the first of them (our choice)."""


class Searching:
    """Counts the questions of each person about others."""

    def __init__(self, *, transactions: Transactions, counts: SearchCounts, clock: Clock) -> None:
        self._transactions = transactions
        self._counts = counts
        self._clock = clock

    async def count(self, person: PersonId) -> None:
        """One question more. Raises TooManySearches."""
        now = self._clock.now()
        async with self._transactions.write() as tx:
            known = await self._counts.get(tx, person)
            since, count = known if known is not None and now < known[0] + COUNTED_FOR else (now, 0)
            if count >= SEARCHES_MOST:
                raise TooManySearches(since + COUNTED_FOR)
            await self._counts.save(tx, person, since, count + 1)
