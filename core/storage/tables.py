"""Every table. Columns named sealed_* hold encrypted text (see crypto.py); ids are UUIDs as text.

The rule that nobody is protected twice at the same time is not a column: the first migration adds it as an exclusion
constraint (PostgreSQL) and as triggers (SQLite). The tables of double bookings are in conflicts_tables.py.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
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

from core.storage.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _maybe(name: str) -> Column[str | None]:
    return Column(name, Text, nullable=True)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _id(name: str = "id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def _of(name: str, target: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(target, ondelete="CASCADE"), primary_key=primary_key, nullable=False)


person = Table(
    "person",
    metadata,
    _id(),
    _text("home_platform"),
    _text("home_workspace"),
    _text("home_user"),
    Column("created_at", Instant, nullable=False),
    _whole("busy_version"),
)

chat_identity = Table(
    "chat_identity",
    metadata,
    _id("platform"),
    _id("workspace"),
    _id("chat_user"),
    _of("person", "person.id"),
    _text("name"),
    _maybe("email"),
    _text("zone"),
    _text("locale"),
    _flag("outsider"),
    _flag("active"),
    Column("read_at", Instant, nullable=False),
    Index(None, "person"),
)

chat_route = Table(
    "chat_route",
    metadata,
    _id("platform"),  # no foreign key: somebody can be mentioned, and so be reached, before they are a person
    _id("workspace"),
    _id("chat_user"),
    _text("route"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    _text("person"),  # no foreign key: it outlives the person
    _text("action"),
    _text("details"),
    Index(None, "person", "at"),
)

connection = Table(
    "connection",
    metadata,
    _id(),
    _of("person", "person.id"),
    _text("tid"),
    _text("oid"),
    _text("address"),
    _text("name"),
    _text("access"),
    _text("scopes"),
    _text("state"),
    Column("created_at", Instant, nullable=False),
    Column("last_read_at", Instant),
    _maybe("why"),
    Column("since", Instant),
    _maybe("claims"),
    UniqueConstraint("tid", "oid"),
    Index(None, "person"),
)

connection_address = Table(
    "connection_address",
    metadata,
    _of("connection", "connection.id", primary_key=True),
    _id("address"),
    Index(None, "address"),
)

token_cache = Table(
    "token_cache",
    metadata,
    _of("connection", "connection.id", primary_key=True),
    _text("sealed_cache"),
    _whole("version"),
)

connect_link = Table(
    "connect_link",
    metadata,
    _id(),
    _of("person", "person.id"),
    _text("platform"),
    _text("workspace"),
    _text("chat_user"),
    _text("access"),
    _text("token_hash"),
    _text("status"),
    Column("expires_at", Instant, nullable=False),
    _maybe("reconnects"),
    _maybe("state"),
    _maybe("cookie_hash"),
    _maybe("sealed_flow"),
    _maybe("code_hash"),
    Column("code_expires_at", Instant),
    _whole("tries_left"),
    _maybe("sealed_pending_account"),
    _maybe("sealed_pending_cache"),
    _text("pending_scopes"),
    Column("shared", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("token_hash"),
    UniqueConstraint("state"),
    Index(None, "person"),
    Index(None, "expires_at"),
)

calendar = Table(
    "calendar",
    metadata,
    _id(),
    _of("connection", "connection.id"),
    _text("outlook_id"),
    _text("name"),
    _text("kind"),
    _text("owner_name"),
    _text("owner_address"),
    _flag("can_edit"),
    _flag("is_default"),
    UniqueConstraint("connection", "outlook_id"),
)

preferences = Table(
    "preferences",
    metadata,
    _of("person", "person.id", primary_key=True),
    _maybe("linked"),
    _text("conflicts"),
    _flag("linked_blocks"),
    _text("blocking"),
    _text("hours"),
    _text("home_zone"),
    _whole("duration_minutes"),
    _whole("step_minutes"),
    _whole("buffer_before_minutes"),
    _whole("buffer_after_minutes"),
    _whole("minimum_notice_minutes"),
    _whole("horizon_days"),
    # defaults: the previous version, which knows nothing of them, may still add a row
    Column("warnings", Boolean, nullable=False, server_default=true()),
    Column("warned_shared", Text, nullable=False, server_default=""),
    Column("unwarned_own", Text, nullable=False, server_default=""),
    Column("quiet_from_minute", Integer, nullable=False, server_default="1200"),
    Column("quiet_to_minute", Integer, nullable=False, server_default="420"),
    Column("own_hours", Boolean, nullable=False, server_default=false()),
    Column("travel", Text, nullable=False, server_default=""),
    Column("daily_limit", Integer),
    Column("two_way", Text, nullable=False, server_default=""),
    Column("hidden_titles", Text, nullable=False, server_default=""),
    Column("ignored", Text, nullable=False, server_default=""),
)

booking = Table(
    "booking",
    metadata,
    _id(),
    _of("host", "person.id"),
    _text("connection"),  # no foreign keys here: bookings are cleaned up after the connection is gone
    _text("calendar"),
    _text("outlook_calendar_id"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    _text("sealed_title"),
    _text("sealed_note"),
    _text("sealed_invitees"),
    _flag("online"),
    _text("zone"),
    _text("state"),
    _text("request_key"),
    Column("created_at", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    _flag("push_uncertain"),
    _maybe("outlook_id"),
    _maybe("ical_uid"),
    _maybe("sealed_web_link"),
    _maybe("sealed_join_url"),
    _maybe("failure"),
    _maybe("sealed_failure_detail"),
    _maybe("moves_outlook_id"),
    Column("moves_was_start", Instant),
    Column("moves_was_end", Instant),
    _maybe("moves_booking"),  # no foreign key: either row may outlive the other
    _maybe("sealed_unchecked"),
    _maybe("adopted"),
    _maybe("adopted_series"),
    _maybe("adopted_rule"),
    UniqueConstraint("host", "request_key"),
    Index(None, "host", "ends_at"),
)

booking_person = Table(
    "booking_person",
    metadata,
    _of("booking", "booking.id", primary_key=True),
    _of("person", "person.id", primary_key=True),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    _flag("live"),
    Index(None, "person", "ends_at"),
)

sync_switch = Table(
    "sync_switch",
    metadata,
    _of("person", "person.id", primary_key=True),
    _text("calendar"),
    Column("undo_until", Instant, nullable=False),
    _text("before"),
)

notice = Table(
    "notice",
    metadata,
    _of("person", "person.id", primary_key=True),
    _id("subject"),
    _id("kind"),
    _text("platform"),
    _text("workspace"),
    _text("chat_user"),
    _maybe("channel"),
    _maybe("message"),
    Index(None, "subject"),
)

kept_command = Table(
    "kept_command",
    metadata,
    _of("person", "person.id", primary_key=True),
    _text("platform"),
    _text("workspace"),
    _text("chat_user"),
    _text("sealed_payload"),
    Column("expires_at", Instant, nullable=False),
)

seen_request = Table(
    "seen_request",
    metadata,
    _id("request"),
    Column("seen_at", Instant, nullable=False),
    Index(None, "seen_at"),
)

_WAITING = text("state = 'waiting'")
_RUNNING = text("state = 'running'")

job = Table(
    "job",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), Identity(always=True), primary_key=True),
    _text("id"),
    _text("kind"),
    _text("args"),
    _text("state"),
    Column("run_at", Instant, nullable=False),
    _maybe("lock_key"),
    _maybe("dedupe"),
    _whole("attempt"),
    _maybe("owner"),
    Column("lease_until", Instant),
    _maybe("error_code"),
    Column("dead_at", Instant),
    CheckConstraint("state IN ('waiting', 'running', 'dead')", name="state"),
    UniqueConstraint("id"),
    Index("ix_job_due", "state", "run_at"),
    Index("ix_job_lock_key", "lock_key", "seq"),
    Index("uq_job_dedupe", "dedupe", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("uq_job_running", "lock_key", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
)

probe = Table("probe", metadata, Column("id", Integer, primary_key=True, autoincrement=False), _whole("count"))

sync_state = Table(
    "sync_state",
    metadata,
    _of("calendar", "calendar.id", primary_key=True),
    _text("reader"),
    _maybe("link"),
    Column("window_start", Instant),
    Column("window_end", Instant),
    Column("read_at", Instant),
    Column("failing_since", Instant),
    _maybe("error"),
    _whole("version"),
    Column("poll_at", Instant, nullable=False),
    Column("compare_at", Instant, nullable=False),
    Column("renew_at", Instant),
    _maybe("subscription"),
    Column("subscription_expires_at", Instant),
    _maybe("client_state_hash"),
    Column("notified_at", Instant),
    UniqueConstraint("subscription"),
    Index(None, "poll_at"),
    Index(None, "compare_at"),
    Index(None, "renew_at"),
)

busy_block = Table(
    "busy_block",
    metadata,
    _of("calendar", "sync_state.calendar", primary_key=True),
    _id("event"),
    _maybe("series"),
    _text("ical_uid"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    _maybe("first_day"),
    _maybe("end_day"),
    _text("show_as"),
    _flag("is_cancelled"),
    _text("response"),
    _flag("is_private"),
    _whole("attendee_count"),
    _maybe("transaction_id"),
    Column("uid", Text, nullable=False, server_default=""),
    Column("is_organizer", Boolean, nullable=False, server_default=false()),
    Column("takes_proposals", Boolean, nullable=False, server_default=true()),
    _text("sealed_words"),
    Index(None, "calendar", "ends_at"),
)
