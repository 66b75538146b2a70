"""The hours that Outlook told last, beside those that hold; who chose quiet hours of their own.

Until somebody's Outlook is asked again, what held for who chose no hours counts as Outlook's.

Revision 0026. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("preferences", sa.Column("outlook_hours", sa.Text(), nullable=True))
    op.execute("UPDATE preferences SET outlook_hours = hours WHERE NOT own_hours")
    op.execute(
        "INSERT INTO own_choice SELECT person, 'manners' FROM preferences"
        " WHERE quiet_from_minute <> 1200 OR quiet_to_minute <> 420"
    )
