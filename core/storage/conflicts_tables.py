"""The tables of double bookings. Rows of one person; they go with the person."""

from sqlalchemy import Boolean, Column, Index, Table, Text

from core.storage.columns import Instant, owned
from core.storage.tables import metadata

conflict = Table(
    "conflict",
    metadata,
    owned("person", "person.id", primary_key=True),
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
    owned("person", "person.id"),
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
    owned("person", "person.id"),
    Column("form", Text, nullable=False),
    Column("said_at", Instant, nullable=False),
    Index(None, "person"),
)

conflict_rules = Table(
    "conflict_rules",
    metadata,
    owned("person", "person.id", primary_key=True),
    Column("silences", Text, nullable=False),
    Column("never", Text, nullable=False),
    Column("keeps", Text, nullable=False),
)
