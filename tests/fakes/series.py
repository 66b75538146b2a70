"""Series that are being put together, in memory."""

from datetime import datetime

from core.dialogue.drafts import DraftId, SeriesDraft
from core.people.model import PersonId
from core.shared.transaction import Transaction
from tests.fakes.memory import tables_of, writable


class FakeSeriesDrafts:
    """Implements SeriesDrafts."""

    async def get(self, tx: Transaction, draft: DraftId, now: datetime) -> SeriesDraft | None:
        found = tables_of(tx).series_drafts.get(draft)
        return found if found and found.expires_at > now else None

    async def save(self, tx: Transaction, draft: SeriesDraft) -> None:
        writable(tx).series_drafts[draft.id] = draft

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        tables = writable(tx)
        tables.series_drafts = {key: one for key, one in tables.series_drafts.items() if one.person != person}
