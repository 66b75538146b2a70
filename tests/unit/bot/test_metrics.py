"""What /metrics says, to whom, and that nobody is in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.metrics import Metrics
from bot.wiring import Program
from core.outlook.breaker import Breakers, each_alone
from core.outlook.calls import CallCounts
from core.sync.usecases.notified import Counted
from tests.unit.outlook.fakes import JumpingClock


@dataclass
class Counting:
    """The parts of a program that count."""

    calls: CallCounts = field(default_factory=CallCounts)
    counted: Counted = field(default_factory=Counted)

    def program(self) -> Program:
        graph = SimpleNamespace(breakers=Breakers(JumpingClock(), each_alone))
        sync = SimpleNamespace(
            notified=SimpleNamespace(counted=self.counted, batches=4),
            mirroring=SimpleNamespace(rounds=SimpleNamespace(repaired=2)),
        )
        parts: Any = SimpleNamespace(
            outlook=SimpleNamespace(calls=self.calls, graph=graph), rooms=SimpleNamespace(sync=sync)
        )
        return cast(Program, parts)


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
async def address(counting: Counting) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(Metrics(counting.program()).routes())
    async with TestServer(app) as server:
        yield str(server.make_url("/metrics"))


async def test_calls_and_notifications_are_told_as_they_stand(counting: Counting, address: str) -> None:
    counting.calls("GET", "/me/calendars/{calendar}/calendarView/delta", 200, 40)
    counting.calls("GET", "/me/calendars/{calendar}/calendarView/delta", 429, 10)
    counting.counted.forged = 3
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        assert answer.content_type == "text/plain"
        lines = (await answer.text()).splitlines()
    assert 'clearhour_graph_calls_total{outcome="ok",reason="delta"} 1.0' in lines
    assert 'clearhour_graph_calls_total{outcome="throttled",reason="delta"} 1.0' in lines
    assert 'clearhour_graph_seconds_total{reason="delta"} 0.05' in lines
    assert 'clearhour_notifications_total{kind="forged"} 3.0' in lines
    assert "clearhour_graph_tenants_paused 0.0" in lines
    assert "clearhour_copy_repairs_total 2.0" in lines


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
async def test_whoever_comes_through_a_proxy_finds_nothing(address: str, header: str) -> None:
    async with aiohttp.ClientSession() as http, http.get(address, headers={header: "for=203.0.113.9"}) as answer:
        assert answer.status == 404
