"""Transactions: all or nothing, facts with them, and nothing of a network inside."""

import asyncio

import pytest

from core.dialogue.model import MessageRef, Notice
from core.people.model import PersonId, PersonMet
from core.shared.errors import Gone
from core.shared.jobs import Job
from core.shared.transaction import NetworkInsideTransaction, Transaction, forbid_network_in_transaction
from core.storage import Store
from core.storage.database import POOL_SIZE, Database, connection_of
from core.storage.errors import TransactionMisuse
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, chat_user, connection, meet, outside, profile
from tests.fakes.memory import TransactionMisuse as FakeMisuse

MISUSE = (TransactionMisuse, FakeMisuse)

DOT = PersonId("person-dot")


class Refused(Exception):
    """Raised by a test inside a block."""


async def facts(store: AnyStore) -> list[Job]:
    return [job for job in await store.jobs.claim(NOW, HOUR, 100) if job.kind.startswith("fact.")]


async def test_a_rollback_leaves_no_row_and_publishes_nothing(store: AnyStore) -> None:
    async def fail_late() -> None:
        async with store.transactions.write() as tx:
            await store.persons.save_profile(tx, ADA, profile(ADA, name="Countess"), NOW)
            await store.jobs.enqueue(tx, "push", {})
            tx.publish(PersonMet(ADA))
            raise Refused

    with pytest.raises(Refused):
        await fail_late()
    async with store.transactions.read() as tx:
        known = await store.persons.profile(tx, chat_user(ADA))
    assert known == (profile(ADA), NOW)
    assert await facts(store) == []
    assert await store.jobs.next_due() is None


async def test_facts_of_a_commit_become_jobs_in_the_order_they_were_published(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        tx.publish(PersonMet(BEN))
        tx.publish(PersonMet(ADA))
    assert [PersonMet.from_args(job.args) for job in await facts(store)] == [PersonMet(BEN), PersonMet(ADA)]


async def test_reads_go_on_however_many_writers_wait_for_one_lock(real_store: Store) -> None:
    """As many as there are connections."""
    held, read = asyncio.Event(), asyncio.Event()

    async def holds() -> None:
        async with real_store.transactions.write() as tx:
            await real_store.persons.lock(tx, frozenset({ADA}))
            held.set()
            await asyncio.sleep(0.2)  # by then the others wait
            await outside(reads())
            read.set()

    async def reads() -> None:
        async with real_store.transactions.read() as tx:
            assert await real_store.persons.get(tx, ADA) is not None

    async def waits() -> None:
        await held.wait()
        async with real_store.transactions.write() as tx:
            await real_store.persons.lock(tx, frozenset({ADA}))
            assert read.is_set()

    async with asyncio.timeout(20):
        await asyncio.gather(holds(), *(waits() for _ in range(POOL_SIZE)))


async def test_a_fact_is_no_job_before_the_commit(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        tx.publish(PersonMet(ADA))
        assert await outside(store.jobs.next_due()) is None
    assert await store.jobs.next_due() is not None


async def test_publishing_in_a_read_is_an_error(store: AnyStore) -> None:
    async with store.transactions.read() as tx:
        with pytest.raises(MISUSE):
            tx.publish(PersonMet(ADA))


async def test_a_transaction_that_is_over_does_nothing_any_more(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        pass
    with pytest.raises(MISUSE):
        tx.publish(PersonMet(ADA))
    with pytest.raises(MISUSE):
        await store.persons.get(tx, ADA)


async def test_writes_of_one_task_are_not_nested(store: AnyStore) -> None:
    for outer in (store.transactions.write, store.transactions.read):
        async with outer():
            with pytest.raises(MISUSE):
                async with store.transactions.write():
                    pass


async def test_nothing_is_read_beside_another_transaction_of_the_same_task(store: AnyStore) -> None:
    """It would not agree with that one, and take a second connection while holding the first."""
    for outer in (store.transactions.write, store.transactions.read):
        async with outer():
            with pytest.raises(MISUSE):
                async with store.transactions.read():
                    pass
    async with store.transactions.read() as tx:
        assert await store.persons.get(tx, PersonId("nobody")) is None


async def test_the_network_is_forbidden_inside_a_transaction_and_allowed_after_it(store: AnyStore) -> None:
    for inside in (store.transactions.write, store.transactions.read):
        async with inside():
            with pytest.raises(NetworkInsideTransaction):
                forbid_network_in_transaction()
    forbid_network_in_transaction()
    with pytest.raises(Refused):
        async with store.transactions.write():
            raise Refused
    forbid_network_in_transaction()


async def test_another_task_may_call_the_network_while_a_write_is_open(store: AnyStore) -> None:
    opened, asked = asyncio.Event(), asyncio.Event()

    async def writer() -> None:
        async with store.transactions.write():
            opened.set()
            await asked.wait()

    task = asyncio.create_task(writer())
    await opened.wait()
    forbid_network_in_transaction()
    asked.set()
    await task


async def test_readers_see_the_state_before_an_open_write_and_do_not_wait_for_it(store: AnyStore) -> None:
    async def read() -> object:
        async with store.transactions.read() as tx:
            return await store.persons.profile(tx, chat_user(ADA))

    async with store.transactions.write() as tx:
        await store.persons.save_profile(tx, ADA, profile(ADA, name="Countess"), NOW)
        async with asyncio.timeout(5):
            known = await outside(read())
    assert known == (profile(ADA), NOW)


async def test_a_read_can_not_write(store: AnyStore) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only|can't write"):
        async with store.transactions.read() as tx:
            await store.persons.save_profile(tx, ADA, profile(ADA, name="Countess"), NOW)


async def test_one_read_is_one_consistent_view(store: AnyStore) -> None:
    async with store.transactions.read() as tx:
        before = await store.persons.profile(tx, chat_user(ADA))
        await rename(store, "Countess")
        assert await store.persons.profile(tx, chat_user(ADA)) == before


async def rename(store: AnyStore, name: str) -> None:
    async def write() -> None:
        async with store.transactions.write() as tx:
            await store.persons.save_profile(tx, ADA, profile(ADA, name=name), NOW)

    await outside(write())


async def test_fifty_writers_at_once_all_succeed_and_lose_no_update(store: AnyStore) -> None:
    async def add_one() -> None:
        async with store.transactions.write() as tx:
            await store.persons.lock(tx, frozenset({ADA}))
            counted = await store.tokens.load(tx, connection_id) or ("0", 0)
            await store.tokens.store(tx, connection_id, str(int(counted[0]) + 1))

    connection_id = await connected(store)
    await asyncio.gather(*(add_one() for _ in range(50)))
    async with store.transactions.read() as tx:
        loaded = await store.tokens.load(tx, connection_id)
    assert loaded == ("50", 50)


async def connected(store: AnyStore) -> str:
    made = connection(ADA)
    async with store.transactions.write() as tx:
        await store.connections.save(tx, made)
    return made.id


async def test_a_cancelled_write_rolls_back_and_the_next_one_goes_on(real_store: Store) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with real_store.transactions.write() as tx:
            await add(real_store, tx)
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5), real_store.transactions.write() as tx:
        assert await real_store.persons.get(tx, DOT) is None
        await add(real_store, tx)


async def add(store: Store, tx: Transaction) -> None:
    await meet(store, tx, DOT)


async def test_sqlite_commits_are_on_the_disk_and_readers_do_not_block(sqlite_store: Store) -> None:
    async with sqlite_store.transactions.write() as tx:
        pragmas = {
            name: (await connection_of(tx).exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_two_connections_to_one_file_wait_for_each_other_instead_of_failing(sqlite_store: Store) -> None:
    """A second process (doctor, backup) may write while we serve: the busy timeout covers it."""
    file = sqlite_store.database._writer.url.database
    other = Database.open(f"sqlite:///{file}")
    try:

        async def write(database: Database, number: int) -> None:
            async with database.write() as tx:
                tx.publish(PersonMet(str(number)))

        await asyncio.gather(*(write(each, n) for n in range(20) for each in (sqlite_store.database, other)))
    finally:
        await other.close()
    assert len(await sqlite_store.jobs.claim(NOW, HOUR, 100)) == 40


async def test_what_points_to_somebody_who_is_gone_is_refused_as_gone(real_store: Store) -> None:
    """A person joined with another between the look and the write: an error with a name, not a database's."""
    shown = Notice(PersonId("nobody"), "connect", "card", chat_user(ADA), MessageRef("D1", "1"))

    async def writes_too_late() -> None:
        async with real_store.transactions.write() as tx:
            await real_store.persons.save_profile(tx, ADA, profile(ADA, name="Countess"), NOW)
            await real_store.notices.save(tx, shown)

    with pytest.raises(Gone):
        await writes_too_late()
    async with real_store.transactions.read() as tx:
        assert await real_store.persons.profile(tx, chat_user(ADA)) == (profile(ADA), NOW)
