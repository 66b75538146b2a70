"""Every table. Columns named sealed_* hold encrypted text (see crypto.py); ids are UUIDs as text.

The rule that nobody is protected twice at the same time is not a column: the first migration adds it as an exclusion
constraint (PostgreSQL) and as triggers (SQLite). The tables of double bookings are in conflicts_tables.py.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from core.storage.columns import Instant, filled, flag, key, maybe, owned, whole

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


person = Table(
    "person",
    metadata,
    key(),
    filled("home_platform"),
    filled("home_workspace"),
    filled("home_user"),
    Column("created_at", Instant, nullable=False),
    whole("busy_version"),
    Column("language", Text, nullable=False, server_default=""),
)

chat_identity = Table(
    "chat_identity",
    metadata,
    key("platform"),
    key("workspace"),
    key("chat_user"),
    owned("person", "person.id"),
    filled("name"),
    maybe("email"),
    filled("zone"),
    filled("locale"),
    flag("outsider"),
    flag("active"),
    Column("read_at", Instant, nullable=False),
    Index(None, "person"),
)

chat_route = Table(
    "chat_route",
    metadata,
    key("platform"),  # no foreign key: somebody can be mentioned, and so be reached, before they are a person
    key("workspace"),
    key("chat_user"),
    filled("route"),
)

audit = Table(
    "audit",
    metadata,
    key(),
    Column("at", Instant, nullable=False),
    filled("person"),  # no foreign key: it outlives the person
    filled("action"),
    filled("details"),
    maybe("workspace"),
    Index(None, "person", "at"),
    Index(None, "workspace", "at"),
)

connection = Table(
    "connection",
    metadata,
    key(),
    owned("person", "person.id"),
    filled("tid"),
    filled("oid"),
    filled("address"),
    filled("name"),
    filled("access"),
    filled("scopes"),
    filled("state"),
    Column("created_at", Instant, nullable=False),
    Column("last_read_at", Instant),
    maybe("why"),
    Column("since", Instant),
    maybe("claims"),
    UniqueConstraint("tid", "oid"),
    Index(None, "person"),
)

connection_address = Table(
    "connection_address",
    metadata,
    owned("connection", "connection.id", primary_key=True),
    key("address"),
    Index(None, "address"),
)

token_cache = Table(
    "token_cache",
    metadata,
    owned("connection", "connection.id", primary_key=True),
    filled("sealed_cache"),
    whole("version"),
)

connect_link = Table(
    "connect_link",
    metadata,
    key(),
    owned("person", "person.id"),
    filled("platform"),
    filled("workspace"),
    filled("chat_user"),
    filled("access"),
    filled("token_hash"),
    filled("status"),
    Column("expires_at", Instant, nullable=False),
    maybe("reconnects"),
    maybe("state"),
    maybe("cookie_hash"),
    maybe("sealed_flow"),
    maybe("code_hash"),
    Column("code_expires_at", Instant),
    whole("tries_left"),
    maybe("sealed_pending_account"),
    maybe("sealed_pending_cache"),
    filled("pending_scopes"),
    Column("shared", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("token_hash"),
    UniqueConstraint("state"),
    Index(None, "person"),
    Index(None, "expires_at"),
)

calendar = Table(
    "calendar",
    metadata,
    key(),
    owned("connection", "connection.id"),
    filled("outlook_id"),
    filled("name"),
    filled("kind"),
    filled("owner_name"),
    filled("owner_address"),
    flag("can_edit"),
    flag("is_default"),
    UniqueConstraint("connection", "outlook_id"),
)

preferences = Table(
    "preferences",
    metadata,
    owned("person", "person.id", primary_key=True),
    maybe("linked"),
    filled("conflicts"),
    flag("linked_blocks"),
    filled("blocking"),
    filled("hours"),
    filled("home_zone"),
    whole("duration_minutes"),
    whole("step_minutes"),
    whole("buffer_before_minutes"),
    whole("buffer_after_minutes"),
    whole("minimum_notice_minutes"),
    whole("horizon_days"),
    # defaults: the previous version, which knows nothing of them, may still add a row
    Column("warnings", Boolean, nullable=False, server_default=true()),
    Column("warned_shared", Text, nullable=False, server_default=""),
    Column("unwarned_own", Text, nullable=False, server_default=""),
    Column("quiet_from_minute", Integer, nullable=False, server_default="1200"),
    Column("quiet_to_minute", Integer, nullable=False, server_default="420"),
    Column("own_hours", Boolean, nullable=False, server_default=false()),
    maybe("outlook_hours"),
    Column("travel", Text, nullable=False, server_default=""),
    Column("daily_limit", Integer),
    Column("two_way", Text, nullable=False, server_default=""),
    Column("hidden_titles", Text, nullable=False, server_default=""),
    Column("ignored", Text, nullable=False, server_default=""),
    Column("told_of_bookings", Boolean, nullable=False, server_default=true()),
    Column("told_of_answers", Boolean, nullable=False, server_default=true()),
    Column("seen_by", Text, nullable=False, server_default="organisation"),
    Column("shown_to", Text, nullable=False, server_default="[]"),
    Column("invitations", Text, nullable=False, server_default="clashing"),
    Column("agenda_minute", Integer),
    Column("reminder_minutes", Integer),
)

booking = Table(
    "booking",
    metadata,
    key(),
    owned("host", "person.id"),
    filled("connection"),  # no foreign keys here: bookings are cleaned up after the connection is gone
    filled("calendar"),
    filled("outlook_calendar_id"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    filled("sealed_title"),
    filled("sealed_note"),
    filled("sealed_invitees"),
    flag("online"),
    filled("zone"),
    filled("state"),
    filled("request_key"),
    Column("created_at", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    flag("push_uncertain"),
    maybe("outlook_id"),
    maybe("ical_uid"),
    maybe("sealed_web_link"),
    maybe("sealed_join_url"),
    maybe("failure"),
    maybe("sealed_failure_detail"),
    maybe("moves_outlook_id"),
    Column("moves_was_start", Instant),
    Column("moves_was_end", Instant),
    maybe("moves_booking"),  # no foreign key: either row may outlive the other
    maybe("replaces"),  # likewise
    Column("moves_occurrence", Integer),
    maybe("series"),
    Column("series_ends_at", Instant),
    maybe("sealed_unchecked"),
    maybe("sealed_comment"),
    maybe("adopted"),
    maybe("adopted_series"),
    maybe("adopted_rule"),
    maybe("sealed_place"),
    maybe("sealed_behalf"),
    maybe("booked_by"),
    maybe("meeting_type"),  # no foreign keys: bookings outlive their type, and who booked them
    UniqueConstraint("host", "request_key"),
    Index(None, "host", "ends_at"),
    Index(None, "booked_by", "ends_at"),
    Index(None, "meeting_type", "ends_at"),
)

booking_person = Table(
    "booking_person",
    metadata,
    owned("booking", "booking.id", primary_key=True),
    Column("occurrence", Integer, primary_key=True, autoincrement=False, server_default="0"),
    owned("person", "person.id", primary_key=True),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    flag("live"),
    Index(None, "person", "ends_at"),
)

sync_switch = Table(
    "sync_switch",
    metadata,
    owned("person", "person.id", primary_key=True),
    filled("calendar"),
    Column("undo_until", Instant, nullable=False),
    filled("before"),
)

notice = Table(
    "notice",
    metadata,
    owned("person", "person.id", primary_key=True),
    key("subject"),
    key("kind"),
    filled("platform"),
    filled("workspace"),
    filled("chat_user"),
    maybe("channel"),
    maybe("message"),
    Index(None, "subject"),
)

kept_command = Table(
    "kept_command",
    metadata,
    owned("person", "person.id", primary_key=True),
    filled("platform"),
    filled("workspace"),
    filled("chat_user"),
    filled("sealed_payload"),
    Column("expires_at", Instant, nullable=False),
)

seen_request = Table(
    "seen_request",
    metadata,
    key("request"),
    Column("seen_at", Instant, nullable=False),
    Index(None, "seen_at"),
)

_WAITING = text("state = 'waiting'")
_RUNNING = text("state = 'running'")

job = Table(
    "job",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), Identity(always=True), primary_key=True),
    filled("id"),
    filled("kind"),
    filled("args"),
    filled("state"),
    Column("run_at", Instant, nullable=False),
    maybe("lock_key"),
    maybe("dedupe"),
    whole("attempt"),
    maybe("owner"),
    Column("lease_until", Instant),
    maybe("error_code"),
    Column("dead_at", Instant),
    CheckConstraint("state IN ('waiting', 'running', 'dead')", name="state"),
    UniqueConstraint("id"),
    Index("ix_job_due", "state", "run_at"),
    Index("ix_job_lock_key", "lock_key", "seq"),
    Index("uq_job_dedupe", "dedupe", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("uq_job_running", "lock_key", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
)

probe = Table("probe", metadata, Column("id", Integer, primary_key=True, autoincrement=False), whole("count"))

sync_state = Table(
    "sync_state",
    metadata,
    owned("calendar", "calendar.id", primary_key=True),
    filled("reader"),
    maybe("link"),
    Column("window_start", Instant),
    Column("window_end", Instant),
    Column("read_at", Instant),
    Column("failing_since", Instant),
    maybe("error"),
    whole("version"),
    Column("poll_at", Instant, nullable=False),
    Column("compare_at", Instant, nullable=False),
    Column("renew_at", Instant),
    maybe("subscription"),
    Column("subscription_expires_at", Instant),
    maybe("client_state_hash"),
    Column("notified_at", Instant),
    UniqueConstraint("subscription"),
    Index(None, "poll_at"),
    Index(None, "compare_at"),
    Index(None, "renew_at"),
)

busy_block = Table(
    "busy_block",
    metadata,
    owned("calendar", "sync_state.calendar", primary_key=True),
    key("event"),
    maybe("series"),
    filled("ical_uid"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    maybe("first_day"),
    maybe("end_day"),
    filled("show_as"),
    flag("is_cancelled"),
    filled("response"),
    flag("is_private"),
    whole("attendee_count"),
    maybe("transaction_id"),
    Column("uid", Text, nullable=False, server_default=""),
    Column("is_organizer", Boolean, nullable=False, server_default=false()),
    Column("takes_proposals", Boolean, nullable=False, server_default=true()),
    filled("sealed_words"),
    maybe("sealed_answers"),
    Index(None, "calendar", "ends_at"),
)
