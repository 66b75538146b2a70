"""Deleting what expired."""

from datetime import datetime

from sqlalchemy import and_, delete, or_

from core.shared.transaction import Transactions
from core.storage import tables
from core.storage.administration_tables import export_link
from core.storage.database import connection_of
from core.storage.series_tables import series_draft


async def sweep(transactions: Transactions, now: datetime) -> int:
    """Deletes expired links, with the tokens of sign-ins never confirmed, kept commands, and series that nobody booked;
    says how many."""
    link, kept = tables.connect_link.c, tables.kept_command.c
    no_code_left = or_(link.code_expires_at.is_(None), link.code_expires_at <= now)
    async with transactions.write() as tx:
        database = connection_of(tx)
        links = await database.execute(delete(tables.connect_link).where(and_(link.expires_at <= now, no_code_left)))
        commands = await database.execute(delete(tables.kept_command).where(kept.expires_at <= now))
        exports = await database.execute(delete(export_link).where(export_link.c.expires_at <= now))
        drafts = await database.execute(delete(series_draft).where(series_draft.c.expires_at <= now))
    return links.rowcount + commands.rowcount + drafts.rowcount + exports.rowcount
