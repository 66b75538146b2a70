"""The links behind which a person's data can be taken along."""

from sqlalchemy import delete, select

from core.administration.model import ExportLink
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.administration_tables import export_link
from core.storage.database import connection_of
from core.storage.documents import user_columns, user_of
from core.storage.writing import upsert


class SqlExportLinks:
    """Implements ExportLinks."""

    async def add(self, tx: Transaction, link: ExportLink) -> None:
        columns = {"token_hash": link.token_hash, "person": link.person, "expires_at": link.expires_at}
        await upsert(connection_of(tx), export_link, {**columns, **user_columns(link.user)})

    async def get(self, tx: Transaction, token_hash: str) -> ExportLink | None:
        found = select(export_link).where(export_link.c.token_hash == token_hash)
        row = (await connection_of(tx).execute(found)).one_or_none()
        if row is None:
            return None
        user = user_of(row.platform, row.workspace, row.chat_user)
        return ExportLink(row.token_hash, PersonId(row.person), user, row.expires_at)

    async def use(self, tx: Transaction, token_hash: str) -> bool:
        gone = delete(export_link).where(export_link.c.token_hash == token_hash)
        return (await connection_of(tx).execute(gone)).rowcount == 1
