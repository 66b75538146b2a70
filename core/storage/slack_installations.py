"""Workspaces that the app was installed in."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from core.people.installations.model import INSTALL_WITHIN, Installation, InstallAttempt
from core.shared.transaction import Transaction
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import words
from core.storage.slack_tables import slack_install, slack_installation
from core.storage.writing import upsert


class SqlInstallations:
    """Implements Installations."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get(self, tx: Transaction, workspace: str) -> Installation | None:
        query = select(slack_installation).where(slack_installation.c.workspace == workspace)
        row = (await connection_of(tx).execute(query)).one_or_none()
        if row is None:
            return None
        return Installation(
            workspace=row.workspace,
            bot_user=row.bot_user,
            url=row.url,
            token=self._keyring.open(_cell(workspace), row.sealed_token),
            scopes=frozenset(row.scopes.split()),
            installed_at=row.installed_at,
            enterprise=row.enterprise,
        )

    async def all(self, tx: Transaction) -> tuple[str, ...]:
        query = select(slack_installation.c.workspace).order_by(slack_installation.c.workspace)
        return tuple((await connection_of(tx).execute(query)).scalars().all())

    async def save(self, tx: Transaction, installation: Installation) -> None:
        columns = {
            "workspace": installation.workspace,
            "bot_user": installation.bot_user,
            "url": installation.url,
            "sealed_token": self._keyring.seal(_cell(installation.workspace), installation.token),
            "scopes": words(installation.scopes),
            "enterprise": installation.enterprise,
            "installed_at": installation.installed_at,
        }
        await upsert(connection_of(tx), slack_installation, columns)

    async def forget(self, tx: Transaction, workspace: str) -> None:
        mine = slack_installation.c.workspace == workspace
        await connection_of(tx).execute(delete(slack_installation).where(mine))

    async def begin(self, tx: Transaction, attempt: InstallAttempt) -> None:
        database = connection_of(tx)
        begun = attempt.expires_at
        await database.execute(delete(slack_install).where(slack_install.c.expires_at < begun - INSTALL_WITHIN))
        row = {"state_hash": attempt.state_hash, "cookie_hash": attempt.cookie_hash, "expires_at": begun}
        await database.execute(insert(slack_install).values(row))

    async def take(self, tx: Transaction, state_hash: str, cookie_hash: str, now: datetime) -> bool:
        columns = slack_install.c
        mine = delete(slack_install).where(
            columns.state_hash == state_hash, columns.cookie_hash == cookie_hash, columns.expires_at > now
        )
        return (await connection_of(tx).execute(mine)).rowcount == 1


def _cell(workspace: str) -> Cell:
    return Cell("slack_installation", workspace, "token")
