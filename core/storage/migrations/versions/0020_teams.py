"""Team calendars: hosts that are nobody, and who reaches their calendars.

Revision 0020. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sealed_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["person.id"], name=op.f("fk_team_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_table(
        "team_member",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name=op.f("fk_team_member_team_team"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_team_member_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team", "person", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_person"), "team_member", ["person"], unique=False)
