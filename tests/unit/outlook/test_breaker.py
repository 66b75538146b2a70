"""A tenant that Graph keeps failing is left alone for a while, another never notices; a mailbox's repetitions end."""

import asyncio

import httpx
import pytest

from core.connection.model import ConnectionId
from core.outlook.breaker import FAILURES_IN_A_ROW, FIRST_PAUSE, LONGEST_PAUSE, Breaker, TenantPaused
from core.outlook.graph import GraphClient
from core.outlook.http import tls
from core.outlook.retry import SAVED_AT_MOST
from core.outlook.routes import route
from core.outlook.wire import GraphWire
from core.shared.errors import OutlookUnavailable, PermissionMissing
from tests.unit.outlook.fakes import GRAPH, CountedTokens, JumpingClock, error

ME = route("/me")
ADA, BEN, ELSE = ConnectionId("contoso/ada"), ConnectionId("contoso/ben"), ConnectionId("fabrikam/eve")
PAUSE = FIRST_PAUSE.total_seconds()


async def tenant_of(connection: ConnectionId) -> str:
    return connection.split("/")[0]


class Service:
    """A Graph that works or not, by mailbox; it counts what reaches it."""

    def __init__(self) -> None:
        self.clock, self.asked = JumpingClock(), 0
        self.answer: httpx.Response | None = None
        http = httpx.AsyncClient(verify=tls(), transport=httpx.MockTransport(self._answer))
        wire = GraphWire(GRAPH, client=http)
        self.client = GraphClient(wire, CountedTokens(), self.clock, jitter=lambda: 1.0, tenant_of=tenant_of)

    def _answer(self, _: httpx.Request) -> httpx.Response:
        self.asked += 1
        return self.answer or httpx.Response(200, json={"id": "1"})

    async def asks(self, *mailboxes: ConnectionId) -> list[str]:
        """ "ok", "paused" or "unavailable" for each in turn."""
        return [await self._one(mailbox) for mailbox in mailboxes]

    async def _one(self, mailbox: ConnectionId) -> str:
        try:
            await self.client.get(mailbox, ME)
        except TenantPaused:
            return "paused"
        except OutlookUnavailable:
            return "unavailable"
        return "ok"


async def broken() -> Service:
    """Contoso's breaker has just opened."""
    service = Service()
    service.answer = error(503, "serviceNotAvailable")
    assert await service.asks(ADA, BEN) == ["unavailable"] * 2
    assert service.asked == FAILURES_IN_A_ROW
    return service


async def test_a_failing_tenant_is_not_asked_any_more_and_another_is() -> None:
    service = await broken()
    assert await service.asks(ADA, BEN, ADA) == ["paused"] * 3
    assert service.asked == FAILURES_IN_A_ROW
    assert service.client.breakers.open == 1
    service.answer = None
    assert await service.asks(ELSE, ADA) == ["ok", "paused"]


async def test_it_says_how_long_and_no_time_is_slept_away() -> None:
    service = await broken()
    sleeps = list(service.clock.sleeps)
    with pytest.raises(TenantPaused) as caught:
        await service.client.get(ADA, ME)
    assert caught.value.retry_after_seconds == PAUSE
    assert service.clock.sleeps == sleeps


async def test_after_the_pause_one_request_tries_and_closes_it_for_everybody() -> None:
    service = await broken()
    service.answer = None
    await service.clock.sleep(PAUSE)
    assert await service.asks(BEN, ADA) == ["ok", "ok"]
    assert service.client.breakers.open == 0


async def test_a_try_that_fails_doubles_the_pause_up_to_a_limit() -> None:
    clock, pauses = JumpingClock(), []
    breaker = Breaker(clock)
    await _fails(breaker, FAILURES_IN_A_ROW)
    for _ in range(8):
        with pytest.raises(TenantPaused) as caught:
            async with breaker.passing(ADA):
                pytest.fail("it went through")
        pauses.append(caught.value.retry_after_seconds or 0)
        await clock.sleep(pauses[-1])
        await _fails(breaker, 1)
    longest = LONGEST_PAUSE.total_seconds()
    assert pauses == [min(PAUSE * 2**number, longest) for number in range(8)]
    assert pauses[-1] == longest


async def test_while_one_tries_the_others_wait_for_what_comes_of_it() -> None:
    clock, gate = JumpingClock(), asyncio.Event()
    breaker = Breaker(clock)
    await _fails(breaker, FAILURES_IN_A_ROW)
    await clock.sleep(PAUSE)

    async def trying() -> None:
        async with breaker.passing(ADA):
            await gate.wait()

    task = asyncio.create_task(trying())
    await asyncio.sleep(0)
    with pytest.raises(TenantPaused):
        async with breaker.passing(BEN):
            pytest.fail("a second one went through")
    gate.set()
    await task
    async with breaker.passing(BEN):
        assert not breaker.is_open


async def test_a_try_that_nobody_waits_for_any_more_leaves_it_to_the_next_one() -> None:
    clock = JumpingClock()
    breaker = Breaker(clock)
    await _fails(breaker, FAILURES_IN_A_ROW)
    await clock.sleep(PAUSE)
    with pytest.raises(asyncio.CancelledError):
        async with breaker.passing(ADA):
            raise asyncio.CancelledError
    assert breaker.is_open
    async with breaker.passing(BEN):
        pass
    assert not breaker.is_open


async def test_a_mailbox_that_fails_alone_opens_nothing_for_its_colleagues() -> None:
    breaker = Breaker(JumpingClock())
    async with breaker.passing(BEN):
        pass
    await _fails(breaker, 5 * FAILURES_IN_A_ROW)
    async with breaker.passing(BEN):
        assert not breaker.is_open


@pytest.mark.parametrize("told", [error(429, "ApplicationThrottled", {"retry-after": "1"}), error(403, "Denied")])
async def test_throttling_and_refusals_are_answers(told: httpx.Response) -> None:
    service = Service()
    service.answer = told
    for mailbox in [ADA, BEN] * FAILURES_IN_A_ROW:
        with pytest.raises((OutlookUnavailable, PermissionMissing)):
            await service.client.get(mailbox, ME)
    assert service.client.breakers.open == 0


async def test_a_mailbox_has_a_budget_of_repetitions_which_answers_fill_again() -> None:
    service = Service()
    for _ in range(40):
        service.answer = error(429, "ApplicationThrottled")
        await service.asks(ADA)
        service.answer = None
        await service.asks(ELSE)
    spent, calls = service.asked - 80, 40
    assert spent == SAVED_AT_MOST < 2 * calls
    before = service.asked
    service.answer = error(429, "ApplicationThrottled")
    await service.asks(ELSE)
    assert service.asked == before + 3, "another mailbox has a budget of its own"
    service.answer = None
    await service.asks(*[ADA] * 5)
    before, service.answer = service.asked, error(429, "ApplicationThrottled")
    await service.asks(ADA)
    assert service.asked == before + 2, "five answers, one repetition"


async def _fails(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        with pytest.raises(OutlookUnavailable):
            async with breaker.passing(ADA):
                raise OutlookUnavailable
