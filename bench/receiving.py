"""`python -m bench.receiving bare|ours FOLDER`: a server that takes notifications, for bench/notifications.py.

*bare* is an aiohttp handler that reads the request and answers 202. *ours* is the program's own endpoint over its own
tables in SQLite on a disk: 202 means that what was told of has its row. Every two seconds all rounds that were asked
for have begun and are over, as the bot's runner would have it; nothing is read for them. The first line of its output
says where it listens, and which subscriptions there are; the last one how much of a processor it took.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from sqlalchemy import delete, update

from bot.cli import settle
from bot.graph import GraphCallbacks
from core.configuration.model import Calendar
from core.shared.clock import SystemClock
from core.shared.ids import new_id
from core.storage import Keyring, Store, migrate, open_store, tables
from core.storage.database import connection_of
from core.sync.model import Subscription
from core.sync.usecases import Notified
from core.sync.usecases.rounds import QUIET
from core.sync.usecases.subscribing import hash_of
from tests.contract.examples import ADA, calendar, connection, meet, state

CALENDARS = 200
SECRET = "the-secret-of-a-subscription"  # noqa: S105 nobody's
Subscribed = list[tuple[str, str]]


async def _bare(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(status=202)


@asynccontextmanager
async def bare(_folder: Path) -> AsyncIterator[tuple[list[web.RouteDef], Subscribed]]:
    yield [web.post("/graph/notifications", _bare)], [(new_id(), SECRET) for _ in range(CALENDARS)]


@asynccontextmanager
async def ours(folder: Path) -> AsyncIterator[tuple[list[web.RouteDef], Subscribed]]:
    address = f"sqlite:///{folder / 'bench.db'}"
    await migrate(address)
    store = await open_store(address, Keyring.parse(f"k1:{base64.b64encode(bytes(32)).decode()}"))
    try:
        clock = SystemClock()
        subscribed = await _subscribed(store, clock)
        notified = Notified(transactions=store.transactions, states=store.sync_states, jobs=store.jobs, clock=clock)
        rounds = asyncio.create_task(_rounds(store, clock))
        yield GraphCallbacks(notified).routes(), subscribed
        rounds.cancel()
    finally:
        await store.close()


async def _rounds(store: Store, clock: SystemClock) -> None:
    """As soon as the calendars have been quiet for as long as the bot waits."""
    while True:
        await asyncio.sleep(QUIET.total_seconds())
        async with store.transactions.write() as tx:
            await connection_of(tx).execute(delete(tables.job))
            await connection_of(tx).execute(update(tables.sync_state).values(read_at=clock.now()))


async def _subscribed(store: Store, clock: SystemClock) -> Subscribed:
    """Ada's calendars, each copied a minute ago."""
    mine, now = connection(ADA), clock.now()
    listed: tuple[Calendar, ...] = tuple(calendar(mine.id, f"Calendar {number}") for number in range(CALENDARS))
    made = {one.id: Subscription(new_id(), now + timedelta(days=6)) for one in listed}
    async with store.transactions.write() as tx:
        await meet(store, tx, ADA)
        await store.connections.save(tx, mine)
        await store.calendars.replace(tx, mine.id, listed)
        for one, subscription in made.items():
            copied = state(one, subscription=subscription, client_state_hash=hash_of(SECRET))
            await store.sync_states.save(tx, copied)
    return [(subscription.id, SECRET) for subscription in made.values()]


async def serve(kind: str, folder: Path) -> None:
    async with (ours if kind == "ours" else bare)(folder) as (routes, subscribed):
        app = web.Application()
        app.add_routes(routes)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        print(json.dumps({"port": port, "subscriptions": subscribed}), flush=True)
        before = time.process_time()
        await asyncio.to_thread(sys.stdin.read)
        print(json.dumps({"cpu_seconds": time.process_time() - before}), flush=True)
        await runner.cleanup()


if __name__ == "__main__":
    settle()  # as the bot does
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
