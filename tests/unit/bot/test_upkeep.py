"""What a person waits for goes first, and what nobody waits for goes on all the same."""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields

import pytest

from bot.jobs import handlers
from bot.runner import AT_ONCE, KEPT_FOR_PEOPLE, KEPT_FOR_UPKEEP, LONGEST_NAP_SECONDS, Runner
from bot.upkeep import UPKEEP
from core.booking.usecases import ANSWER_JOB, CANCEL_JOB, PUSH_JOB
from core.dialogue.notices import RESUME_JOB
from core.shared.facts import Fact
from core.sync.usecases import ROUND_JOB
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.memory import Memory
from tests.unit.bot.running import Bench
from tests.unit.world import build

pytestmark = pytest.mark.usefixtures("quiet")
FOR_UPKEEP, FOR_PEOPLE = AT_ONCE - KEPT_FOR_PEOPLE, AT_ONCE - KEPT_FOR_UPKEEP


class Stuck:
    """Work that begins, and ends when it is let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.gate = asyncio.Event()

    async def work(self, args: Mapping[str, object]) -> None:
        self.begun.append(str(args["name"]))
        await self.gate.wait()

    def count(self, name: str) -> int:
        return self.begun.count(name)


class NappingQueue(FakeJobQueue):
    """Knows for how long the runner meant to sleep, each time."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.naps: list[float] = []

    async def wait(self, timeout_seconds: float) -> None:
        self.naps.append(timeout_seconds)
        await super().wait(timeout_seconds)


async def filled(bench: Bench, name: str, kind: str, count: int) -> None:
    async with bench.memory.write() as tx:
        for number in range(count):
            await bench.queue.enqueue(tx, kind, {"name": name}, lock_key=f"{name}:{number}")


async def test_a_push_begins_at_once_behind_five_hundred_first_reads() -> None:
    stuck = Stuck()
    bench = Bench(stuck.work, PUSH_JOB, ROUND_JOB)
    await filled(bench, "read", ROUND_JOB, 500)
    async with bench.working():
        await bench.until(lambda: stuck.count("read") == FOR_UPKEEP)
        await bench.add("push")
        await bench.until(lambda: stuck.count("push") == 1)
        assert stuck.count("read") == FOR_UPKEEP, "no read ended before it"
        stuck.gate.set()


async def test_pushes_and_reads_that_are_due_together_each_have_their_places() -> None:
    stuck = Stuck()
    bench = Bench(stuck.work, PUSH_JOB, ROUND_JOB)
    await filled(bench, "read", ROUND_JOB, 20)
    await filled(bench, "push", PUSH_JOB, 20)
    async with bench.working():
        await bench.until(lambda: len(stuck.begun) == AT_ONCE)
        assert (stuck.count("push"), stuck.count("read")) == (FOR_PEOPLE, KEPT_FOR_UPKEEP)
        stuck.gate.set()


async def test_the_copies_are_kept_although_people_never_stop_clicking() -> None:
    """Each click leads to the next one, so that there is always more of it than places."""
    read: list[object] = []

    async def work(args: Mapping[str, object]) -> None:
        if args["name"] == "read":
            read.append(args["name"])
        elif len(read) < 100:
            await filled(bench, "click", PUSH_JOB, 1)
        await asyncio.sleep(0)

    bench = Bench(work, PUSH_JOB, ROUND_JOB)
    await filled(bench, "click", PUSH_JOB, 3 * AT_ONCE)
    await filled(bench, "read", ROUND_JOB, 100)
    async with bench.working():
        await bench.until(lambda: len(read) == 100)


async def test_a_runner_sleeps_while_what_is_due_has_no_place() -> None:
    stuck = Stuck()
    bench = Bench(stuck.work, ROUND_JOB)
    bench.queue = queue = NappingQueue(bench.memory)
    bench.runner = Runner(queue, {ROUND_JOB: stuck.work}, bench.clock)
    await filled(bench, "read", ROUND_JOB, 2 * AT_ONCE)
    async with bench.working():
        await bench.until(lambda: len(stuck.begun) == FOR_UPKEEP and bool(queue.naps))
        assert queue.naps[-1] == LONGEST_NAP_SECONDS
        stuck.gate.set()
        await bench.until(lambda: not bench.jobs)


def test_upkeep_has_a_use_case_or_is_told_to_nobody_and_what_people_wait_for_is_none() -> None:
    known = handlers(build().rooms.listeners).keys()
    facts = {fact.kind() for fact in _facts()}
    assert UPKEEP.named <= known | facts
    assert not {PUSH_JOB, CANCEL_JOB, ANSWER_JOB, RESUME_JOB} & UPKEEP.named


def test_facts_that_share_a_lock_key_are_all_upkeep_or_none_is() -> None:
    """Else what somebody waits for would stand behind what nobody waits for."""
    families: dict[str, set[bool]] = {}
    for fact in _facts():
        one = fact(**{field.name: "x" for field in fields(fact) if field.default is MISSING})
        if one.lock_key is not None:
            families.setdefault(one.lock_key.partition(":")[0], set()).add(fact.kind() in UPKEEP)
    assert families
    assert all(len(sorts) == 1 for sorts in families.values()), families


def _facts() -> set[type[Fact]]:
    """All that the rooms publish; a class with slots leaves another one of its name behind, which is nobody's."""
    build()
    found, left = set[type[Fact]](), [Fact]
    while left:
        below = left.pop().__subclasses__()
        left += below
        found |= {one for one in below if vars(sys.modules[one.__module__]).get(one.__name__) is one}
    return {one for one in found if one.__module__.startswith("core.")}
