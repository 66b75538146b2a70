"""Clocks: aware, in UTC, and a fake one that moves only when told."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.shared.clock import Clock, SystemClock
from tests.fakes import MONDAY_MORNING, FakeClock

SECOND = timedelta(seconds=1)


@pytest.fixture(params=[SystemClock, FakeClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    made: Clock = request.param()
    return made


async def test_now_is_in_utc_and_never_goes_back(clock: Clock) -> None:
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert first <= second


async def test_sleeping_no_time_returns_after_others_had_a_turn(clock: Clock) -> None:
    turns: list[str] = []

    async def other() -> None:
        turns.append("other")

    running = asyncio.create_task(other())
    async with asyncio.timeout(5):
        await clock.sleep(0)
    assert turns == ["other"]
    await running


async def test_a_sleeper_can_be_cancelled(clock: Clock) -> None:
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    sleeper.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeper
    if isinstance(clock, FakeClock):
        clock.advance(timedelta(hours=2))


async def test_the_system_clock_is_shifted_by_its_offset() -> None:
    shifted = SystemClock(timedelta(days=3)).now() - datetime.now(UTC)
    assert abs(shifted - timedelta(days=3)) < 5 * SECOND


async def test_the_fake_clock_wakes_sleepers_in_order_and_not_too_early() -> None:
    clock, woken = FakeClock(), []

    async def sleep(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    sleepers = [asyncio.create_task(sleep(seconds)) for seconds in (30, 10, 20)]
    await asyncio.sleep(0)
    clock.advance(9.999 * SECOND)
    await asyncio.sleep(0)
    assert woken == []
    clock.advance(15 * SECOND)
    await asyncio.sleep(0)
    assert woken == [10, 20]
    clock.set(MONDAY_MORNING + 30 * SECOND)
    await asyncio.gather(*sleepers)
    assert woken == [10, 20, 30]
