"""Settings of one's own: hours that are not Outlook's, journeys, a daily limit.

Revision 0006. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("preferences", sa.Column("own_hours", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("preferences", sa.Column("travel", sa.Text(), nullable=False, server_default=""))
    op.add_column("preferences", sa.Column("daily_limit", sa.Integer(), nullable=True))
