"""Bookings that take the place of another host's.

Revision 0013. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("replaces", sa.Text(), nullable=True))
