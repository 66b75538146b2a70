"""Calendars that are two-way, bookings that were made in Outlook, and switches that can be undone.

Revision 0009. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("preferences", sa.Column("two_way", sa.Text(), nullable=False, server_default=""))
    for name in ("adopted", "adopted_series", "adopted_rule"):
        op.add_column("booking", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "sync_switch",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("undo_until", Instant(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_sync_switch_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_sync_switch")),
    )
