"""Bookings that somebody arranged in another person's calendar say for whom.

Revision 0017. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("sealed_behalf", sa.Text(), nullable=True))
