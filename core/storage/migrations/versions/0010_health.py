"""Why connections don't work, what can't be read and how often that was told, calendars ignored for a while, bookings
made without looking into a calendar.

Revision 0010. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind in (("why", sa.Text()), ("since", Instant()), ("claims", sa.Text())):
        op.add_column("connection", sa.Column(name, kind, nullable=True))
    op.add_column("preferences", sa.Column("ignored", sa.Text(), nullable=False, server_default=""))
    op.add_column("booking", sa.Column("sealed_unchecked", sa.Text(), nullable=True))
    op.create_table(
        "trouble",
        sa.Column("person", sa.Text(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("subject", sa.Text(), primary_key=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
    )
