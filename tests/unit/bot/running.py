"""A runner at work over a queue in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.runner import Runner
from tests.fakes import FakeClock
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.memory import JobRow, Memory

Work = Callable[[Mapping[str, object]], Awaitable[None]]


class Bench:
    """A runner over a queue in memory; the work is the same for each of these kinds of jobs."""

    def __init__(self, work: Work, kind: str = "work", *others: str) -> None:
        self.memory, self.clock, self.kind = Memory(), FakeClock(), kind
        self.queue = FakeJobQueue(self.memory)
        self.runner = Runner(self.queue, dict.fromkeys((kind, *others), work), self.clock)

    @property
    def jobs(self) -> list[JobRow]:
        return list(self.memory.tables.jobs.values())

    async def add(self, name: str = "", lock_key: str | None = None, kind: str = "") -> None:
        async with self.memory.write() as tx:
            await self.queue.enqueue(tx, kind or self.kind, {"name": name}, lock_key=lock_key)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        loop = asyncio.create_task(self.runner.run())
        try:
            yield
        finally:
            await self.runner.stop(1)
            await loop

    async def until(self, true: Callable[[], bool]) -> None:
        """Waits, and wakes the runner; fails after two seconds."""
        async with asyncio.timeout(2):
            while not true():
                self.memory.rung.set()
                await asyncio.sleep(0.005)

    async def run_through(self, attempts: int) -> None:
        """Lets the time pass until the only job was tried that often."""
        async with self.working():
            for number in range(1, attempts + 1):
                await self.until(lambda n=number: self._tried(n))  # type: ignore[misc]
                self.clock.advance(timedelta(minutes=10))

    def _tried(self, attempt: int) -> bool:
        (job,) = self.jobs
        return job.state == "dead" or (job.state == "waiting" and job.attempt >= attempt)


def failing(error: Exception) -> Work:
    async def work(_: Mapping[str, object]) -> None:
        raise error

    return work
