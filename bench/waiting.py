"""What a booking waits for while first reads are under way: the bot's own runner and lanes, in simulated time.

Two people connect at once, each with 42 calendars to be read for the first time and subscribed to; a second later one
of them, or somebody who connected long ago, books. Every call to Graph takes 200 ms and everything else nothing, so the
figures are the same on every machine; how long the programs compute comes on top.
"""

from __future__ import annotations

import asyncio
import selectors
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.runner import Runner
from core.booking.usecases import PUSH_JOB
from core.outlook.retry import Lane
from core.sync.model import BusyChanged
from core.sync.usecases import ROUND_JOB, SUBSCRIBE_JOB
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.memory import Memory

CALENDARS = 42
NEW = ("ada", "ben")
CALL_SECONDS = 0.2
CALLS_OF_A_FIRST_ROUND = 3
"""The delta's first page, the view behind it for series, and one more page."""

BEGAN = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


class Simulated(asyncio.SelectorEventLoop):
    """A loop whose time passes only while everybody sleeps, and then at once."""

    def __init__(self) -> None:
        self._passed = 0.0
        super().__init__(_Leaping(self._leap))

    def time(self) -> float:
        return self._passed

    def _leap(self, seconds: float) -> None:
        self._passed += seconds


class _Leaping(selectors.DefaultSelector):
    def __init__(self, leap: Callable[[float], None]) -> None:
        super().__init__()
        self._leap = leap

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            self._leap(timeout)
        return super().select(0)


class LoopClock:
    """Implements Clock by the loop's time."""

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=asyncio.get_running_loop().time())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Office:
    """The jobs that connecting and booking lead to; `booked` is set when a push is through."""

    def __init__(self) -> None:
        self.clock, self.memory = LoopClock(), Memory()
        self.queue = FakeJobQueue(self.memory)
        self.booked, self.copied = asyncio.Event(), asyncio.Event()
        self._left = CALENDARS * len(NEW)
        self._lanes: defaultdict[str, Lane] = defaultdict(lambda: Lane(self.clock))
        table = {ROUND_JOB: self._round, SUBSCRIBE_JOB: self._subscribe, PUSH_JOB: self._push}
        self.runner = Runner(self.queue, {**table, BusyChanged.kind(): self._look}, self.clock)

    async def connects(self, person: str) -> None:
        async with self.memory.write() as tx:
            for kind in (ROUND_JOB, SUBSCRIBE_JOB):
                for number in range(CALENDARS):
                    key = f"{kind}:{person}:{number}"
                    await self.queue.enqueue(tx, kind, {"person": person}, lock_key=key, dedupe=key)

    async def books(self, person: str) -> float:
        """Seconds until the booking is in Outlook."""
        asked = self.clock.now()
        async with self.memory.write() as tx:
            await self.queue.enqueue(tx, PUSH_JOB, {"person": person}, lock_key="booking:1")
        await self.booked.wait()
        return (self.clock.now() - asked).total_seconds()

    async def _call(self, person: str) -> None:
        async with self._lanes[person].place():
            await asyncio.sleep(CALL_SECONDS)

    async def _round(self, args: Mapping[str, object]) -> None:
        person = str(args["person"])
        for _ in range(CALLS_OF_A_FIRST_ROUND):
            await self._call(person)
        self._left -= 1
        if not self._left:
            self.copied.set()
        async with self.memory.write() as tx:
            tx.publish(BusyChanged(person, "calendar", "yes"))

    async def _subscribe(self, args: Mapping[str, object]) -> None:
        await self._call(str(args["person"]))

    async def _look(self, args: Mapping[str, object]) -> None:
        """Double bookings are found in the copies: no call."""

    async def _push(self, args: Mapping[str, object]) -> None:
        """Everything is read afresh, then the event is written."""
        person = str(args["person"])
        await asyncio.gather(*(self._call(person) for _ in range(CALENDARS)))
        await self._call(person)
        self.booked.set()


async def booking_of(person: str) -> tuple[float, float]:
    """Seconds that the booking took, and until every calendar was copied."""
    office = Office()
    for one in NEW:
        await office.connects(one)
    working = asyncio.create_task(office.runner.run())
    await asyncio.sleep(1)
    booked = await office.books(person)
    await office.copied.wait()
    copied = asyncio.get_running_loop().time()
    await office.runner.stop(0)
    await working
    return booked, copied


def simulated(work: Coroutine[Any, Any, tuple[float, float]]) -> tuple[float, float]:
    with asyncio.Runner(loop_factory=Simulated) as runner:
        return runner.run(work)


def waiting() -> None:
    """Prints a table of docs/performance.md."""
    alone = CALL_SECONDS * (CALENDARS / 3 + 1)
    print(f"\n### Waiting: {len(NEW)} people connect {CALENDARS} calendars each; alone, a booking takes {alone:.1f}\n")
    print("| seconds of simulated time | the booking | all copied after |")
    print("|---|---:|---:|")
    for name, person in (("of one of the two", NEW[0]), ("of somebody else", "carol")):
        booked, copied = simulated(booking_of(person))
        print(f"| {name} | {booked:.1f} | {copied:.1f} |", flush=True)


if __name__ == "__main__":
    waiting()
