"""Series of meetings: one booking protects each of its dates, so protection gets the date's number into its key.

Revision 0015. There is no way back: restore a backup instead. The new columns keep their defaults in the database, so
that the previous version can still add a row.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COPIED = "booking, person, starts_at, ends_at, live"


def upgrade() -> None:
    op.add_column("booking", sa.Column("moves_occurrence", sa.Integer(), nullable=True))
    op.add_column("booking", sa.Column("series", sa.Text(), nullable=True))
    op.add_column("booking", sa.Column("series_ends_at", Instant(), nullable=True))
    _protect_each_date()
    op.create_table(
        "series_draft",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sealed_payload", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_series_draft_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_draft")),
    )
    op.create_index(op.f("ix_series_draft_person"), "series_draft", ["person"])
    op.create_index(op.f("ix_series_draft_expires_at"), "series_draft", ["expires_at"])


def _protect_each_date() -> None:
    occurrence = sa.Column("occurrence", sa.Integer(), nullable=False, server_default="0")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_booking_person", "booking_person")
        op.add_column("booking_person", occurrence)
        op.create_primary_key("pk_booking_person", "booking_person", ["booking", "occurrence", "person"])
        return
    op.create_table(  # SQLite can't change a key: the table is written anew, and its triggers with it
        "booking_person_dates",
        sa.Column("booking", sa.Text(), nullable=False),
        occurrence,
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.id"], name=op.f("fk_booking_person_booking_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_booking_person_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking", "occurrence", "person", name=op.f("pk_booking_person")),
    )
    op.execute(f"INSERT INTO booking_person_dates ({COPIED}) SELECT {COPIED} FROM booking_person")  # noqa: S608
    op.drop_table("booking_person")
    op.rename_table("booking_person_dates", "booking_person")
    op.create_index(op.f("ix_booking_person_person_ends_at"), "booking_person", ["person", "ends_at"])
    _refuse_overlaps()


def _refuse_overlaps() -> None:
    """Nobody is protected twice at once, also not by two dates of one series."""
    for name, moment in (("insert", "INSERT"), ("update", "UPDATE OF person, starts_at, ends_at, live")):
        op.execute(
            f"""
            CREATE TRIGGER one_booking_at_a_time_{name} BEFORE {moment} ON booking_person WHEN NEW.live
            BEGIN
                SELECT RAISE(ABORT, 'one_booking_at_a_time') WHERE EXISTS (
                    SELECT 1 FROM booking_person AS other
                    WHERE other.person = NEW.person AND other.live
                        AND (other.booking <> NEW.booking OR other.occurrence <> NEW.occurrence)
                        AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
                );
            END
            """  # noqa: S608 - both names stand three lines above
        )
