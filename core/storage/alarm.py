"""How a commit wakes the job runner of the same process."""

import asyncio


class Alarm:
    """Rings once for any number of reasons; a ring before the wait is not lost."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, timeout_seconds: float) -> None:
        """Returns after a ring or after the timeout."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()  # not when cancelled: then nobody has looked at the reason yet
