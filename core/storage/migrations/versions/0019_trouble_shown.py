"""What the messages about something unreadable show, and since when it is over while it may come back as the same.

Revision 0019. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trouble", sa.Column("shown", sa.Text(), nullable=False, server_default=""))
    op.add_column("trouble", sa.Column("ended_at", Instant(), nullable=True))
