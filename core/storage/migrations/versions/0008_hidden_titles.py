"""Titles hidden per account: a second account that is personal or of another organisation hides them from the start.

Revision 0008. There is no way back: restore a backup instead. Who connected such an account before is asked nothing:
its titles are hidden now, and shown again by one choice. The column keeps its default in the database, so that the
previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"


def upgrade() -> None:
    op.add_column("preferences", sa.Column("hidden_titles", sa.Text(), nullable=False, server_default=""))
    _hide_second_accounts()


def _hide_second_accounts() -> None:
    connection = sa.table("connection", *(sa.column(name) for name in ("id", "person", "tid", "created_at")))
    preferences = sa.table("preferences", sa.column("person"), sa.column("hidden_titles"))
    tenants: dict[str, str] = {}
    hidden: dict[str, list[str]] = {}
    in_order = sa.select(connection).order_by(connection.c.created_at, connection.c.id)
    for row in op.get_bind().execute(in_order).all():
        if row.person not in tenants:
            tenants[row.person] = row.tid
        elif row.tid == PERSONAL or row.tid != tenants[row.person]:
            hidden.setdefault(row.person, []).append(row.id)
    for person, accounts in hidden.items():
        mine = preferences.update().where(preferences.c.person == person)
        op.execute(mine.values(hidden_titles=" ".join(sorted(accounts))))
