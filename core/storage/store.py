"""The storage, ready to be wired: `open_store` is all that the composition root needs."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from core.administration.ports import ExportLinks, Oversight, PersonRecords
from core.booking.offers.ports import OfferRepository
from core.booking.ports import BookingRepository, SyncSwitches
from core.booking.relay_ports import RelayRepository
from core.booking.response_ports import AnswerRepository
from core.configuration.meeting_types.ports import MeetingTypeRepository
from core.configuration.occasions import Occasions
from core.configuration.ports import CalendarRepository, OwnChoices, PreferencesRepository, ToldCounts
from core.configuration.teams.ports import TeamRepository
from core.configuration.workspace import DefaultsRepository
from core.conflicts.ports import LedgerRepository
from core.connection.approval_ports import ApprovalRepository, Seals
from core.connection.ports import ConnectionRepository, ConnectLinkRepository, TokenVault, WorkspaceTenants
from core.dialogue.drafts import SeriesDrafts
from core.dialogue.home_tabs import HomeTabs
from core.dialogue.invitations_model import Invitations
from core.dialogue.ports import KeptCommandRepository, NoticeRepository, SeenRequests, TroubleRepository
from core.people.installations.ports import Installations
from core.people.ports import AuditLog, ChatRoutes, PersonRepository, SearchCounts
from core.shared.jobs import JobQueue
from core.shared.transaction import Transactions
from core.storage import tables
from core.storage.approvals import KeyringSeals, SqlApprovals
from core.storage.audit import SqlAudit
from core.storage.booking import SqlBookings
from core.storage.booking_answers import SqlBookingAnswers
from core.storage.chat_route import SqlChatRoutes
from core.storage.configuration import SqlCalendars, SqlPreferences
from core.storage.conflicts import SqlLedgers
from core.storage.connect_link import SqlConnectLinks
from core.storage.connection import SqlConnections, SqlTokens
from core.storage.crypto import Keyring
from core.storage.database import Database, connection_of
from core.storage.dialogue import SqlKeptCommands, SqlNotices, SqlSeenRequests
from core.storage.errors import StorageOutdated
from core.storage.export_links import SqlExportLinks
from core.storage.invitations import SqlInvitations
from core.storage.jobs import JobTable
from core.storage.meeting_types import SqlMeetingTypes
from core.storage.mirror import SqlMirror
from core.storage.occasions import SqlOccasions
from core.storage.offers import SqlOffers
from core.storage.oversight import SqlOversight
from core.storage.own_choices import SqlOwnChoices
from core.storage.people import SqlPersons
from core.storage.records import SqlPersonRecords
from core.storage.relay import SqlRelays
from core.storage.schema import at_head, migrate
from core.storage.searches import SqlSearches
from core.storage.series_drafts import SqlSeriesDrafts
from core.storage.slack_homes import SqlHomeTabs
from core.storage.slack_installations import SqlInstallations
from core.storage.sweeping import sweep
from core.storage.sync import SqlSyncStates
from core.storage.sync_switch import SqlSyncSwitches
from core.storage.teams import SqlTeams
from core.storage.told_counts import SqlToldCounts
from core.storage.trouble import SqlTroubles
from core.storage.workspaces import SqlDefaults, SqlWorkspaceTenants
from core.storage.writing import upsert
from core.sync.ports import MirrorRepository, SyncStates

PROBE_TIMEOUT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Store:
    """Everything stored, by port. `database` is behind all of them; the rooms see the ports only."""

    database: Database
    transactions: Transactions
    jobs: JobQueue
    persons: PersonRepository
    chat_routes: ChatRoutes
    audit: AuditLog
    connections: ConnectionRepository
    tokens: TokenVault
    links: ConnectLinkRepository
    approvals: ApprovalRepository
    seals: Seals
    calendars: CalendarRepository
    preferences: PreferencesRepository
    meeting_types: MeetingTypeRepository
    teams: TeamRepository
    offers: OfferRepository
    searches: SearchCounts
    sync_states: SyncStates
    mirror: MirrorRepository
    bookings: BookingRepository
    booking_answers: AnswerRepository
    relays: RelayRepository
    sync_switches: SyncSwitches
    ledgers: LedgerRepository
    series_drafts: SeriesDrafts
    notices: NoticeRepository
    kept_commands: KeptCommandRepository
    troubles: TroubleRepository
    told_counts: ToldCounts
    occasions: Occasions
    invitations: Invitations
    records: PersonRecords
    export_links: ExportLinks
    own_choices: OwnChoices
    defaults: DefaultsRepository
    tenants: WorkspaceTenants
    oversight: Oversight
    home_tabs: HomeTabs
    installations: Installations
    seen_requests: SeenRequests

    async def ready(self) -> bool:
        """True if the database takes a write within two seconds."""
        try:
            async with asyncio.timeout(PROBE_TIMEOUT_SECONDS), self.database.write() as tx:
                await upsert(connection_of(tx), tables.probe, {"id": 1, "count": 1})
        except (SQLAlchemyError, OSError, TimeoutError):
            return False
        return True

    async def sweep(self, now: datetime) -> int:
        """Deletes expired links with their pending sign-ins and expired kept commands; says how many."""
        return await sweep(self.database, now)

    async def close(self) -> None:
        await self.database.close()


async def open_store(address: str, keyring: Keyring) -> Store:
    """Opens the database to serve from it.

    SQLite: takes the file for this process (StorageBusy if it is taken) and migrates it. PostgreSQL: raises
    StorageOutdated unless its tables are those of this version. ValueError for an address that can't be used.
    """
    database = Database.open(address)
    try:
        await _prepare(database, address)
    except BaseException:
        await database.close()
        raise
    return Store(
        database=database,
        transactions=database,
        jobs=JobTable(database),
        persons=SqlPersons(keyring),
        chat_routes=SqlChatRoutes(),
        audit=SqlAudit(),
        connections=SqlConnections(),
        tokens=SqlTokens(keyring),
        links=SqlConnectLinks(keyring),
        approvals=SqlApprovals(),
        seals=KeyringSeals(keyring),
        calendars=SqlCalendars(),
        preferences=SqlPreferences(),
        meeting_types=SqlMeetingTypes(keyring),
        teams=SqlTeams(keyring),
        offers=SqlOffers(keyring),
        searches=SqlSearches(),
        sync_states=SqlSyncStates(),
        mirror=SqlMirror(keyring),
        bookings=SqlBookings(keyring),
        booking_answers=SqlBookingAnswers(keyring),
        relays=SqlRelays(keyring),
        sync_switches=SqlSyncSwitches(),
        ledgers=SqlLedgers(keyring),
        series_drafts=SqlSeriesDrafts(keyring),
        notices=SqlNotices(),
        kept_commands=SqlKeptCommands(keyring),
        troubles=SqlTroubles(),
        told_counts=SqlToldCounts(),
        occasions=SqlOccasions(),
        invitations=SqlInvitations(keyring),
        records=SqlPersonRecords(keyring),
        export_links=SqlExportLinks(),
        own_choices=SqlOwnChoices(),
        defaults=SqlDefaults(),
        tenants=SqlWorkspaceTenants(),
        oversight=SqlOversight(),
        home_tabs=SqlHomeTabs(),
        installations=SqlInstallations(keyring),
        seen_requests=SqlSeenRequests(),
    )


async def _prepare(database: Database, address: str) -> None:
    database.lock_exclusively()
    if await at_head(address):
        return
    if not database.embedded:
        raise StorageOutdated("The database is not at this version. Run: clearhour migrate")
    await migrate(address, lock_held=True)
