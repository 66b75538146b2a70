"""Work that goes on after the chat got its acknowledgement: tracked, and waited for at shutdown."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class Tasks:
    """Running tasks. Whoever starts one makes sure that it ends in an answer: errors are that coroutine's own."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[None, None, Result]) -> asyncio.Task[Result]:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def drain(self, seconds: float) -> int:
        """Waits for what runs and what that starts; cancels the rest and returns how many that were."""
        ends = time.monotonic() + seconds
        while self._running and (left_over := ends - time.monotonic()) > 0:
            await asyncio.wait(set(self._running), timeout=left_over)
        left = set(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)
