"""The tables of meeting types. A type goes with its owner, a membership with either side."""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from core.storage.columns import Instant, filled, flag, key, maybe, owned
from core.storage.tables import metadata

meeting_type = Table(
    "meeting_type",
    metadata,
    key(),
    owned("owner", "person.id"),
    filled("workspace"),
    filled("sealed_words"),
    filled("durations"),
    Column("created_at", Instant, nullable=False),
    filled("mode"),
    Column("k", Integer, nullable=False),
    Column("buffer_before_minutes", Integer),
    Column("buffer_after_minutes", Integer),
    Column("minimum_notice_minutes", Integer),
    Column("horizon_days", Integer),
    Column("daily_limit", Integer),
    flag("online"),
    maybe("linked"),  # no foreign keys here: a calendar that is gone stops the booking instead of being forgotten
    maybe("conflicts"),
    maybe("team"),
    flag("shared"),
    Index(None, "owner"),
)

meeting_type_member = Table(
    "meeting_type_member",
    metadata,
    owned("meeting_type", "meeting_type.id", primary_key=True),
    owned("person", "person.id", primary_key=True),
    Column("place_in_list", Integer, nullable=False),
    Column("required", Boolean, nullable=False),
    Index(None, "person"),
)
