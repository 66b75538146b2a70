"""Edits of one message one after the other, so that the newest is the last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from core.dialogue.model import MessageRef
from core.dialogue.ports import Still


class Turns:
    """One turn at a time for each message, in the order of asking."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[MessageRef, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, ref: MessageRef, still: Still | None) -> AsyncIterator[bool]:
        """Whether the edit is still wanted when its turn has come."""
        lock = self._locks.setdefault(ref, asyncio.Lock())
        async with lock:
            yield still is None or await still()
