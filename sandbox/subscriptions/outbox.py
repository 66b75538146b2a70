"""Notifications on their way: collected for a moment, sent in batches, repeated until taken or given up."""

import asyncio
import json
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from sandbox.calls import Answer, call
from sandbox.subscriptions.measure import Measure
from sandbox.subscriptions.switches import Switches

Json = dict[str, Any]
HEADERS = {"Content-Type": "application/json"}
Watch = Callable[[str, list[Json], Answer], None]
Wanted = Callable[[Json], bool]
Sent = Callable[[str, Json, int], None]


@dataclass(slots=True)
class Counters:
    """What became of the notifications since the last reset; `waiting` ones are neither delivered nor given up."""

    delivered: int = 0
    attempts: int = 0
    lost: int = 0
    given_up: int = 0
    waiting: int = 0


@dataclass(slots=True)
class _Waiting:
    """What is collected for one address, and the task that will send it."""

    items: list[Json] = field(default_factory=list)
    timer: asyncio.Task[None] | None = None


class Outbox:
    """Delivers items to addresses in the background. `watch` hears of every attempt; an item that is not `wanted`
    any more (its subscription ended) is dropped silently."""

    def __init__(self, switches: Switches, watch: Watch, wanted: Wanted) -> None:
        self.switches, self._watch, self._wanted = switches, watch, wanted
        self.on_sent: Sent = _nobody
        self.measure = Measure()
        self.counters = Counters()
        self._waiting: dict[str, _Waiting] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._untried: set[asyncio.Event] = set()
        self._chance = random.Random(1)

    def put(self, url: str, item: Json) -> None:
        """Send an item to an address soon, as often as the switches say, or lose it."""
        switches = self.switches
        if switches.measure_seconds and self.measure.pace(url) == "drop":
            self.counters.lost += 1
            return
        if switches.lose or self._chance.random() < switches.lose_share:
            switches.lose = max(0, switches.lose - 1)
            self.counters.lost += 1
            return
        copies = switches.duplicates if self._chance.random() < switches.duplicate_share else 0
        again = {**item, "changeType": "updated"} if item.get("changeType") == "created" else item
        waiting = self._waiting.setdefault(url, _Waiting())
        waiting.items.extend([item, *[dict(again) for _ in range(copies)]])
        self.counters.waiting += 1 + copies
        if waiting.timer is None:
            waiting.timer = self._spawn(self._later(url))

    async def flush(self) -> None:
        """Send what waits at once, and come back when everything under way was tried once."""
        for url in list(self._waiting):
            self._launch(url)
        await asyncio.gather(*(event.wait() for event in list(self._untried)))

    def clear(self) -> None:
        """Forget everything under way."""
        for task in self._tasks:
            task.cancel()
        self._tasks, self._waiting, self._untried = set(), {}, set()
        self.counters, self.measure = Counters(), Measure()

    async def _later(self, url: str) -> None:
        switches = self.switches
        slow = switches.measure_seconds if self.measure.pace(url) == "slow" else 0
        await asyncio.sleep(switches.latency_seconds + switches.delay_seconds + slow)
        self._launch(url)

    def _launch(self, url: str) -> None:
        waiting = self._waiting.pop(url)
        if waiting.timer is not None and waiting.timer is not asyncio.current_task():
            waiting.timer.cancel()
        items, size = waiting.items, self.switches.batch_size
        if self.switches.reorder:
            items, size = items[::-1], 1
        batches = [items[place : place + size] for place in range(0, len(items), size)]
        tried = [asyncio.Event() for _ in batches]
        self._untried.update(tried)
        if self.switches.reorder:
            self._spawn(self._one_by_one(url, batches, tried))
            return
        for batch, event in zip(batches, tried, strict=True):
            self._spawn(self._deliver(url, batch, event))

    async def _one_by_one(self, url: str, batches: list[list[Json]], tried: list[asyncio.Event]) -> None:
        for batch, event in zip(batches, tried, strict=True):
            self._spawn(self._deliver(url, batch, event))
            await event.wait()

    async def _deliver(self, url: str, batch: list[Json], tried: asyncio.Event) -> None:
        switches, first, pause, waited = self.switches, True, self.switches.retry_seconds, 0.0
        while True:
            batch = self._still_wanted(batch)
            if not batch:
                break
            body = {"value": batch}
            seconds = switches.first_timeout_seconds if first else switches.retry_timeout_seconds
            answer = await call(url, json.dumps(body).encode(), HEADERS, seconds)
            self.on_sent(url, body, answer.status or 0)
            if switches.measure_seconds:
                self.measure.note(url, answer.ms / 1000, switches.measure_seconds)
            self.counters.attempts += 1
            self._watch(url, batch, answer)
            self._tried(tried)
            if answer.ok:
                self.counters.delivered += len(batch)
                break
            if waited + pause > switches.give_up_seconds:
                self.counters.given_up += len(batch)
                break
            await asyncio.sleep(pause)
            first, waited, pause = False, waited + pause, pause * 2
        self.counters.waiting -= len(batch)
        self._tried(tried)

    def _still_wanted(self, batch: list[Json]) -> list[Json]:
        kept = [item for item in batch if self._wanted(item)]
        self.counters.waiting -= len(batch) - len(kept)
        return kept

    def _tried(self, event: asyncio.Event) -> None:
        event.set()
        self._untried.discard(event)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _nobody(_url: str, _body: Json, _status: int) -> None:
    """Nobody watches."""
