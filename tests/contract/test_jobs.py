"""The job queue: order, exactly what happens after a crash, and waking."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from core.shared.jobs import Job, JobQueue, Kinds, NewJob
from core.storage import Store
from core.storage.database import connection_of
from tests.contract.conftest import AnyStore
from tests.contract.examples import HOUR, NOW
from tests.fakes import FakeStore

LEASE = timedelta(seconds=30)
READS = Kinds(frozenset({"read", "look"}), but=False)
Joining = Callable[[], JobQueue]


async def enqueue(
    store: AnyStore,
    *names: str,
    run_at: datetime | None = None,
    lock_key: str | None = None,
    dedupe: str | None = None,
    kind: str = "work",
) -> None:
    async with store.transactions.write() as tx:
        for name in names:
            await store.jobs.enqueue(tx, kind, {"name": name}, run_at=run_at, lock_key=lock_key, dedupe=dedupe)


def names(jobs: tuple[Job, ...]) -> list[object]:
    return [job.args["name"] for job in jobs]


async def test_due_jobs_come_oldest_first_and_no_more_than_asked_for(store: AnyStore) -> None:
    await enqueue(store, "a", "b", "c")
    assert names(await store.jobs.claim(NOW, LEASE, 2)) == ["a", "b"]
    assert names(await store.jobs.claim(NOW, LEASE, 2)) == ["c"]
    assert await store.jobs.claim(NOW, LEASE, 2) == ()


async def test_of_the_kinds_that_are_asked_for_the_oldest_come_first_and_no_others(store: AnyStore) -> None:
    for number in range(3):
        await enqueue(store, f"read{number}", kind="read")
        await enqueue(store, f"push{number}", kind="push")
    assert names(await store.jobs.claim(NOW, LEASE, 2, READS.others)) == ["push0", "push1"]
    assert names(await store.jobs.claim(NOW, LEASE, 1, READS)) == ["read0"]
    assert names(await store.jobs.claim(NOW, LEASE, 9, READS.others)) == ["push2"]
    assert names(await store.jobs.claim(NOW, LEASE, 9, READS)) == ["read1", "read2"]


async def test_a_lock_key_is_kept_in_order_whatever_kinds_are_asked_for(store: AnyStore) -> None:
    await enqueue(store, "read", kind="read", lock_key="a")
    await enqueue(store, "push", kind="push", lock_key="a")
    assert await store.jobs.claim(NOW, LEASE, 9, READS.others) == ()
    (read,) = await store.jobs.claim(NOW, LEASE, 9, READS)
    assert await store.jobs.claim(NOW, LEASE, 9, READS.others) == ()
    await store.jobs.finish(read.id)
    assert names(await store.jobs.claim(NOW, LEASE, 9, READS.others)) == ["push"]


async def test_a_dead_process_loses_no_kind_and_an_orphan_keeps_its_sort(
    store: AnyStore, another_process: Joining
) -> None:
    await enqueue(store, "read", kind="read")
    await store.jobs.claim(NOW, LEASE, 9)
    survivor = another_process()
    assert await survivor.claim(NOW + LEASE, LEASE, 9, READS.others) == ()
    assert names(await survivor.claim(NOW + LEASE, LEASE, 9, READS)) == ["read"]


async def test_what_waits_is_known_until_it_begins(store: AnyStore) -> None:
    await enqueue(store, "a", dedupe="a")
    await enqueue(store, "b", dedupe="b", run_at=NOW + HOUR)
    asked = {"a", "b", "c"}
    async with store.transactions.read() as tx:
        assert await store.jobs.waiting(tx, asked) == {"a", "b"}
        assert await store.jobs.waiting(tx, set()) == frozenset()
    await store.jobs.claim(NOW, LEASE, 9)
    async with store.transactions.read() as tx:
        assert await store.jobs.waiting(tx, asked) == {"b"}


async def test_a_claimed_job_says_what_it_is(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.jobs.enqueue(tx, "push", {"booking": "b", "n": 1, "none": None}, lock_key="booking:b")
    (job,) = await store.jobs.claim(NOW, LEASE, 1)
    assert (job.kind, dict(job.args), job.attempt, job.lock_key) == (
        "push",
        {"booking": "b", "n": 1, "none": None},
        1,
        "booking:b",
    )


async def test_a_job_does_not_run_before_its_time_and_runs_at_it(store: AnyStore) -> None:
    await enqueue(store, "later", run_at=NOW + HOUR)
    assert await store.jobs.claim(NOW + HOUR - timedelta(microseconds=1), LEASE, 9) == ()
    assert names(await store.jobs.claim(NOW + HOUR, LEASE, 9)) == ["later"]


async def test_jobs_of_one_lock_key_run_one_after_the_other(store: AnyStore) -> None:
    await enqueue(store, "a1", "a2", lock_key="a")
    await enqueue(store, "b1", lock_key="b")
    await enqueue(store, "free")
    first = await store.jobs.claim(NOW, LEASE, 9)
    assert names(first) == ["a1", "b1", "free"]
    assert await store.jobs.claim(NOW, LEASE, 9) == ()
    await store.jobs.finish(first[0].id)
    assert names(await store.jobs.claim(NOW, LEASE, 9)) == ["a2"]


async def test_a_job_that_backs_off_holds_back_its_own_lock_key_only(store: AnyStore) -> None:
    await enqueue(store, "a1", "a2", lock_key="a")
    (job,) = await store.jobs.claim(NOW, LEASE, 9)
    await store.jobs.retry(job.id, NOW + HOUR, "outlook_unavailable")
    await enqueue(store, "b1", lock_key="b")
    assert names(await store.jobs.claim(NOW, LEASE, 9)) == ["b1"]
    (again,) = await store.jobs.claim(NOW + HOUR, LEASE, 9)
    assert (again.args["name"], again.attempt) == ("a1", 2)


async def test_a_head_that_is_due_later_holds_back_what_was_added_after_it(store: AnyStore) -> None:
    await enqueue(store, "a1", run_at=NOW + HOUR, lock_key="a")
    await enqueue(store, "a2", lock_key="a")
    assert await store.jobs.claim(NOW, LEASE, 9) == ()
    assert names(await store.jobs.claim(NOW + HOUR, LEASE, 9)) == ["a1"]


async def test_a_finished_job_never_runs_again(store: AnyStore, another_process: Joining) -> None:
    await enqueue(store, "once")
    (job,) = await store.jobs.claim(NOW, LEASE, 9)
    await store.jobs.finish(job.id)
    await another_process().release_dead(NOW)
    assert await another_process().claim(NOW + HOUR, LEASE, 9) == ()


async def test_after_a_crash_the_job_runs_again_when_its_lease_ends_and_not_earlier(
    store: AnyStore, another_process: Joining
) -> None:
    await enqueue(store, "work", lock_key="a")
    await enqueue(store, "next", lock_key="a")
    await store.jobs.claim(NOW, LEASE, 9)
    survivor = another_process()
    assert await survivor.claim(NOW + LEASE - timedelta(seconds=1), LEASE, 9) == ()
    (job,) = await survivor.claim(NOW + LEASE, LEASE, 9)
    assert (job.args["name"], job.attempt) == ("work", 2)


async def test_what_a_killed_predecessor_held_is_given_back_at_start(store: AnyStore, another_process: Joining) -> None:
    """Where only one process can live. On PostgreSQL the others live on, and their leases decide."""
    await enqueue(store, "a1", "a2", lock_key="a")
    await enqueue(store, "b")
    await store.jobs.claim(NOW, LEASE, 9)
    successor = another_process()
    alone = isinstance(store, FakeStore) or store.database.embedded
    assert await successor.release_dead(NOW) == (2 if alone else 0)
    assert names(await successor.claim(NOW, LEASE, 9)) == (["a1", "b"] if alone else [])
    assert await successor.release_dead(NOW) == 0


async def test_a_heartbeat_keeps_the_job_and_says_when_it_was_lost(store: AnyStore, another_process: Joining) -> None:
    await enqueue(store, "long")
    (job,) = await store.jobs.claim(NOW, LEASE, 9)
    assert await store.jobs.heartbeat(job.id, NOW + LEASE, LEASE)
    other = another_process()
    assert await other.claim(NOW + LEASE, LEASE, 9) == ()
    assert len(await other.claim(NOW + 2 * LEASE, LEASE, 9)) == 1
    assert not await store.jobs.heartbeat(job.id, NOW + 2 * LEASE, LEASE)


async def test_who_lost_a_job_can_not_end_it_for_its_new_owner(store: AnyStore, another_process: Joining) -> None:
    await enqueue(store, "work")
    (job,) = await store.jobs.claim(NOW, LEASE, 9)
    other = another_process()
    await other.claim(NOW + LEASE, LEASE, 9)
    await store.jobs.finish(job.id)
    await store.jobs.retry(job.id, NOW, "late")
    await store.jobs.bury(job.id, NOW, "late")
    assert await other.heartbeat(job.id, NOW + LEASE, LEASE)


async def test_a_process_does_not_take_over_what_it_still_works_on(store: AnyStore) -> None:
    """A clock that jumps (the demonstration's does) must not run a job twice at once."""
    await enqueue(store, "work")
    await store.jobs.claim(NOW, LEASE, 9)
    assert await store.jobs.claim(NOW + timedelta(days=7), LEASE, 9) == ()


async def test_while_a_job_waits_a_second_one_with_its_dedupe_key_is_not_added(store: AnyStore) -> None:
    await enqueue(store, "first", dedupe="sync:1")
    await enqueue(store, "second", dedupe="sync:1")
    await enqueue(store, "other", dedupe="sync:2")
    assert names(await store.jobs.claim(NOW, LEASE, 9)) == ["first", "other"]


async def test_a_dedupe_key_is_free_again_once_its_job_started(store: AnyStore) -> None:
    await enqueue(store, "first", dedupe="sync:1")
    (running,) = await store.jobs.claim(NOW, LEASE, 9)
    await enqueue(store, "second", dedupe="sync:1")
    await store.jobs.retry(running.id, NOW, "again")
    assert sorted(map(str, names(await store.jobs.claim(NOW, LEASE, 9)))) == ["first", "second"]


async def test_a_buried_job_never_runs_again_and_frees_its_lock_key(store: AnyStore, another_process: Joining) -> None:
    await enqueue(store, "poison", "next", lock_key="a")
    (job,) = await store.jobs.claim(NOW, LEASE, 9)
    await store.jobs.bury(job.id, NOW, "invalid")
    assert names(await store.jobs.claim(NOW, LEASE, 9)) == ["next"]
    await another_process().release_dead(NOW)
    assert "poison" not in names(await another_process().claim(NOW + 10 * HOUR, LEASE, 9))


async def test_next_due_is_the_earliest_time_of_a_job_that_could_run(store: AnyStore) -> None:
    assert await store.jobs.next_due() is None
    await enqueue(store, "late", run_at=NOW + 2 * HOUR)
    await enqueue(store, "early", run_at=NOW + HOUR, lock_key="a")
    assert await store.jobs.next_due() == NOW + HOUR
    await store.jobs.claim(NOW + HOUR, LEASE, 1)
    await enqueue(store, "held back", lock_key="a")
    assert await store.jobs.next_due() == NOW + 2 * HOUR


async def test_next_due_looks_at_the_kinds_that_are_asked_for_alone(store: AnyStore) -> None:
    await enqueue(store, "early", kind="read", run_at=NOW + HOUR)
    await enqueue(store, "late", kind="push", run_at=NOW + 2 * HOUR)
    assert await store.jobs.next_due(READS) == NOW + HOUR
    assert await store.jobs.next_due(READS.others) == NOW + 2 * HOUR
    assert await store.jobs.next_due(Kinds(but=False)) is None


async def test_a_job_without_a_time_is_due_on_every_clock(store: AnyStore) -> None:
    await enqueue(store, "now")
    due = await store.jobs.next_due()
    assert due is not None
    assert due < NOW - timedelta(days=365 * 20)


async def test_a_commit_wakes_the_waiting_runner(store: AnyStore) -> None:
    async def claimed_after_wait() -> list[object]:
        await store.jobs.wait(30)
        return names(await store.jobs.claim(NOW, LEASE, 9))

    await store.jobs.wait(0.01)  # forgets what the fixtures rang
    runner = asyncio.create_task(claimed_after_wait())
    await asyncio.sleep(0)
    await enqueue(store, "a")
    async with asyncio.timeout(5):
        assert await runner == ["a"]


async def test_a_ring_before_the_wait_is_not_lost(store: AnyStore) -> None:
    await enqueue(store, "a")
    async with asyncio.timeout(5):
        await store.jobs.wait(30)


async def test_finishing_a_job_wakes_the_runner_for_the_next_of_its_key(store: AnyStore) -> None:
    await enqueue(store, "a1", "a2", lock_key="a")
    (job,) = await store.jobs.claim(NOW, LEASE, 9)
    await store.jobs.wait(0.01)
    await store.jobs.finish(job.id)
    async with asyncio.timeout(5):
        await store.jobs.wait(30)


async def test_many_runners_at_once_never_run_a_job_twice_nor_a_key_out_of_order(
    store: AnyStore, another_process: Joining
) -> None:
    for number in range(24):
        await enqueue(store, str(number), lock_key=f"key:{number % 5}" if number % 4 else None)
    ran: list[int] = []

    async def run(queue: JobQueue) -> None:
        idle = 0
        while idle < 8:
            jobs = await queue.claim(NOW, LEASE, 3)
            idle = 0 if jobs else idle + 1
            for job in jobs:
                ran.append(int(str(job.args["name"])))
                await asyncio.sleep(0)
                await queue.finish(job.id)
            await asyncio.sleep(0.002)

    await asyncio.gather(*(run(another_process()) for _ in range(4)))
    assert sorted(ran) == list(range(24))
    for key in range(5):
        of_key = [number for number in ran if number % 4 and number % 5 == key]
        assert of_key == sorted(of_key)


async def test_a_ring_is_not_lost_when_a_wait_is_given_up(store: AnyStore) -> None:
    await store.jobs.wait(0.01)
    waiting = asyncio.create_task(store.jobs.wait(30))
    await asyncio.sleep(0)
    await enqueue(store, "a")
    waiting.cancel()
    async with asyncio.timeout(5):
        await store.jobs.wait(30)


async def test_a_job_whose_end_could_not_be_stored_runs_again_after_its_lease(sqlite_store: Store) -> None:
    await enqueue(sqlite_store, "work")
    (job,) = await sqlite_store.jobs.claim(NOW, LEASE, 9)
    async with sqlite_store.transactions.write() as tx:
        await connection_of(tx).exec_driver_sql("ALTER TABLE job RENAME TO away")
    with pytest.raises(OperationalError):
        await sqlite_store.jobs.finish(job.id)
    async with sqlite_store.transactions.write() as tx:
        await connection_of(tx).exec_driver_sql("ALTER TABLE away RENAME TO job")
    assert await sqlite_store.jobs.claim(NOW, LEASE, 9) == ()
    assert names(await sqlite_store.jobs.claim(NOW + LEASE, LEASE, 9)) == ["work"]


async def test_several_jobs_are_added_in_one_go_but_for_those_that_wait_already(store: AnyStore) -> None:
    await enqueue(store, "b", dedupe="b", lock_key="b")
    new = [NewJob({"name": name}, None, lock_key=name, dedupe=name) for name in ("a", "b", "c")]
    for _ in range(2):
        async with store.transactions.write() as tx:
            await store.jobs.enqueue_all(tx, "work", new)
            await store.jobs.enqueue_all(tx, "work", [])
    claimed = await store.jobs.claim(NOW, LEASE, 10)
    assert names(claimed) == ["b", "a", "c"]
    async with store.transactions.write() as tx:
        await store.jobs.enqueue_all(tx, "work", new[:1])
    await store.jobs.finish(claimed[1].id)
    assert names(await store.jobs.claim(NOW, LEASE, 10)) == ["a"], "one that runs is none that waits"
