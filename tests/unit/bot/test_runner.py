"""Running jobs: in order, again after trouble, never lost, never buried where a meeting hangs on it."""

import asyncio
import sys
from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs import NEVER_BURIED, handlers
from bot.runner import LEASE, MOST_ATTEMPTS, Runner, delay_seconds
from core.administration.erasing import ERASE_JOB
from core.booking.usecases import ANSWER_JOB, CANCEL_JOB, PUSH_JOB
from core.booking.usecases.deciding import PUT_BACK_JOB
from core.booking.usecases.jobs import DATES_JOB, MOVE_SERIES_JOB
from core.conflicts.model import WarningChanged
from core.connection.model import Connected, ConnectionLost
from core.people.model import PersonMet
from core.shared.errors import ChatUnavailable, OutlookUnavailable
from core.shared.facts import Fact
from tests.fakes import FakeClock
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.memory import JobRow
from tests.unit.bot.running import Bench, failing
from tests.unit.world import build

NOBODY_WAITS_FOR = (PersonMet, ConnectionLost)
"""Told when asked for; message 5 of the experience is to come."""

pytestmark = pytest.mark.usefixtures("quiet")


async def test_jobs_of_one_key_run_in_order_one_at_a_time_and_others_beside_them() -> None:
    started: list[str] = []
    gate = asyncio.Event()

    async def work(args: Mapping[str, object]) -> None:
        started.append(str(args["name"]))
        await gate.wait()

    bench = Bench(work)
    for name in ("a1", "a2", "b1"):
        await bench.add(name, lock_key=name[0])
    async with bench.working():
        await bench.until(lambda: set(started) == {"a1", "b1"})
        await asyncio.sleep(0.03)
        assert "a2" not in started
        gate.set()
        await bench.until(lambda: not bench.jobs)
    assert started.index("a1") < started.index("a2")


async def test_one_stuck_key_does_not_hold_the_others_up() -> None:
    done: list[str] = []

    async def work(args: Mapping[str, object]) -> None:
        if args["name"] == "stuck":
            raise OutlookUnavailable
        done.append(str(args["name"]))

    bench = Bench(work)
    await bench.add("stuck", lock_key="a")
    await bench.add("behind", lock_key="a")
    for number in range(20):
        await bench.add(str(number), lock_key=f"key-{number}")
    async with bench.working():
        await bench.until(lambda: len(done) == 20)
    assert "behind" not in done


@pytest.mark.parametrize("error", [OutlookUnavailable(120.0), ChatUnavailable(120.0)])
async def test_a_job_waits_as_long_as_the_other_side_asked(error: Exception) -> None:
    bench = Bench(failing(error))
    await bench.add()
    async with bench.working():
        await bench.until(lambda: bench.jobs[0].error_code is not None)
    (job,) = bench.jobs
    assert job.state == "waiting"
    assert job.run_at >= bench.clock.now() + timedelta(seconds=120)
    assert job.error_code == error.code  # type: ignore[attr-defined]


async def test_a_job_that_always_fails_is_buried_after_eight_attempts_and_frees_its_key() -> None:
    bench = Bench(failing(ValueError("POISON")))
    await bench.add()
    await bench.run_through(MOST_ATTEMPTS + 2)
    (job,) = bench.jobs
    assert (job.state, job.attempt, job.error_code) == ("dead", MOST_ATTEMPTS, "ValueError")


@pytest.mark.parametrize("kind", sorted(NEVER_BURIED))
async def test_what_a_meeting_hangs_on_is_never_buried(kind: str) -> None:
    bench = Bench(failing(OutlookUnavailable()), kind)
    await bench.add()
    await bench.run_through(MOST_ATTEMPTS + 2)
    (job,) = bench.jobs
    assert job.state == "waiting"
    assert job.attempt >= MOST_ATTEMPTS + 2


async def test_what_is_to_be_said_waits_for_a_chat_that_is_away() -> None:
    bench = Bench(failing(ChatUnavailable()), "fact.BookingChanged")
    await bench.add()
    await bench.run_through(MOST_ATTEMPTS + 2)
    (job,) = bench.jobs
    assert job.state == "waiting"
    assert job.attempt >= MOST_ATTEMPTS + 2


def test_what_is_written_to_outlook_and_sign_ins_and_warnings_are_never_buried() -> None:
    written = {PUSH_JOB, CANCEL_JOB, DATES_JOB, MOVE_SERIES_JOB, ANSWER_JOB, PUT_BACK_JOB}
    assert {*written, ERASE_JOB, Connected.kind(), WarningChanged.kind()} == NEVER_BURIED


async def test_a_job_of_a_newer_version_is_kept_and_a_fact_without_listener_is_done() -> None:
    bench = Bench(failing(OutlookUnavailable()))
    await bench.add(kind="fact.Unheard")
    await bench.add(kind="booking.teleport")
    async with bench.working():
        await bench.until(lambda: [job.kind for job in bench.jobs if job.state == "waiting"] == ["booking.teleport"])


async def test_the_job_of_a_killed_process_is_taken_over() -> None:
    done: list[object] = []

    async def work(args: Mapping[str, object]) -> None:
        done.append(args["name"])

    bench = Bench(work)
    await bench.add("orphan")
    dead = FakeJobQueue(bench.memory)
    assert len(await dead.claim(bench.clock.now(), LEASE, 8)) == 1
    async with bench.working():
        await bench.until(lambda: done == ["orphan"])
        await bench.until(lambda: not bench.jobs)


async def test_the_job_of_another_living_process_is_taken_over_when_its_lease_ended_and_not_before() -> None:
    done: list[object] = []

    async def work(args: Mapping[str, object]) -> None:
        done.append(args["name"])

    bench = Bench(work)
    await bench.add("ours")
    async with bench.working():
        await bench.until(lambda: done == ["ours"] and not bench.jobs)
        done.clear()
        async with bench.memory.write() as tx:
            await bench.queue.enqueue(tx, "work", {"name": "theirs"})
            other = FakeJobQueue(bench.memory)
            tables = tx.tables  # type: ignore[attr-defined]
            for key, job in tables.jobs.items():
                tables.jobs[key] = _taken(job, other, bench.clock)
        await asyncio.sleep(0.03)
        assert done == []
        bench.clock.advance(LEASE)
        await bench.until(lambda: done == ["theirs"])


def _taken(job: JobRow, by: FakeJobQueue, clock: FakeClock) -> JobRow:
    from dataclasses import replace

    return replace(job, state="running", owner=by._owner, attempt=1, lease_until=clock.now() + LEASE)


async def test_stopping_lets_a_running_job_end_and_takes_no_other() -> None:
    gate, started, done = asyncio.Event(), asyncio.Event(), []

    async def work(args: Mapping[str, object]) -> None:
        started.set()
        await gate.wait()
        done.append(args["name"])

    bench = Bench(work)
    await bench.add("running", lock_key="a")
    await bench.add("waiting", lock_key="a")
    loop = asyncio.create_task(bench.runner.run())
    await started.wait()
    asyncio.get_running_loop().call_later(0.02, gate.set)
    await bench.runner.stop(2)
    await loop
    assert done == ["running"]
    assert [job.args["name"] for job in bench.jobs] == ["waiting"]


async def test_a_job_that_does_not_end_in_time_is_cut_off_and_run_again_by_the_next_process() -> None:
    started = asyncio.Event()

    async def work(_: Mapping[str, object]) -> None:
        started.set()
        await asyncio.Event().wait()

    bench = Bench(work)
    await bench.add("long")
    loop = asyncio.create_task(bench.runner.run())
    await started.wait()
    await bench.runner.stop(0.02)
    await loop
    await asyncio.sleep(0.01)
    after = FakeJobQueue(bench.memory)
    await after.release_dead(bench.clock.now())
    assert len(await after.claim(bench.clock.now(), LEASE, 8)) == 1


async def test_the_loop_goes_on_when_the_database_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    async def work(args: Mapping[str, object]) -> None:
        done.append(args["name"])

    class Flaky(FakeJobQueue):
        away = 1

        async def claim(self, *args, **more):  # type: ignore[no-untyped-def] # noqa: ANN002, ANN003, ANN202
            if self.away:
                self.away -= 1
                raise ConnectionError
            return await super().claim(*args, **more)

    bench = Bench(work)
    bench.queue = Flaky(bench.memory)
    bench.runner = Runner(bench.queue, {"work": work}, bench.clock)
    await bench.add("after")
    async with bench.working():
        await bench.until(lambda: done == ["after"])


def test_every_fact_and_every_job_of_the_rooms_has_its_use_case() -> None:
    table = handlers(build().rooms.listeners)
    facts = {fact.kind() for fact in _all_below(Fact)} - {fact.kind() for fact in NOBODY_WAITS_FOR}
    assert facts <= table.keys()
    assert _jobs_of_the_rooms() <= table.keys()
    assert table.keys() >= NEVER_BURIED


def _all_below(kind: type[Fact]) -> set[type[Fact]]:
    """The facts that the rooms publish: those without facts of their own below them. A class with slots leaves another
    one of its name behind, which is nobody's."""
    below = {one for one in kind.__subclasses__() if vars(sys.modules[one.__module__]).get(one.__name__) is one}
    return {leaf for one in below if one.__module__.startswith("core.") for leaf in (_all_below(one) or {one})}


def _jobs_of_the_rooms() -> set[str]:
    modules = [module for name, module in sys.modules.items() if name.startswith("core.")]
    return {value for module in modules for name, value in vars(module).items() if name.endswith("_JOB")}


@given(st.integers(1, 60), st.none() | st.floats(0, 3600))
def test_the_delay_grows_to_five_minutes_and_is_never_shorter_than_asked(attempt: int, asked: float | None) -> None:
    delay = delay_seconds(attempt, asked)
    assert delay >= (asked or 0)
    assert delay >= min(2.0 ** (attempt - 1), 300) / 2
    assert delay <= max(asked or 0, min(2.0 ** (attempt - 1), 300))
