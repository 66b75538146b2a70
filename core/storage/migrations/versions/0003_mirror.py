"""The local copies of calendars: how far each is, and its events.

Revision 0003. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sync_state",
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("window_start", Instant(), nullable=True),
        sa.Column("window_end", Instant(), nullable=True),
        sa.Column("read_at", Instant(), nullable=True),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("poll_at", Instant(), nullable=False),
        sa.Column("compare_at", Instant(), nullable=False),
        sa.Column("renew_at", Instant(), nullable=True),
        sa.Column("subscription", sa.Text(), nullable=True),
        sa.Column("subscription_expires_at", Instant(), nullable=True),
        sa.Column("client_state_hash", sa.Text(), nullable=True),
        sa.Column("notified_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["calendar"], ["calendar.id"], name="fk_sync_state_calendar_calendar", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("calendar", name="pk_sync_state"),
        sa.UniqueConstraint("subscription", name="uq_sync_state_subscription"),
    )
    for due in ("poll_at", "compare_at", "renew_at"):
        op.create_index(f"ix_sync_state_{due}", "sync_state", [due], unique=False)
    op.create_table(
        "busy_block",
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("ical_uid", sa.Text(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("end_day", sa.Text(), nullable=True),
        sa.Column("show_as", sa.Text(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("attendee_count", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.Text(), nullable=True),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar"], ["sync_state.calendar"], name="fk_busy_block_calendar_sync_state", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("calendar", "event", name="pk_busy_block"),
    )
    op.create_index("ix_busy_block_calendar_ends_at", "busy_block", ["calendar", "ends_at"], unique=False)
