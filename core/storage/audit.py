"""Who did what, without contents."""

import json
from collections.abc import Mapping

from sqlalchemy import insert

from core.people.model import PersonId, Workspace
from core.shared.clock import Clock, SystemClock
from core.shared.ids import new_id
from core.shared.transaction import Transaction
from core.storage.database import connection_of
from core.storage.tables import audit


class SqlAudit:
    """Implements AuditLog. Writes the real time, whatever clock the rooms are shown."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()

    async def record(
        self,
        tx: Transaction,
        person: PersonId,
        action: str,
        details: Mapping[str, str],
        *,
        workspace: Workspace | None = None,
    ) -> None:
        place = workspace.key if workspace else None
        entry = {"id": new_id(), "at": self._clock.now(), "person": person, "action": action, "workspace": place}
        await connection_of(tx).execute(insert(audit).values(**entry, details=json.dumps(dict(details))))
