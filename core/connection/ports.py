"""What this room needs from outside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.connection.model import Access, Connection, ConnectionId, ConnectLink, LinkState, MicrosoftAccount
from core.people.model import PersonId, Workspace
from core.shared.transaction import Transaction


class ConnectionRepository(Protocol):
    """Connections, without their tokens."""

    async def get(self, tx: Transaction, connection: ConnectionId) -> Connection | None: ...

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Connection, ...]:
        """Oldest first; empty if the person never connected."""

    async def of_persons(self, tx: Transaction, persons: Collection[PersonId]) -> tuple[Connection, ...]:
        """Those of all these persons, oldest first."""

    async def by_account(self, tx: Transaction, tid: str, oid: str) -> Connection | None: ...

    async def by_address(
        self, tx: Transaction, address: str, tenants: Collection[str] = frozenset()
    ) -> Connection | None:
        """The connection whose account has this address (case-folded, mail, user principal name or proxy); of several
        one of these tenants, which alone can know its own addresses, then the oldest."""

    async def save(self, tx: Transaction, connection: Connection) -> None:
        """Adds or replaces by id."""

    async def delete(self, tx: Transaction, connection: ConnectionId) -> None:
        """Deletes the connection and its tokens."""


class WorkspaceTenants(Protocol):
    """Whose accounts an admin lets be connected from a workspace, on top of what the operator allows."""

    async def of(self, tx: Transaction, workspace: Workspace) -> frozenset[str]:
        """Ids in lower case; empty for all that the operator allows."""

    async def save(self, tx: Transaction, workspace: Workspace, tenants: frozenset[str]) -> None: ...


class TokenVault(Protocol):
    """The MSAL token cache of each connection, encrypted and bound to its row."""

    async def load(self, tx: Transaction, connection: ConnectionId) -> tuple[str, int] | None:
        """The serialised cache and its version; None if there is none."""

    async def store(self, tx: Transaction, connection: ConnectionId, cache: str) -> None:
        """Replaces the cache whatever its version (after an interactive sign-in)."""

    async def swap(self, tx: Transaction, connection: ConnectionId, cache: str, version: int) -> bool:
        """Replaces the cache if it still has `version`; False if another process was faster (its tokens are newer)."""


class ConnectLinkRepository(Protocol):
    """Connect links and pending sign-ins. `flow` and `pending_cache` are encrypted at rest."""

    async def add(self, tx: Transaction, link: ConnectLink) -> None: ...

    async def by_token(self, tx: Transaction, token_hash: str) -> ConnectLink | None: ...

    async def by_state(self, tx: Transaction, state: str) -> ConnectLink | None: ...

    async def get(self, tx: Transaction, link_id: str) -> ConnectLink | None: ...

    async def waiting_for_code(self, tx: Transaction, person: PersonId, now: datetime) -> ConnectLink | None:
        """The newest link of this person in state CODE whose code has not expired."""

    async def advance(self, tx: Transaction, link: ConnectLink, from_state: LinkState) -> bool:
        """Stores `link` if its row is still in `from_state` (one UPDATE); False if somebody was faster."""

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        """Deletes all links and pending sign-ins of the person."""


@dataclass(frozen=True, slots=True)
class SignInFlow:
    """A sign-in begun. `url` is for the browser; `flow` (JSON text) finishes it; `state` finds it again."""

    url: str
    state: str
    flow: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in finished: who, with which rights. `cache` is the serialised token cache, a secret."""

    account: MicrosoftAccount
    scopes: frozenset[str]
    cache: str


@dataclass
class SignInRefused(Exception):
    """Microsoft or the person said no, or we did. `reason`: "declined", "admin_needed", "consent_needed", "expired",
    "failed", or "tenant_refused"."""

    reason: str


class SignIn(Protocol):
    """Interactive sign-in at Microsoft Entra."""

    async def begin(
        self, access: Access, login_hint: str | None, claims: str | None = None, *, shared: bool = False
    ) -> SignInFlow:
        """Asks for the rights of `access`, and (`shared`) for what others share with the account, which no personal
        account can be asked for; `claims`: what has to be proved besides. Raises OutlookUnavailable, OperatorNeeded."""

    async def finish(self, flow: str, answer: Mapping[str, str]) -> SignedIn:
        """Redeems the callback's query parameters. Raises SignInRefused, OutlookUnavailable, OperatorNeeded."""
