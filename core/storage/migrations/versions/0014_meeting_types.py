"""Meeting types and their members; by which type, by whom and at which place a booking was made.

Revision 0014. There is no way back: restore a backup instead. The new columns of bookings may be empty, so that the
previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

RULES = ("buffer_before_minutes", "buffer_after_minutes", "minimum_notice_minutes", "horizon_days", "daily_limit")


def upgrade() -> None:
    for name in ("sealed_place", "booked_by", "meeting_type"):
        op.add_column("booking", sa.Column(name, sa.Text(), nullable=True))
    op.create_index("ix_booking_booked_by_ends_at", "booking", ["booked_by", "ends_at"])
    op.create_index("ix_booking_meeting_type_ends_at", "booking", ["meeting_type", "ends_at"])
    op.create_table(
        "meeting_type",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("owner", sa.Text(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        sa.Column("durations", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in RULES),
        sa.Column("online", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("linked", "conflicts", "team")),
        sa.Column("shared", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_meeting_type_owner", "meeting_type", ["owner"])
    op.create_table(
        "meeting_type_member",
        sa.Column("meeting_type", sa.Text(), sa.ForeignKey("meeting_type.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_meeting_type_member_person", "meeting_type_member", ["person"])
