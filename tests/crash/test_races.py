"""200 people at once who want the same hour of 1, 3 or 20 others: nobody ever has two meetings.

The suite runs one round with fewer people, make crash more; ROUNDS=50 make figures runs all of them and prints what
docs/proofs.md publishes.
"""

import os
from datetime import UTC, datetime, timedelta

import pytest

from core.booking.model import BookingState
from core.storage import Store
from tests.crash.racing import Figures, NaiveRace, Race, race, states, take_constraint_away

CROWD = int(os.environ.get("CLEARHOUR_CROWD", "30"))
ROUNDS = int(os.environ.get("CLEARHOUR_ROUNDS", "1"))
WANTED = (1, 3, 20)
HOUR = timedelta(hours=1)


async def run(kind: type[Race], store: Store, wanted: int, crowd: int = CROWD, rounds: int = ROUNDS) -> Figures:
    """Rounds for one hour after the other, in the weeks to come."""
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    async with race(kind, store, crowd, wanted) as racing:
        for number in range(rounds):
            await racing.round(first + number * 2 * HOUR)
    return racing.figures


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("wanted", WANTED)
async def test_p6_of_all_who_want_the_same_hour_at_once_nobody_gets_it_twice(store: Store, wanted: int) -> None:
    figures = await run(Race, store, wanted)
    database = "SQLite" if store.database.embedded else "PostgreSQL"
    print(
        f"\n{database}, {wanted} wanted: {figures.attempts} attempts, {figures.won} won, "
        f"p50 {1000 * figures.quantile(0.5):.0f} ms, p99 {1000 * figures.quantile(0.99):.0f} ms, "
        f"max {1000 * max(figures.seconds):.0f} ms"
    )
    assert figures.errors == []
    assert figures.doubles == []
    assert await states(store) == {BookingState.CONFIRMED: figures.won}
    assert figures.confirmed == figures.won
    assert figures.won >= ROUNDS
    if wanted == 1:
        assert figures.won == ROUNDS


async def test_who_looks_and_then_writes_gives_one_hour_away_twice(store: Store) -> None:
    """The proof above can fail: without lock and constraint it does."""
    await take_constraint_away(store)
    figures = await run(NaiveRace, store, 1, crowd=20, rounds=1)
    assert figures.errors == []
    assert figures.won > 1
