"""The table of what the invited answered."""

from sqlalchemy import Column, Integer, Table

from core.storage.columns import Instant, filled, owned
from core.storage.tables import metadata

booking_answer = Table(
    "booking_answer",
    metadata,
    owned("booking", "booking.id", primary_key=True),
    Column("say_at", Instant),
    Column("told_at", Instant),
    Column("messages", Integer, nullable=False),
    filled("sealed_said"),
)
