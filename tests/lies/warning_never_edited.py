"""A bot that warns, and never goes back to its warning: what was solved long ago still stands in the chat."""

import asyncio
from dataclasses import replace
from typing import Any

from bot.serve import serve
from bot.settings import Settings, load
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.shared.transaction import Transaction
from core.storage import Store
from tests.lies import HONEST


class Forgetful:
    """Forgets where its warnings are as soon as they are sent."""

    def __init__(self, notices: NoticeRepository) -> None:
        self._notices = notices

    async def of_subject(self, tx: Transaction, subject: str) -> tuple[Notice, ...]:
        rows = await self._notices.of_subject(tx, subject)
        if subject.startswith(("warning:", "conflict:")):
            return tuple(row for row in rows if row.ref is None)
        return rows

    def __getattr__(self, name: str) -> object:
        return getattr(self._notices, name)


async def store(settings: Settings) -> Store:
    built = await HONEST.store(settings)
    lie: Any = Forgetful(built.notices)
    return replace(built, notices=lie)


if __name__ == "__main__":
    asyncio.run(serve(load(), replace(HONEST, store=store)))
