"""What a day brings: invitations, the agenda, reminders.

Revision 0023. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    chosen = sa.Column("invitations", sa.Text(), nullable=False, server_default="clashing")
    op.add_column("preferences", chosen)
    op.add_column("preferences", sa.Column("agenda_minute", sa.Integer(), nullable=True))
    op.add_column("preferences", sa.Column("reminder_minutes", sa.Integer(), nullable=True))
    op.create_table(
        "occasion",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_occasion_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "kind", "event", "start", name=op.f("pk_occasion")),
    )
    op.create_table(
        "invitation",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("say_at", Instant(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_invitation_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "meeting", name=op.f("pk_invitation")),
    )
