"""The tables of double bookings. Rows of one person; they go with the person."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from core.storage.columns import Instant
from core.storage.tables import metadata


def _person() -> Column[str]:
    return Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)


def _owner() -> Column[str]:
    return Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False)


conflict = Table(
    "conflict",
    metadata,
    _person(),
    Column("low_event", Text, primary_key=True),
    Column("high_event", Text, primary_key=True),
    Column("cause", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("weight", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("meetings", Text, nullable=False),
    Column("ending", Text),
    Column("sealed_words", Text, nullable=False),
)

conflict_cause = Table(
    "conflict_cause",
    metadata,
    Column("id", Text, primary_key=True),
    _owner(),
    Column("kind", Text, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("say_at", Instant),
    Column("held", Boolean, nullable=False),
    Column("warning", Text),
    Index(None, "person"),
)

conflict_warning = Table(
    "conflict_warning",
    metadata,
    Column("id", Text, primary_key=True),
    _owner(),
    Column("form", Text, nullable=False),
    Column("said_at", Instant, nullable=False),
    Index(None, "person"),
)

conflict_rules = Table(
    "conflict_rules",
    metadata,
    _person(),
    Column("silences", Text, nullable=False),
    Column("never", Text, nullable=False),
    Column("keeps", Text, nullable=False),
)
