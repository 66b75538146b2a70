"""Sign-ins that wait for an administrator, and approvals that came back.

Revision 0007. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _person(*, primary_key: bool = False) -> sa.Column[str]:
    owner = sa.ForeignKey("person.id", ondelete="CASCADE")
    return sa.Column("person", sa.Text(), owner, nullable=False, primary_key=primary_key)


def upgrade() -> None:
    op.create_table(
        "approval_wait",
        _person(primary_key=True),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("reconnects", sa.Text(), nullable=True),
        sa.Column("tid", sa.Text(), nullable=True),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
    )
    op.create_index("ix_approval_wait_tid", "approval_wait", ["tid"])
    op.create_index("ix_approval_wait_domain", "approval_wait", ["domain"])
    op.create_table(
        "approval_return",
        sa.Column("id", sa.Text(), primary_key=True),
        _person(),
        sa.Column("tid", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("ix_approval_return_person_at", "approval_return", ["person", "at"])
