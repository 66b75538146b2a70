"""What admins decided for their workspaces."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update

from core.configuration.model import SeenBy
from core.configuration.workspace import OFFICE_HOURS, Defaults
from core.people.model import Workspace
from core.shared.transaction import Transaction
from core.storage.administration_tables import workspace_choice
from core.storage.database import connection_of
from core.storage.documents import hours_of, hours_text, words
from core.storage.writing import insert_if_new


class SqlDefaults:
    """Implements DefaultsRepository."""

    async def get(self, tx: Transaction, workspace: Workspace) -> Defaults:
        stored = await _column(tx, workspace, "defaults")
        known = json.loads(stored) if stored else {}
        return _defaults(known) if known else Defaults()

    async def save(self, tx: Transaction, workspace: Workspace, defaults: Defaults) -> None:
        await _save(tx, workspace, "defaults", json.dumps(_document(defaults)))


class SqlWorkspaceTenants:
    """Implements WorkspaceTenants."""

    async def of(self, tx: Transaction, workspace: Workspace) -> frozenset[str]:
        return frozenset((await _column(tx, workspace, "tenants")).split())

    async def save(self, tx: Transaction, workspace: Workspace, tenants: frozenset[str]) -> None:
        await _save(tx, workspace, "tenants", words(tenants))


def _document(defaults: Defaults) -> dict[str, Any]:
    return {**asdict(defaults), "hours": hours_text(defaults.hours)}


def _defaults(stored: dict[str, Any]) -> Defaults:
    """What an older version didn't know of is missing."""
    hours = hours_of(stored["hours"]) if "hours" in stored else OFFICE_HOURS
    return Defaults(**{**stored, "seen_by": SeenBy(stored["seen_by"]), "hours": hours})


async def _column(tx: Transaction, workspace: Workspace, column: str) -> str:
    """ "" for a workspace without a row."""
    rows = workspace_choice.c
    here = (rows.platform == workspace.platform.value, rows.workspace == workspace.id)
    return (await connection_of(tx).execute(select(rows[column]).where(*here))).scalar_one_or_none() or ""


async def _save(tx: Transaction, workspace: Workspace, column: str, value: str) -> None:
    """Leaves the other column as it is."""
    database, rows = connection_of(tx), workspace_choice.c
    empty = {"platform": workspace.platform.value, "workspace": workspace.id, "defaults": "", "tenants": ""}
    if not await insert_if_new(database, workspace_choice, {**empty, column: value}):
        here = (rows.platform == workspace.platform.value, rows.workspace == workspace.id)
        await database.execute(update(workspace_choice).where(*here).values({column: value}))
