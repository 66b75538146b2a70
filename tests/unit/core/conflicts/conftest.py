"""One desk per test."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.conflicts.model import State
from core.sync.model import Event
from tests.contract.examples import ADA, BEN, event, meet
from tests.fakes import FakeClock, fake_store
from tests.simulation.desk import Desk

MONDAY_TEN = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = MONDAY_TEN + DAY


def meeting(name: str, start: datetime = TOMORROW, **changes: Any) -> Event:
    """An hour that Ada has accepted."""
    return event(name, start, **changes)


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


def local_time(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


async def states(desk: Desk) -> list[State]:
    return [one.state for one in (await desk.ledger()).conflicts.values()]
