"""A database in memory with real transactions: a write works on a copy that replaces the original on commit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from core.administration.model import ExportLink
from core.booking.model import Booking, SyncSwitch
from core.booking.offers.model import Offer
from core.booking.responses import Answers
from core.configuration.meeting_types.model import MeetingType
from core.configuration.model import Calendar, Preferences
from core.configuration.occasions import Occasion
from core.configuration.teams.model import Team
from core.configuration.workspace import Defaults
from core.conflicts.model import Ledger
from core.connection.approval import ApprovalWait
from core.connection.model import Connection, ConnectLink
from core.dialogue.drafts import SeriesDraft
from core.dialogue.health import Trouble
from core.dialogue.home_tabs import HomeTab
from core.dialogue.invitations_model import Invitation
from core.dialogue.model import KeptCommand, Notice
from core.people.installations.model import Installation, InstallAttempt
from core.people.model import ChatProfile, ChatUser, Person, Workspace
from core.shared.facts import Fact
from core.shared.ids import new_id
from core.shared.transaction import Transaction, transaction_open
from core.sync.model import Event, SyncState

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the fake keeps it; `number` is its age."""

    number: int
    id: str
    kind: str
    args: dict[str, Any]
    run_at: datetime
    lock_key: str | None
    dedupe: str | None
    state: str = "waiting"
    attempt: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    error_code: str | None = None


@dataclass(slots=True)
class Tables:
    """All rows. Values are immutable, so that a shallow copy is a snapshot."""

    persons: dict[str, Person] = field(default_factory=dict)
    busy_versions: dict[str, int] = field(default_factory=dict)
    profiles: dict[ChatUser, tuple[str, ChatProfile, datetime]] = field(default_factory=dict)
    chat_routes: dict[ChatUser, str] = field(default_factory=dict)
    audit: dict[int, tuple[str, str, dict[str, str]]] = field(default_factory=dict)
    audit_workspaces: dict[int, Workspace] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)
    caches: dict[str, tuple[str, int]] = field(default_factory=dict)
    links: dict[str, ConnectLink] = field(default_factory=dict)
    approval_waits: dict[str, ApprovalWait] = field(default_factory=dict)
    approval_returns: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    preferences: dict[str, Preferences] = field(default_factory=dict)
    meeting_types: dict[str, MeetingType] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    searches: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    sync_states: dict[str, SyncState] = field(default_factory=dict)
    busy_blocks: dict[tuple[str, str], Event] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    booking_answers: dict[str, Answers] = field(default_factory=dict)
    sync_switches: dict[str, SyncSwitch] = field(default_factory=dict)
    series_drafts: dict[str, SeriesDraft] = field(default_factory=dict)
    notices: dict[tuple[str, str, str], Notice] = field(default_factory=dict)
    kept_commands: dict[str, KeptCommand] = field(default_factory=dict)
    troubles: dict[tuple[str, str], Trouble] = field(default_factory=dict)
    occasions: dict[tuple[str, str, str, datetime], Occasion] = field(default_factory=dict)
    invitations: dict[tuple[str, str], Invitation] = field(default_factory=dict)
    told_counts: dict[str, tuple[date, int]] = field(default_factory=dict)
    defaults: dict[Workspace, Defaults] = field(default_factory=dict)
    tenants: dict[Workspace, frozenset[str]] = field(default_factory=dict)
    own_choices: dict[tuple[str, str], bool] = field(default_factory=dict)
    export_links: dict[str, ExportLink] = field(default_factory=dict)
    home_tabs: dict[ChatUser, HomeTab] = field(default_factory=dict)
    installations: dict[str, Installation] = field(default_factory=dict)
    install_attempts: dict[str, InstallAttempt] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    jobs: dict[str, JobRow] = field(default_factory=dict)
    job_count: int = 0

    def copied(self) -> "Tables":
        copies: dict[str, Any] = {name: dict(getattr(self, name)) for name in self.__slots__ if name != "job_count"}
        return replace(self, **copies)

    def add_job(
        self,
        kind: str,
        args: dict[str, Any],
        run_at: datetime | None = None,
        lock_key: str | None = None,
        dedupe: str | None = None,
    ) -> None:
        waiting = (job.dedupe for job in self.jobs.values() if job.state == "waiting")
        if dedupe is not None and dedupe in waiting:
            return
        self.job_count += 1
        row = JobRow(self.job_count, new_id(), kind, args, run_at or AT_ONCE, lock_key, dedupe)
        self.jobs[row.id] = row


class TransactionMisuse(RuntimeError):
    """Publishing in a read, nesting writes, or using a transaction that is over."""


@dataclass(slots=True)
class FakeTransaction:
    """Implements Transaction."""

    tables: Tables
    writes: bool
    facts: list[Fact] = field(default_factory=list)
    over: bool = False

    def publish(self, fact: Fact) -> None:
        if not self.writes or self.over:
            raise TransactionMisuse("facts are published inside a write transaction")
        self.facts.append(fact)


_open: ContextVar[FakeTransaction | None] = ContextVar("fake_open", default=None)


def _forbid_nesting() -> None:
    outer = _open.get()
    if outer is not None and not outer.over:
        raise TransactionMisuse("a transaction is open in this task already: pass it on")


class Memory:
    """Implements Transactions. `published` lists every fact of a committed transaction, oldest first."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.published: list[Fact] = []
        self.rung = asyncio.Event()
        self._one_writer = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        _forbid_nesting()
        async with self._one_writer:
            tx = FakeTransaction(self.tables.copied(), writes=True)
            before = tx.tables.job_count
            token = _open.set(tx)
            try:
                with transaction_open():
                    yield tx
            finally:
                tx.over = True
                _open.reset(token)
            for fact in tx.facts:
                tx.tables.add_job(fact.kind(), dict(fact.to_args()), lock_key=fact.lock_key)
            self.tables = tx.tables
            self.published.extend(tx.facts)
        if tx.tables.job_count > before:
            self.rung.set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        _forbid_nesting()
        tx = FakeTransaction(self.tables, writes=False)
        token = _open.set(tx)
        try:
            with transaction_open():
                yield tx
        finally:
            tx.over = True
            _open.reset(token)


def tables_of(tx: Transaction) -> Tables:
    """The rows behind a transaction of a Memory."""
    if not isinstance(tx, FakeTransaction) or tx.over:
        raise TransactionMisuse("this transaction is over, or belongs to another storage")
    return tx.tables


def writable(tx: Transaction) -> Tables:
    """The same, for changing them."""
    tables = tables_of(tx)
    if not isinstance(tx, FakeTransaction) or not tx.writes:
        raise TransactionMisuse("a read transaction can't write")
    return tables
