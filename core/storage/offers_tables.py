"""The table of offers. The times of an offer are kept by bookings in state offered; who made it takes it along."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from core.storage.columns import Instant, filled, flag, key, maybe, owned, whole
from core.storage.tables import metadata

offer = Table(
    "offer",
    metadata,
    key(),
    owned("person", "person.id"),
    filled("sealed_words"),
    flag("online"),
    filled("zone"),
    filled("times"),
    maybe("platform"),
    maybe("workspace"),
    maybe("channel"),
    filled("request_key"),
    Column("created_at", Instant, nullable=False),
    filled("state"),
    maybe("taken"),  # no foreign key: either row may outlive the other
    UniqueConstraint("person", "request_key"),
    Index(None, "taken"),
)

people_search = Table(
    "people_search",
    metadata,
    owned("person", "person.id", primary_key=True),
    Column("since", Instant, nullable=False),
    whole("count"),
)
