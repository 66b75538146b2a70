"""One desk per test."""

from datetime import UTC, datetime

import pytest

from tests.contract.examples import ADA, BEN, meet
from tests.fakes import FakeClock, fake_store
from tests.simulation.desk import Desk

MONDAY_TEN = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # 10:00 in Berlin


@pytest.fixture
async def desk() -> Desk:
    """Ada's, connected, with an empty calendar that has been read."""
    desk = Desk(fake_store(), FakeClock(MONDAY_TEN))
    async with desk.store.transactions.write() as tx:
        for person in (ADA, BEN):
            await meet(desk.store, tx, person)
    await desk.connect()
    await desk.change()
    await desk.work()
    return desk
