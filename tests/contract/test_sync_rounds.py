"""Rounds and notifications on both databases: one transaction each, and two processes at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from core.configuration.model import CalendarId
from core.shared.ranges import Range
from core.storage import Store
from core.storage.database import connection_of
from core.sync.model import DeltaRound, Event, Notification, Subscription
from core.sync.usecases import Notified, Rounds
from core.sync.usecases.subscribing import hash_of
from tests.contract.examples import NOW
from tests.contract.test_sync import event, listed, state
from tests.fakes.clock import FakeClock

SECRET = "only Outlook knows"


class ScriptedOutlook:
    """Says these rounds, one after the other; `during` runs while one is being read."""

    def __init__(self, *rounds: DeltaRound) -> None:
        self.rounds = list(rounds)
        self.links: list[str | None] = []
        self.during: Any = None

    async def changes(self, _connection: str, _calendar: str, _window: Range, link: str | None) -> DeltaRound:
        self.links.append(link)
        told = self.rounds.pop(0)
        if self.during is not None:
            running, self.during = self.during, None
            await running()
        return told


def rounds(store: Store, outlook: Any) -> Rounds:
    return Rounds(
        transactions=store.transactions,
        states=store.sync_states,
        mirror=store.mirror,
        persons=store.persons,
        preferences=store.preferences,
        delta=outlook,
        reader=outlook,
        jobs=store.jobs,
        clock=FakeClock(NOW),
    )


def whole(link: str, *events: Event) -> DeltaRound:
    return DeltaRound(full=True, events=events, link=link)


async def facts(store: Store) -> int:
    async with store.transactions.read() as tx:
        query = text("SELECT count(*) FROM job WHERE kind = 'fact.BusyChanged'")
        return int(await connection_of(tx).scalar(query) or 0)


async def one_calendar(store: Store) -> CalendarId:
    (work,) = await listed(store, "Work")
    subscribed = Subscription("sub-1", NOW + timedelta(days=6))
    async with store.transactions.write() as tx:
        plain = state(work.id, subscription=subscribed, client_state_hash=hash_of(SECRET))
        await store.sync_states.save(tx, plain)
    return work.id


async def test_a_round_its_link_and_its_fact_become_true_together(real_store: Store) -> None:
    work = await one_calendar(real_store)
    moved = replace(event("a"), start=NOW + timedelta(hours=3), end=NOW + timedelta(hours=4))
    outlook = ScriptedOutlook(
        whole("link-1", event("a"), event("b")),
        DeltaRound(full=False, events=(moved,), removed=frozenset({"b", "unknown"}), link="link-2"),
        DeltaRound(full=False, events=(), link="link-3"),
    )
    told = []
    for _ in range(3):
        await rounds(real_store, outlook).sync(work)
        told.append(await facts(real_store))
    assert outlook.links == [None, "link-1", "link-2"]
    assert told == [1, 2, 2]
    async with real_store.transactions.read() as tx:
        found = await real_store.sync_states.get(tx, work)
        assert found is not None
        assert (found.link, found.version) == ("link-3", 3)
        assert await real_store.mirror.everything(tx, work) == {"a": moved}


async def test_a_round_that_another_process_overtook_is_thrown_away_and_read_again(real_store: Store) -> None:
    work = await one_calendar(real_store)
    faster = rounds(real_store, ScriptedOutlook(whole("newer", event("a"), event("b"))))
    slow = ScriptedOutlook(whole("older", event("a")), DeltaRound(full=False, events=(), link="newest"))
    slow.during = lambda: faster.sync(work)
    await rounds(real_store, slow).sync(work)
    assert slow.links == [None, "newer"]
    async with real_store.transactions.read() as tx:
        assert (await real_store.mirror.everything(tx, work)).keys() == {"a", "b"}


async def test_a_calendar_that_is_deleted_during_its_round_leaves_nothing_behind(real_store: Store) -> None:
    work = await one_calendar(real_store)
    outlook = ScriptedOutlook(whole("link", event("a")))

    async def leave() -> None:
        async with real_store.transactions.write() as tx:
            await real_store.sync_states.delete(tx, work)

    outlook.during = leave
    assert await rounds(real_store, outlook).sync(work) is None
    async with real_store.transactions.read() as tx:
        assert await real_store.mirror.everything(tx, work) == {}


async def test_a_crowd_of_notifications_is_one_waiting_job_and_few_commits(real_store: Store) -> None:
    work = await one_calendar(real_store)
    receivers = [
        Notified(transactions=real_store.transactions, states=real_store.sync_states, jobs=real_store.jobs, clock=clock)
        for clock in (FakeClock(NOW), FakeClock(NOW))
    ]
    genuine, forged = Notification("sub-1", SECRET), Notification("sub-1", "guess")
    await asyncio.gather(*(one.receive((genuine, forged)) for one in receivers for _ in range(400)))
    assert [one.counted.genuine for one in receivers] == [400, 400]
    assert [one.counted.forged for one in receivers] == [400, 400]
    assert sum(one.batches for one in receivers) <= 12
    async with real_store.transactions.read() as tx:
        jobs = await connection_of(tx).execute(text("SELECT kind, args FROM job"))
        assert [(row.kind, work in row.args) for row in jobs] == [("sync.round", True)]
        found = await real_store.sync_states.get(tx, work)
        assert found is not None
        assert found.is_dirty
