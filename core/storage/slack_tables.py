"""Tables of what only Slack has: installations in workspaces, and Home tabs."""

from sqlalchemy import Column, Index, Table

from core.storage.columns import Instant, filled, key, maybe, owned
from core.storage.tables import metadata

slack_installation = Table(
    "slack_installation",
    metadata,
    key("workspace"),
    filled("bot_user"),
    filled("url"),
    filled("sealed_token"),
    filled("scopes"),
    maybe("enterprise"),
    Column("installed_at", Instant, nullable=False),
)

slack_install = Table(
    "slack_install",
    metadata,
    key("state_hash"),
    filled("cookie_hash"),
    Column("expires_at", Instant, nullable=False),
)

home_tab = Table(
    "home_tab",
    metadata,
    key("platform"),
    key("workspace"),
    key("chat_user"),
    owned("person", "person.id"),
    Column("opened_at", Instant, nullable=False),
    Column("shown_at", Instant),
    filled("shown"),
    Index(None, "person"),
)
