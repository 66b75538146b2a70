"""What is stored about a person, given out and erased; and what an admin of a workspace sees and decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.people.model import ChatUser, PersonId

EXPORT_LIFETIME = timedelta(minutes=10)

Row = Mapping[str, object]
Records = Mapping[str, tuple[Row, ...]]
"""Rows by the table they stand in, as plain values that JSON knows; without secrets."""


@dataclass(frozen=True, slots=True)
class ExportLink:
    """One offer to take along what is stored, made to one chat user. `token_hash`: SHA-256 of the secret in it."""

    token_hash: str
    person: PersonId
    user: ChatUser
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a person may be named in rows that are others': ids, addresses (case-folded), full names."""

    person: PersonId
    users: tuple[ChatUser, ...]
    addresses: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Health:
    """How an installation fares in one workspace, without anybody's names or events.

    `people`: who ever spoke to us from there; `connected`: how many of them have an account. `accounts`: by state,
    `causes` by why it isn't well. `oldest_read_at`: when the copy that is furthest behind was read; `unread`: copies
    that fail, by why. Jobs are those about these people; `errors`: why the dead ones died.
    """

    people: int
    connected: int
    accounts: Mapping[str, int]
    causes: Mapping[str, int]
    oldest_read_at: datetime | None
    unread: Mapping[str, int]
    waiting_jobs: int
    dead_jobs: int
    errors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`who`: by the name in the chat, None for somebody who was erased; `about`: the other person, likewise."""

    at: datetime
    action: str
    who: str | None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a workspace. `accounts`: how many are connected; which ones is theirs alone, some may be private."""

    person: PersonId
    name: str
    accounts: int


@dataclass(frozen=True, slots=True)
class ConnectedTenant:
    """An organisation whose accounts are connected from a workspace; `domain`: of one of their addresses."""

    tid: str
    domain: str
    accounts: int
