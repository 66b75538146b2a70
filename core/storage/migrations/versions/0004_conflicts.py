"""Double bookings: what is known and was said of them, and when a person wants to hear of them.

Revision 0004. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("warnings", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("warned_shared", sa.Text(), nullable=False, server_default=""),
        sa.Column("unwarned_own", sa.Text(), nullable=False, server_default=""),
        sa.Column("quiet_from_minute", sa.Integer(), nullable=False, server_default="1200"),
        sa.Column("quiet_to_minute", sa.Integer(), nullable=False, server_default="420"),
    ):
        op.add_column("preferences", column)
    op.create_table(
        "conflict",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("low_event", sa.Text(), nullable=False),
        sa.Column("high_event", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("meetings", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        _of_person("conflict"),
        sa.PrimaryKeyConstraint("person", "low_event", "high_event", name="pk_conflict"),
    )
    op.create_table(
        "conflict_cause",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("say_at", Instant(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("warning", sa.Text(), nullable=True),
        _of_person("conflict_cause"),
        sa.PrimaryKeyConstraint("id", name="pk_conflict_cause"),
    )
    op.create_index("ix_conflict_cause_person", "conflict_cause", ["person"], unique=False)
    op.create_table(
        "conflict_warning",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        _of_person("conflict_warning"),
        sa.PrimaryKeyConstraint("id", name="pk_conflict_warning"),
    )
    op.create_index("ix_conflict_warning_person", "conflict_warning", ["person"], unique=False)
    op.create_table(
        "conflict_rules",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("silences", sa.Text(), nullable=False),
        sa.Column("never", sa.Text(), nullable=False),
        sa.Column("keeps", sa.Text(), nullable=False),
        _of_person("conflict_rules"),
        sa.PrimaryKeyConstraint("person", name="pk_conflict_rules"),
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person"], ["person.id"], name=f"fk_{table}_person_person", ondelete="CASCADE")
