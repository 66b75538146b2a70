"""A clock that stands still until it is moved."""

import asyncio
from datetime import UTC, datetime, timedelta

MONDAY_MORNING = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


class FakeClock:
    """Implements Clock. `sleep` ends when `advance` has moved the time far enough."""

    def __init__(self, now: datetime = MONDAY_MORNING) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now + timedelta(seconds=seconds), woken))
        await woken

    def advance(self, by: timedelta) -> None:
        """Moves the time and wakes who has slept enough."""
        self.set(self._now + by)

    def set(self, now: datetime) -> None:
        self._now = now
        due = [sleeper for sleeper in self._sleepers if sleeper[0] <= now]
        self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > now]
        for _, woken in sorted(due, key=lambda sleeper: sleeper[0]):
            if not woken.done():
                woken.set_result(None)
