"""The tables of team calendars. A host is a row of `person` without a chat; a membership goes with either side."""

from sqlalchemy import Column, Index, Integer, Table

from core.storage.columns import filled, owned
from core.storage.tables import metadata

team = Table(
    "team",
    metadata,
    owned("id", "person.id", primary_key=True),
    filled("sealed_words"),
)

team_member = Table(
    "team_member",
    metadata,
    owned("team", "team.id", primary_key=True),
    owned("person", "person.id", primary_key=True),
    Column("place_in_list", Integer, nullable=False),
    Index(None, "person"),
)
