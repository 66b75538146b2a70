"""Deleting what expired."""

from datetime import datetime

from sqlalchemy import and_, delete, or_

from core.shared.transaction import Transactions
from core.storage import tables
from core.storage.database import connection_of


async def sweep(transactions: Transactions, now: datetime) -> int:
    """Deletes expired links, with the tokens of sign-ins never confirmed, and kept commands; says how many."""
    link, kept = tables.connect_link.c, tables.kept_command.c
    no_code_left = or_(link.code_expires_at.is_(None), link.code_expires_at <= now)
    async with transactions.write() as tx:
        database = connection_of(tx)
        links = await database.execute(delete(tables.connect_link).where(and_(link.expires_at <= now, no_code_left)))
        commands = await database.execute(delete(tables.kept_command).where(kept.expires_at <= now))
    return links.rowcount + commands.rowcount
