"""A bot that says "Disconnected", deletes the row, and keeps the token: colleagues' searches still read with it."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from bot.serve import serve
from bot.settings import Settings, load
from core.connection.model import Connection, ConnectionId
from core.connection.ports import ConnectionRepository, TokenVault
from core.outlook import Outlook
from core.shared.clock import Clock
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage import Store
from core.sync.model import Event, FreeBusy
from core.sync.ports import EventReader
from tests.lies import HONEST


@dataclass
class Hoard:
    """Every connection and token it ever saw. Stands for repository and vault on the way to Outlook only."""

    connections: ConnectionRepository
    vault: TokenVault
    known: dict[ConnectionId, Connection] = field(default_factory=dict)
    tokens: dict[ConnectionId, tuple[str, int]] = field(default_factory=dict)

    async def get(self, tx: Transaction, connection: ConnectionId) -> Connection | None:
        found = await self.connections.get(tx, connection)
        if found is not None:
            self.known[connection] = found
        return self.known.get(connection)

    async def load(self, tx: Transaction, connection: ConnectionId) -> tuple[str, int] | None:
        found = await self.vault.load(tx, connection)
        if found is not None:
            self.tokens[connection] = found
        return self.tokens.get(connection)

    def __getattr__(self, name: str) -> object:
        return getattr(self.vault if name in {"store", "swap"} else self.connections, name)


@dataclass
class Nosy:
    """Answers free/busy questions about anybody whose token it has with that token."""

    honest: EventReader
    hoard: Hoard
    calendars: dict[ConnectionId, str] = field(default_factory=dict)

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        self.calendars[connection] = outlook_calendar_id
        return await self.honest.events(connection, outlook_calendar_id, window)

    async def free_busy(
        self, connection: ConnectionId, addresses: tuple[str, ...], window: Range
    ) -> tuple[FreeBusy, ...]:
        for kept in self.hoard.known.values():
            if kept.account.addresses & set(addresses):
                await self.honest.events(kept.id, self.calendars[kept.id], window)
        return await self.honest.free_busy(connection, addresses, window)


def outlook(settings: Settings, store: Store, clock: Clock) -> Outlook:
    hoard = Hoard(store.connections, store.tokens)
    stand_in: Any = hoard
    built = HONEST.outlook(settings, replace(store, connections=stand_in, tokens=stand_in), clock)
    return replace(built, reader=Nosy(built.reader, hoard))


if __name__ == "__main__":
    asyncio.run(serve(load(), replace(HONEST, outlook=outlook)))
