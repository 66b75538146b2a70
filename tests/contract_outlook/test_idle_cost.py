"""What a calendar costs in which nothing happens: requests to Graph, counted over a week by the real client."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.graph import GraphCallbacks
from core.outlook import build_outlook
from core.sync.model import Notification
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.mirroring import Mirror, mirror_of
from tests.contract_outlook.week import WEDNESDAY

DAYS = 7
AT_MOST_A_DAY = 100


class Nobody:
    """Takes notifications and looks at none."""

    async def receive(self, notifications: tuple[Notification, ...]) -> None:
        return None


@pytest.fixture
async def listening(desk: Desk) -> AsyncIterator[Desk]:
    """The desk, with an address that Graph can call."""
    app = web.Application()
    app.add_routes(GraphCallbacks(Nobody()).routes())  # type: ignore[arg-type]
    async with TestServer(app) as server:
        reached = replace(desk.sandbox.settings, callbacks_url=str(server.make_url("/graph")))
        store = desk.storage.store
        outlook = build_outlook(reached, store.transactions, store.tokens, store.connections, desk.clock)
        yield replace(desk, outlook=outlook)
        await outlook.aclose()


async def _due(mirror: Mirror) -> datetime:
    states = [await mirror.state(one) for one in mirror.calendars]
    return min(at for one in states for at in (one.poll_at, one.compare_at, one.renew_at) if at is not None)


async def idle(mirror: Mirror, days: int) -> Counter[str]:
    """Lets this time pass minute by minute where something is due; what was asked, by reason."""
    before = Counter(mirror.outlook.calls.counts)
    ends = mirror.desk.clock.now() + timedelta(days=days)
    while (due := await _due(mirror)) < ends:
        now = max(due, mirror.desk.clock.now()) + timedelta(seconds=30)  # the tick comes once a minute
        await asyncio.to_thread(mirror.at, now)
        await mirror.polling.tick()
        await mirror.work()
    asked: Counter[str] = Counter()
    for (reason, outcome), count in (mirror.outlook.calls.counts - before).items():
        assert outcome == "ok", reason
        asked[reason] += count
    return asked


async def test_a_changeless_day_under_a_subscription_costs_at_most_a_hundred_requests_a_calendar(
    listening: Desk,
) -> None:
    listening.clock.time = WEDNESDAY
    names = ("Calendar",)
    mirror = await mirror_of(listening, *names, subscribed=True)
    await mirror.polling.tick()
    await mirror.work()
    states = [await mirror.state(one) for one in mirror.calendars]
    assert all(one.is_live(listening.clock.now()) and one.error is None for one in states)
    asked = await idle(mirror, DAYS)
    print(f"\nidle: {asked.total() / DAYS / len(names):.1f} a day and calendar: {dict(asked)}")
    assert asked["renew"] >= 2 * len(names), "subscriptions were renewed"
    assert asked["subscribe"] == 0, "and none was lost"
    assert asked["view"] >= DAYS * len(names), "each night was looked at"
    assert asked["delta"] > DAYS * len(names) * 40
    assert asked.total() <= AT_MOST_A_DAY * DAYS * len(names)
    for one in mirror.calendars:
        assert (await mirror.state(one)).is_live(listening.clock.now())
        assert await mirror.copy(one) == await mirror.truth(one)
