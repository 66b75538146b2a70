"""What admins decide for a workspace and who chose for themselves, links to take one's data along, where a line of the
audit log belongs.

Revision 0022. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("workspace", sa.Text(), nullable=True))
    op.create_index(op.f("ix_audit_workspace_at"), "audit", ["workspace", "at"], unique=False)
    op.create_table(
        "workspace_choice",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("defaults", sa.Text(), nullable=False),
        sa.Column("tenants", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", name=op.f("pk_workspace_choice")),
    )
    op.create_table(
        "own_choice",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_own_choice_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "setting", name=op.f("pk_own_choice")),
    )
    op.execute("INSERT INTO own_choice SELECT person, 'sharing' FROM preferences WHERE seen_by <> 'organisation'")
    op.create_table(
        "export_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("chat_user", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_export_link_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_export_link")),
    )
    op.create_index(op.f("ix_export_link_person"), "export_link", ["person"], unique=False)
