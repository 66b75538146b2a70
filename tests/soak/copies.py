"""The bot's copies, read from its database beside it."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.settings import PREFIX
from core.shared.ranges import Range
from core.storage import Keyring
from core.storage.database import Database
from core.storage.mirror import SqlMirror
from core.storage.sync import SqlSyncStates
from core.sync.model import Event, SyncState
from tests.driving.programs import Bot
from tests.soak.outbox import Watched

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Copy:
    """One calendar as the bot has it."""

    of: Watched
    window: Range
    events: Mapping[str, Event]


class Copies:
    """Reads, and never writes."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._states, self._mirror = SqlSyncStates(), SqlMirror(keyring)

    async def settled(self, calendars: Sequence[Watched]) -> list[Copy]:
        """Their copies, as soon as no notification of which the bot knows waits to be looked at."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while True:
            found = await self._all(calendars)
            dirty = [state for _, state, _ in found if state.is_dirty or state.error or not state.window]
            if not dirty:
                return [Copy(one, state.window, events) for one, state, events in found if state.window]
            assert time.monotonic() < ends, dirty
            await asyncio.sleep(0.05)

    async def _all(self, calendars: Sequence[Watched]) -> list[tuple[Watched, SyncState, Mapping[str, Event]]]:
        by_id = {one.subscription: one for one in calendars}
        async with self._database.read() as tx:
            found = await self._states.listening(tx, by_id.keys())
            assert len(found) == len(by_id)
            states = await self._states.of_calendars(tx, {one.calendar for one in found})
            return [
                (by_id[one.subscription], states[one.calendar], await self._mirror.everything(tx, one.calendar))
                for one in found
            ]


@asynccontextmanager
async def copies_of(bot: Bot) -> AsyncIterator[Copies]:
    environment = bot.environment
    database = Database.open(environment[f"{PREFIX}DATABASE_URL"])
    try:
        yield Copies(database, Keyring.parse(environment[f"{PREFIX}ENCRYPTION_KEYS"]))
    finally:
        await database.close()
