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
