"""kill -9 between any two commits of looking, saying and the digest: nothing is lost and nothing is said twice."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from core.conflicts.model import Form, State
from core.people.model import PersonId
from core.storage import Keyring, Store, open_store
from core.storage.database import connection_of
from core.storage.tables import job
from core.sync.model import Event
from tests.contract.examples import event, meet
from tests.fakes import FakeClock, FakeStore, fake_store
from tests.fakes.memory import writable
from tests.simulation.desk import Desk
from tests.unit.core.crashing import Crash

MONDAY_TEN = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEED = 20270301

Outcome = tuple[list[tuple[Form, datetime, frozenset[str]]], dict[str, State]]


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path / 'clearhour.db'}", Keyring.parse(Keyring.fresh_text()))
    yield store
    await store.close()


@dataclass
class Story:
    """Two days of one person, killed after so many points each time; what was interrupted is done again."""

    desk: Desk
    kills: list[int]
    points: int = 0

    async def survive(self, action: Callable[[], Awaitable[object]]) -> None:
        crashes = self.desk.crashes
        while True:
            begun = crashes.countdown = self.kills[0] if self.kills else 10**6
            try:
                await action()
            except Crash:
                self.points += begun
                del self.kills[0]
                await self.desk.restart()
                continue
            passed = begun - (crashes.countdown or 0)
            crashes.countdown = None
            self.points += passed
            self.kills[:1] = [one - passed for one in self.kills[:1]]
            return

    async def until(self, end: datetime) -> None:
        await self.survive(lambda: self.desk.work(end))

    def both(self, key: str, at: datetime) -> tuple[Event, Event]:
        name = self.desk.person
        return event(f"{name}-{key}1", at), event(f"{name}-{key}2", at)

    async def happens(self) -> None:
        """One that was there, five that come in a morning, one of them resolved, one that is gone in a minute."""
        desk, both = self.desk, self.both
        await desk.change(*both("old", MONDAY_TEN + 3 * DAY + 3 * HOUR))
        await self.until(MONDAY_TEN + timedelta(minutes=1))
        for number in range(5):
            await desk.change(*both(f"c{number}", MONDAY_TEN + (2 + number) * DAY))
            await self.until(desk.clock.now() + timedelta(minutes=10))
        await desk.change(both("c0", MONDAY_TEN + 9 * DAY)[1])
        await desk.change(*both("brief", MONDAY_TEN + 8 * DAY))
        await self.until(desk.clock.now() + timedelta(seconds=60))
        await desk.change(removed=(both("brief", MONDAY_TEN)[0].id,))
        await self.until(MONDAY_TEN + 12 * HOUR)
        await self.survive(desk.watching.daily)
        await self.until(MONDAY_TEN + DAY)

    async def outcome(self) -> Outcome:
        """What was said and how everything stands; each message shows what is true."""
        desk, name = self.desk, self.desk.person
        ledger = await desk.ledger()
        assert set(desk.messages) == set(ledger.warnings)
        for message in desk.messages.values():
            assert message.shows == {key: ledger.conflicts[key].state for key in message.shows}
        said = [
            (one.form, one.came, frozenset(_bare(name, *key) for key in one.shows)) for one in desk.messages.values()
        ]
        return said, {_bare(name, *key): one.state for key, one in ledger.conflicts.items()}


async def story(store: Store | FakeStore, name: str, *kills: int) -> tuple[Outcome, int]:
    """A person of their own in the store, whose jobs are the only ones. Says how many points were passed, too."""
    told = Story(Desk(store, FakeClock(MONDAY_TEN), PersonId(name)), list(kills))
    async with store.transactions.write() as tx:
        if isinstance(store, FakeStore):
            writable(tx).jobs.clear()
        else:
            await connection_of(tx).execute(delete(job))
        await meet(store, tx, told.desk.person)
    await told.desk.connect()
    await told.happens()
    return await told.outcome(), told.points


def _bare(name: str, *key: str) -> str:
    return " ".join(event_id.removeprefix(f"{name}-") for event_id in key)


async def undisturbed() -> tuple[Outcome, int]:
    (said, states), points = await story(fake_store(), "nobody-kills-me")
    assert [form for form, _, _ in said] == [Form.BACKLOG, Form.CAUSE, Form.CAUSE, Form.CAUSE, Form.DIGEST]
    assert len(frozenset().union(*(pairs for _, _, pairs in said))) == sum(len(pairs) for _, _, pairs in said) == 6
    assert sorted(states.values()) == [State.RESOLVED, State.RESOLVED, *[State.TOLD] * 5]
    return (said, states), points


async def test_a_kill_at_any_point_changes_nothing_of_what_is_said() -> None:
    expected, points = await undisturbed()
    assert points > 80
    for point in range(points):
        outcome, _ = await story(fake_store(), "killed", point)
        assert outcome == expected, f"killed at point {point}"


async def test_several_kills_in_a_row_change_nothing_either() -> None:
    expected, points = await undisturbed()
    chosen = random.Random(SEED)
    for _ in range(30):
        kills = [chosen.randrange(points // 5) for _ in range(8)]
        outcome, _ = await story(fake_store(), "often", *kills)
        assert outcome == expected, f"killed after {kills}"


async def test_a_database_file_survives_kills_the_same_way(sqlite: Store) -> None:
    expected, points = await undisturbed()
    chosen = random.Random(SEED)
    kills = [chosen.randrange(points // 8) for _ in range(16)]
    outcome, _ = await story(sqlite, "often", *kills)
    assert outcome == expected, f"killed after {kills}"
