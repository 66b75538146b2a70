"""The language that a person chose to read.

Revision 0025. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("language", sa.Text(), server_default="", nullable=False))
