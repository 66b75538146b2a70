"""The connection between a person and one Microsoft account."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from core.connection.health import Way, Why
from core.people.model import ChatUser, PersonFact, PersonId

ConnectionId = NewType("ConnectionId", str)
LINK_LIFETIME = timedelta(minutes=10)
CODE_LIFETIME = timedelta(minutes=10)
CODE_TRIES = 3
JOIN_LIFETIME = timedelta(minutes=10)
READ_SHARED = "Calendars.Read.Shared"
"""What Microsoft calls the right to read the calendars that others share with an account of an organisation."""

CONSUMER_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of all personal accounts. https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference"""


class Access(StrEnum):
    """What the person allowed. Read-write allows bookings to be written."""

    READ = "read"
    READ_WRITE = "read_write"


class ConnectionState(StrEnum):
    """OK: tokens work. In every other state the calendars of this account are unreadable.

    NEEDS_RECONNECT: Microsoft refused the tokens for good. NEEDS_ADMIN, NEEDS_OPERATOR: somebody else has to do
    something; then they work again by themselves, so they go on being tried.
    """

    OK = "ok"
    NEEDS_RECONNECT = "needs_reconnect"
    NEEDS_ADMIN = "needs_admin"
    NEEDS_OPERATOR = "needs_operator"


STATE_AFTER = {
    Way.RECONNECT: ConnectionState.NEEDS_RECONNECT,
    Way.ASK_ADMIN: ConnectionState.NEEDS_ADMIN,
    Way.OPERATOR: ConnectionState.NEEDS_OPERATOR,
}
"""What a refusal makes of a connection; one that passes by itself makes nothing of it."""


@dataclass(frozen=True, slots=True)
class MicrosoftAccount:
    """A Microsoft account. Identity is (tid, oid); addresses are for people to read and for matching the chat profile.

    `addresses` holds mail, user principal name and proxy addresses, case-folded.
    """

    tid: str
    oid: str
    address: str
    name: str
    addresses: frozenset[str]

    def is_reached_by(self, address: str | None) -> bool:
        """True if this address is one of the account's, exactly, case-folded."""
        return address is not None and address.casefold() in self.addresses

    @property
    def is_personal(self) -> bool:
        """Whether it belongs to no organisation (Outlook.com)."""
        return self.tid == CONSUMER_TENANT


@dataclass(frozen=True, slots=True)
class Connection:
    """One Microsoft account of one person; (tid, oid) is unique over all connections.

    `why` and `since` say why and from when on the state is not OK. `claims`: what the next sign-in has to prove, in
    Microsoft's own words (JSON).
    """

    id: ConnectionId
    person: PersonId
    account: MicrosoftAccount
    access: Access
    scopes: frozenset[str]
    state: ConnectionState
    created_at: datetime
    last_read_at: datetime | None = None
    why: Why | None = None
    since: datetime | None = None
    claims: str | None = None

    @property
    def may_show_shared(self) -> bool:
        """Whether it can be asked for calendars that others share with it: personal accounts can't."""
        return not self.account.is_personal


class LinkState(StrEnum):
    """The life of a connect link: each step is taken once, by one UPDATE."""

    NEW = "new"  # shown in chat, nobody pressed Continue yet
    STARTED = "started"  # the browser holds the cookie and is at Microsoft
    CODE = "code"  # signed in with an account that doesn't match; the code has to be typed in chat
    JOIN = "join"  # proved, but another person of ours holds the account; the page asks whether they are one
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ConnectLink:
    """One offer to connect, made to one chat user in one place.

    `token_hash`, `cookie_hash` and `code_hash` are SHA-256 hex digests: the secrets themselves exist only in the link,
    the browser and the page. `flow` is what Entra's client needs to finish (state, nonce, PKCE verifier), encrypted at
    rest. `state` (OAuth's) is unique. `reconnects` names the connection that only the same account may repair; in state
    JOIN it is the other person's connection that the question is about. `code_expires_at` ends the wait for the code or
    for the answer to that question. `cookie_hash` names the browser: first until it comes back from Microsoft, later,
    with another cookie, until it answers the question. `shared`: it asks for the calendars that others share as well.
    """

    id: str
    person: PersonId
    user: ChatUser
    access: Access
    token_hash: str
    status: LinkState
    expires_at: datetime
    reconnects: ConnectionId | None = None
    state: str | None = None
    cookie_hash: str | None = None
    flow: str | None = None
    code_hash: str | None = None
    code_expires_at: datetime | None = None
    tries_left: int = CODE_TRIES
    pending_account: MicrosoftAccount | None = None
    pending_cache: str | None = None
    pending_scopes: frozenset[str] = frozenset()
    shared: bool = False

    def moved(self, status: LinkState, **changes: object) -> "ConnectLink":
        return replace(self, status=status, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Connected(PersonFact):
    """A person proved a Microsoft account; its tokens may be used from now on."""

    connection: str


@dataclass(frozen=True, slots=True)
class CodeWanted(PersonFact):
    """Somebody signed in with an account that doesn't match the chat profile; the person has to type the code."""

    link: str


@dataclass(frozen=True, slots=True)
class ConnectionLost(PersonFact):
    """Microsoft refuses the stored sign-in, and not for a moment."""

    connection: str


@dataclass(frozen=True, slots=True)
class ConnectionHealed(PersonFact):
    """Microsoft takes the stored sign-in again, without a new one."""

    connection: str


@dataclass(frozen=True, slots=True)
class Disconnected(PersonFact):
    """The person disconnected; tokens are deleted already, the higher rooms clean up."""

    connection: str
