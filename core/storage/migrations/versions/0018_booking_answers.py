"""What the invited answered: in the copies, and for each booking; and whether its host is told.

Revision 0018. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("busy_block", sa.Column("sealed_answers", sa.Text(), nullable=True))
    op.add_column("preferences", sa.Column("told_of_answers", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "booking_answer",
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("say_at", Instant(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("sealed_said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.id"], name=op.f("fk_booking_answer_booking_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking", name=op.f("pk_booking_answer")),
    )
