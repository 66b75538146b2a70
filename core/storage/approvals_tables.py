"""The tables of sign-ins that wait for an administrator."""

from sqlalchemy import Column, Index, Table, Text

from core.storage.columns import Instant
from core.storage.tables import _maybe, _of, _text, metadata

approval_wait = Table(
    "approval_wait",
    metadata,
    _of("person", "person.id", primary_key=True),
    _text("link"),  # no foreign key: links are swept, the wait goes on
    _text("state"),
    Column("since", Instant, nullable=False),
    _maybe("reconnects"),
    _maybe("tid"),
    _maybe("domain"),
    Column("told_at", Instant),
    Index(None, "tid"),
    Index(None, "domain"),
)

approval_return = Table(
    "approval_return",
    metadata,
    Column("id", Text, primary_key=True),
    _of("person", "person.id"),
    _text("tid"),
    Column("at", Instant, nullable=False),
    Index(None, "person", "at"),
)
