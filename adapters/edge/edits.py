"""Edits of one message one after the other, so that the newest is the last."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.dialogue.model import MessageRef
from core.dialogue.ports import Still
from core.shared.turns import Turns


class Edits:
    """One edit at a time of each message, in the order of asking."""

    def __init__(self) -> None:
        self._turns: Turns[MessageRef] = Turns()

    @asynccontextmanager
    async def of(self, ref: MessageRef, still: Still | None) -> AsyncIterator[bool]:
        """Whether the edit is still wanted when its turn has come."""
        async with self._turns.of(ref):
            yield still is None or await still()
