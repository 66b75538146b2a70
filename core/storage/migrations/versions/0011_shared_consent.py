"""Connect links that ask for the calendars which others share with an account.

Revision 0011. There is no way back: restore a backup instead. The column keeps its default in the database, so that the
previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("connect_link", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
