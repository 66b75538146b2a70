"""The tables of sign-ins that wait for an administrator."""

from sqlalchemy import Column, Index, Table, Text

from core.storage.columns import Instant, filled, maybe, owned
from core.storage.tables import metadata

approval_wait = Table(
    "approval_wait",
    metadata,
    owned("person", "person.id", primary_key=True),
    filled("link"),  # no foreign key: links are swept, the wait goes on
    filled("state"),
    Column("since", Instant, nullable=False),
    maybe("reconnects"),
    maybe("tid"),
    maybe("domain"),
    Column("told_at", Instant),
    Index(None, "tid"),
    Index(None, "domain"),
)

approval_return = Table(
    "approval_return",
    metadata,
    Column("id", Text, primary_key=True),
    owned("person", "person.id"),
    filled("tid"),
    Column("at", Instant, nullable=False),
    Index(None, "person", "at"),
)
