"""What the guests of a cancelled booking are told, and whether people are told of bookings that others made with them.

Revision 0012. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("sealed_comment", sa.Text(), nullable=True))
    op.add_column("preferences", sa.Column("told_of_bookings", sa.Boolean(), nullable=False, server_default=sa.true()))
