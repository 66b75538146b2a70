"""The first tables.

Revision 0001. There is no way back: restore a backup instead.
"""

import sqlalchemy as sa
from alembic import op

from core.storage.columns import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # one long list, in the order of the foreign keys
    op.create_table(
        "audit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_person_at", "audit", ["person", "at"], unique=False)
    op.create_table(
        "job",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=True), nullable=False
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("run_at", Instant(), nullable=False),
        sa.Column("lock_key", sa.Text(), nullable=True),
        sa.Column("dedupe", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("dead_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'dead')", name="ck_job_state"),
        sa.PrimaryKeyConstraint("seq", name="pk_job"),
        sa.UniqueConstraint("id", name="uq_job_id"),
    )
    op.create_index("ix_job_due", "job", ["state", "run_at"], unique=False)
    op.create_index("ix_job_lock_key", "job", ["lock_key", "seq"], unique=False)
    op.create_index(
        "uq_job_dedupe",
        "job",
        ["dedupe"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_job_running",
        "job",
        ["lock_key"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("home_platform", sa.Text(), nullable=False),
        sa.Column("home_workspace", sa.Text(), nullable=False),
        sa.Column("home_user", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("busy_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "probe",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_probe"),
    )
    op.create_table(
        "seen_request",
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("request", name="pk_seen_request"),
    )
    op.create_index("ix_seen_request_seen_at", "seen_request", ["seen_at"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("outlook_calendar_id", sa.Text(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("sealed_title", sa.Text(), nullable=False),
        sa.Column("sealed_note", sa.Text(), nullable=False),
        sa.Column("sealed_invitees", sa.Text(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=False),
        sa.Column("push_uncertain", sa.Boolean(), nullable=False),
        sa.Column("outlook_id", sa.Text(), nullable=True),
        sa.Column("ical_uid", sa.Text(), nullable=True),
        sa.Column("sealed_web_link", sa.Text(), nullable=True),
        sa.Column("sealed_join_url", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("sealed_failure_detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["host"], ["person.id"], name="fk_booking_host_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_booking"),
        sa.UniqueConstraint("host", "request_key", name="uq_booking_host_request_key"),
    )
    op.create_index("ix_booking_host_ends_at", "booking", ["host", "ends_at"], unique=False)
    op.create_table(
        "chat_identity",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("chat_user", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("outsider", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("read_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_chat_identity_person_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "workspace", "chat_user", name="pk_chat_identity"),
    )
    op.create_index("ix_chat_identity_person", "chat_identity", ["person"], unique=False)
    op.create_table(
        "connect_link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("chat_user", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("reconnects", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("cookie_hash", sa.Text(), nullable=True),
        sa.Column("sealed_flow", sa.Text(), nullable=True),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("code_expires_at", Instant(), nullable=True),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("sealed_pending_account", sa.Text(), nullable=True),
        sa.Column("sealed_pending_cache", sa.Text(), nullable=True),
        sa.Column("pending_scopes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_connect_link_person_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_connect_link"),
        sa.UniqueConstraint("state", name="uq_connect_link_state"),
        sa.UniqueConstraint("token_hash", name="uq_connect_link_token_hash"),
    )
    op.create_index("ix_connect_link_expires_at", "connect_link", ["expires_at"], unique=False)
    op.create_index("ix_connect_link_person", "connect_link", ["person"], unique=False)
    op.create_table(
        "connection",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("tid", sa.Text(), nullable=False),
        sa.Column("oid", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_read_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_connection_person_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_connection"),
        sa.UniqueConstraint("tid", "oid", name="uq_connection_tid_oid"),
    )
    op.create_index("ix_connection_person", "connection", ["person"], unique=False)
    op.create_table(
        "kept_command",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("chat_user", sa.Text(), nullable=False),
        sa.Column("sealed_payload", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_kept_command_person_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name="pk_kept_command"),
    )
    op.create_table(
        "notice",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("chat_user", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_notice_person_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "subject", "kind", name="pk_notice"),
    )
    op.create_index("ix_notice_subject", "notice", ["subject"], unique=False)
    op.create_table(
        "preferences",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("linked", sa.Text(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.Column("linked_blocks", sa.Boolean(), nullable=False),
        sa.Column("blocking", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("home_zone", sa.Text(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("step_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_after_minutes", sa.Integer(), nullable=False),
        sa.Column("minimum_notice_minutes", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_preferences_person_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name="pk_preferences"),
    )
    op.create_table(
        "booking_person",
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.id"], name="fk_booking_person_booking_booking", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_booking_person_person_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("booking", "person", name="pk_booking_person"),
    )
    op.create_index("ix_booking_person_person_ends_at", "booking_person", ["person", "ends_at"], unique=False)
    op.create_table(
        "calendar",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("outlook_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_address", sa.Text(), nullable=False),
        sa.Column("can_edit", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection"], ["connection.id"], name="fk_calendar_connection_connection", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendar"),
        sa.UniqueConstraint("connection", "outlook_id", name="uq_calendar_connection_outlook_id"),
    )
    op.create_table(
        "connection_address",
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection"], ["connection.id"], name="fk_connection_address_connection_connection", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("connection", "address", name="pk_connection_address"),
    )
    op.create_index("ix_connection_address_address", "connection_address", ["address"], unique=False)
    op.create_table(
        "token_cache",
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("sealed_cache", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection"], ["connection.id"], name="fk_token_cache_connection_connection", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("connection", name="pk_token_cache"),
    )
    _protect_people_from_overlaps()


def _protect_people_from_overlaps() -> None:
    """Nobody is protected by two live bookings at once; both forms answer with the name one_booking_at_a_time."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE booking_person ADD CONSTRAINT one_booking_at_a_time "
            "EXCLUDE USING gist (person WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (live)"
        )
        return
    for name, moment in (("insert", "INSERT"), ("update", "UPDATE OF person, starts_at, ends_at, live")):
        op.execute(
            f"""
            CREATE TRIGGER one_booking_at_a_time_{name} BEFORE {moment} ON booking_person WHEN NEW.live
            BEGIN
                SELECT RAISE(ABORT, 'one_booking_at_a_time') WHERE EXISTS (
                    SELECT 1 FROM booking_person AS other
                    WHERE other.person = NEW.person AND other.live AND other.booking <> NEW.booking
                        AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
                );
            END
            """  # noqa: S608 - both names stand three lines above
        )
