"""The process's clock: a few fixed ticks; everything a person waits for is a row with its due time instead."""

from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

SWEEP_EVERY_MINUTES = 10
POLL_EVERY_MINUTES = 1
LOOK_EVERY_MINUTES = 6 * 60
"""Each tick asks for everybody's look of the next night; a few of them may be missed."""

Tick = Callable[[], Awaitable[None]]


def scheduler(ticks: dict[str, tuple[int, Tick]]) -> AsyncIOScheduler:
    """A scheduler, not started, that runs each tick every so many minutes; a late one runs once, not several times."""
    found = AsyncIOScheduler(timezone="UTC")
    for name, (minutes, tick) in ticks.items():
        found.add_job(
            _logged, "interval", args=(name, tick), minutes=minutes, id=name, max_instances=1, coalesce=True, jitter=30
        )
    return found


async def _logged(name: str, tick: Tick) -> None:
    try:
        await tick()
    except Exception:  # the wrapper of this edge: the next tick comes anyway
        log.exception("tick_failed", tick=name)
