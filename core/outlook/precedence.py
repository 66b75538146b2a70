"""Who goes next where only so many may go at once: what somebody waits for, and now and then what nobody waits for."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.shared.upkeep import is_upkeep

IN_A_ROW = 3


class Precedence:
    """Upkeep leaves one place free for what somebody waits for, and waits behind it; but after three others that went
    before it, it is upkeep's turn. Those of one sort go in the order they came."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._for_upkeep = places - 1
        self._people: deque[asyncio.Future[None]] = deque()
        self._upkeep: deque[asyncio.Future[None]] = deque()
        self._in_a_row = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        upkeep = is_upkeep()
        turn = asyncio.get_running_loop().create_future()
        (self._upkeep if upkeep else self._people).append(turn)
        self._admit()
        try:
            await turn
            yield
        finally:
            if turn.done() and not turn.cancelled():
                self._free += 1
                self._for_upkeep += upkeep
            self._admit()

    def _admit(self) -> None:
        while self._free:
            _forget_who_left(self._people)
            _forget_who_left(self._upkeep)
            is_upkeeps_turn = bool(self._upkeep and self._for_upkeep)
            if self._people and not (is_upkeeps_turn and self._in_a_row >= IN_A_ROW):
                self._in_a_row += is_upkeeps_turn
                self._people.popleft().set_result(None)
            elif is_upkeeps_turn:
                self._in_a_row = 0
                self._for_upkeep -= 1
                self._upkeep.popleft().set_result(None)
            else:
                return
            self._free -= 1


def _forget_who_left(waiting: deque[asyncio.Future[None]]) -> None:
    while waiting and waiting[0].done():
        waiting.popleft()
