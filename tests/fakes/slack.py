"""What only Slack has, in memory: installations in workspaces, and Home tabs."""

from datetime import datetime

from core.dialogue.home_tabs import HomeTab
from core.people.installations.model import INSTALL_WITHIN, Installation, InstallAttempt
from core.people.model import ChatUser, PersonId
from core.shared.transaction import Transaction
from core.storage.errors import StorageConflict
from tests.fakes.memory import tables_of, writable


class FakeInstallations:
    """Implements Installations."""

    async def get(self, tx: Transaction, workspace: str) -> Installation | None:
        return tables_of(tx).installations.get(workspace)

    async def all(self, tx: Transaction) -> tuple[str, ...]:
        return tuple(sorted(tables_of(tx).installations))

    async def save(self, tx: Transaction, installation: Installation) -> None:
        writable(tx).installations[installation.workspace] = installation

    async def forget(self, tx: Transaction, workspace: str) -> None:
        writable(tx).installations.pop(workspace, None)

    async def begin(self, tx: Transaction, attempt: InstallAttempt) -> None:
        tables = writable(tx)
        if attempt.state_hash in tables.install_attempts:
            raise StorageConflict("this state is used already")
        old = attempt.expires_at - INSTALL_WITHIN
        kept = {key: one for key, one in tables.install_attempts.items() if one.expires_at >= old}
        tables.install_attempts = {**kept, attempt.state_hash: attempt}

    async def take(self, tx: Transaction, state_hash: str, cookie_hash: str, now: datetime) -> bool:
        attempts = writable(tx).install_attempts
        known = attempts.get(state_hash)
        if known is None or known.cookie_hash != cookie_hash or known.expires_at <= now:
            return False
        del attempts[state_hash]
        return True


class FakeHomeTabs:
    """Implements HomeTabs."""

    async def get(self, tx: Transaction, user: ChatUser) -> HomeTab | None:
        return tables_of(tx).home_tabs.get(user)

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[HomeTab, ...]:
        mine = (one for one in tables_of(tx).home_tabs.values() if one.person == person)
        return tuple(sorted(mine, key=lambda one: (one.user.workspace, one.user.user)))

    async def save(self, tx: Transaction, tab: HomeTab) -> None:
        tables = writable(tx)
        if tab.person not in tables.persons:
            raise StorageConflict("there is no such person")
        tables.home_tabs[tab.user] = tab
