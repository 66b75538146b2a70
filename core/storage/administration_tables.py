"""The tables of what admins decide for a workspace, and of links behind which a person's data can be taken along."""

from sqlalchemy import Column, Index, Table

from core.storage.columns import Instant, filled, key, owned
from core.storage.tables import metadata

workspace_choice = Table(
    "workspace_choice",
    metadata,
    key("platform"),
    key("workspace"),
    filled("defaults"),
    filled("tenants"),
)

own_choice = Table(
    "own_choice",
    metadata,
    owned("person", "person.id", primary_key=True),
    key("setting"),
)

export_link = Table(
    "export_link",
    metadata,
    key("token_hash"),
    owned("person", "person.id"),
    filled("platform"),
    filled("workspace"),
    filled("chat_user"),
    Column("expires_at", Instant, nullable=False),
    Index(None, "person"),
)
