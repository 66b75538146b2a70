"""Series that are being put together."""

from datetime import datetime

from sqlalchemy import delete, select

from core.dialogue.drafts import DraftId, SeriesDraft
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.series_tables import series_draft
from core.storage.writing import upsert


class SqlSeriesDrafts:
    """Implements SeriesDrafts."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get(self, tx: Transaction, draft: DraftId, now: datetime) -> SeriesDraft | None:
        rows = series_draft.c
        query = select(series_draft).where(rows.id == draft, rows.expires_at > now)
        row = (await connection_of(tx).execute(query)).one_or_none()
        if row is None:
            return None
        payload = self._keyring.open(_payload(draft), row.sealed_payload)
        return SeriesDraft(draft, PersonId(row.person), payload, row.expires_at)

    async def save(self, tx: Transaction, draft: SeriesDraft) -> None:
        columns = {
            "id": draft.id,
            "person": draft.person,
            "sealed_payload": self._keyring.seal(_payload(draft.id), draft.payload),
            "expires_at": draft.expires_at,
        }
        await upsert(connection_of(tx), series_draft, columns)

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(series_draft).where(series_draft.c.person == person))


def _payload(draft: DraftId) -> Cell:
    return Cell("series_draft", draft, "payload")
