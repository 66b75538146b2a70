"""Bots that lie: each swaps one constructor of the wiring and then serves normally. Smoke must catch every one."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot.serve import serve
from bot.settings import Settings, load
from bot.wiring import Makers
from core.outlook import Outlook
from core.shared.clock import Clock
from core.storage import Store

HONEST = Makers()


def serve_with_outlook(lie: Callable[[Outlook], Outlook]) -> None:
    """Serves as `clearhour serve` does, with an Outlook that is not quite honest."""

    def outlook(settings: Settings, store: Store, clock: Clock) -> Outlook:
        return lie(HONEST.outlook(settings, store, clock))

    asyncio.run(serve(load(), replace(HONEST, outlook=outlook)))
