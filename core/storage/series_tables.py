"""The table of series that are being put together."""

from sqlalchemy import Column, Index, Table

from core.storage.columns import Instant, filled, key, owned
from core.storage.tables import metadata

series_draft = Table(
    "series_draft",
    metadata,
    key(),
    owned("person", "person.id"),
    filled("sealed_payload"),
    Column("expires_at", Instant, nullable=False),
    Index(None, "person"),
    Index(None, "expires_at"),
)
