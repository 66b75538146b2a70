"""Whose meeting an event is and who is on its list; which event a booking moves.

Revision 0005. There is no way back: restore a backup instead. The old copies lack the new facts, so every calendar is
read anew; until then it is answered by Outlook itself. The new columns keep their defaults in the database, so that the
previous version can still add a row.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("moves_outlook_id", sa.Text(), nullable=True))
    op.add_column("booking", sa.Column("moves_was_start", Instant(), nullable=True))
    op.add_column("booking", sa.Column("moves_was_end", Instant(), nullable=True))
    op.add_column("booking", sa.Column("moves_booking", sa.Text(), nullable=True))
    op.add_column("busy_block", sa.Column("uid", sa.Text(), nullable=False, server_default=""))
    op.add_column("busy_block", sa.Column("is_organizer", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("busy_block", sa.Column("takes_proposals", sa.Boolean(), nullable=False, server_default=sa.true()))
    _read_anew()


def _read_anew() -> None:
    """Due at once, from the beginning, and as a calendar that was never read. A round that is under way in another
    process counts as overtaken."""
    op.execute(sa.table("busy_block").delete())
    state = sa.table(
        "sync_state",
        sa.column("link", sa.Text()),
        *(sa.column(name, Instant()) for name in ("window_start", "window_end", "read_at", "poll_at")),
        sa.column("version", sa.Integer()),
    )
    never = dict.fromkeys(("link", "window_start", "window_end", "read_at"))
    op.execute(state.update().values(**never, poll_at=datetime.now(UTC), version=state.c.version + 1))
