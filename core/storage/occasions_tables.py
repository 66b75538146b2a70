"""The tables of what comes once, and of invitations that wait for an answer."""

from sqlalchemy import Column, Table

from core.storage.columns import Instant, filled, key, owned
from core.storage.tables import metadata

occasion = Table(
    "occasion",
    metadata,
    owned("person", "person.id", primary_key=True),
    key("kind"),
    key("event"),
    Column("start", Instant, primary_key=True),
    filled("detail"),
)

invitation = Table(
    "invitation",
    metadata,
    owned("person", "person.id", primary_key=True),
    key("meeting"),
    Column("say_at", Instant),
    Column("told_at", Instant),
    filled("sealed_words"),
)
