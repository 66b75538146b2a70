"""Everything stored, in memory, under the same names as core.storage.Store."""

from dataclasses import dataclass
from datetime import datetime

from core.connection.model import ConnectLink
from tests.fakes.administration import FakeDefaults, FakeOversight, FakeWorkspaceTenants
from tests.fakes.approvals import FakeApprovals, FakeSeals
from tests.fakes.booking import FakeBookings, FakeSyncSwitches
from tests.fakes.booking_answers import FakeBookingAnswers
from tests.fakes.configuration import FakeCalendars, FakePreferences
from tests.fakes.conflicts import FakeLedgers
from tests.fakes.connection import FakeConnections, FakeConnectLinks, FakeTokens
from tests.fakes.dialogue import FakeKeptCommands, FakeNotices, FakeSeenRequests
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.meeting_types import FakeMeetingTypes
from tests.fakes.memory import Memory, writable
from tests.fakes.occasions import FakeInvitations, FakeOccasions
from tests.fakes.offers import FakeOffers, FakeSearches
from tests.fakes.people import FakeAudit, FakeChatRoutes, FakePersons
from tests.fakes.records import FakeExportLinks, FakeOwnChoices, FakePersonRecords
from tests.fakes.relay import FakeRelays
from tests.fakes.series import FakeSeriesDrafts
from tests.fakes.slack import FakeHomeTabs, FakeInstallations
from tests.fakes.sync import FakeMirror, FakeSyncStates
from tests.fakes.teams import FakeTeams
from tests.fakes.told_counts import FakeToldCounts
from tests.fakes.trouble import FakeTroubles


@dataclass(frozen=True, slots=True)
class FakeStore:
    """The fields of core.storage.Store. `transactions.published` lists the committed facts."""

    transactions: Memory
    jobs: FakeJobQueue
    persons: FakePersons
    chat_routes: FakeChatRoutes
    audit: FakeAudit
    connections: FakeConnections
    tokens: FakeTokens
    links: FakeConnectLinks
    approvals: FakeApprovals
    seals: FakeSeals
    calendars: FakeCalendars
    preferences: FakePreferences
    meeting_types: FakeMeetingTypes
    teams: FakeTeams
    offers: FakeOffers
    searches: FakeSearches
    sync_states: FakeSyncStates
    mirror: FakeMirror
    bookings: FakeBookings
    booking_answers: FakeBookingAnswers
    relays: FakeRelays
    sync_switches: FakeSyncSwitches
    ledgers: FakeLedgers
    series_drafts: FakeSeriesDrafts
    notices: FakeNotices
    kept_commands: FakeKeptCommands
    troubles: FakeTroubles
    told_counts: FakeToldCounts
    occasions: FakeOccasions
    invitations: FakeInvitations
    records: FakePersonRecords
    export_links: FakeExportLinks
    own_choices: FakeOwnChoices
    defaults: FakeDefaults
    tenants: FakeWorkspaceTenants
    oversight: FakeOversight
    home_tabs: FakeHomeTabs
    installations: FakeInstallations
    seen_requests: FakeSeenRequests

    async def ready(self) -> bool:
        return True

    async def sweep(self, now: datetime) -> int:
        """Links with their pending sign-ins, kept commands, and series nobody booked, that expired."""
        async with self.transactions.write() as tx:
            tables = writable(tx)
            before = len(tables.links) + len(tables.kept_commands) + len(tables.series_drafts)
            before += len(tables.export_links)
            tables.links = {key: link for key, link in tables.links.items() if _lives(link, now)}
            tables.kept_commands = {key: kept for key, kept in tables.kept_commands.items() if kept.expires_at > now}
            tables.series_drafts = {key: one for key, one in tables.series_drafts.items() if one.expires_at > now}
            tables.export_links = {key: one for key, one in tables.export_links.items() if one.expires_at > now}
            return (
                before
                - len(tables.links)
                - len(tables.kept_commands)
                - len(tables.series_drafts)
                - len(tables.export_links)
            )

    async def close(self) -> None:
        return None


def _lives(link: ConnectLink, now: datetime) -> bool:
    return link.expires_at > now or (link.code_expires_at is not None and link.code_expires_at > now)


def fake_store(memory: Memory | None = None) -> FakeStore:
    """A store of its own, or a second process over the same memory."""
    memory = memory or Memory()
    return FakeStore(
        transactions=memory,
        jobs=FakeJobQueue(memory),
        persons=FakePersons(),
        chat_routes=FakeChatRoutes(),
        audit=FakeAudit(),
        connections=FakeConnections(),
        tokens=FakeTokens(),
        links=FakeConnectLinks(),
        approvals=FakeApprovals(),
        seals=FakeSeals(),
        calendars=FakeCalendars(),
        preferences=FakePreferences(),
        meeting_types=FakeMeetingTypes(),
        teams=FakeTeams(),
        offers=FakeOffers(),
        searches=FakeSearches(),
        sync_states=FakeSyncStates(),
        mirror=FakeMirror(),
        bookings=FakeBookings(),
        booking_answers=FakeBookingAnswers(),
        relays=FakeRelays(),
        sync_switches=FakeSyncSwitches(),
        ledgers=FakeLedgers(),
        series_drafts=FakeSeriesDrafts(),
        notices=FakeNotices(),
        kept_commands=FakeKeptCommands(),
        troubles=FakeTroubles(),
        told_counts=FakeToldCounts(),
        occasions=FakeOccasions(),
        invitations=FakeInvitations(),
        records=FakePersonRecords(),
        export_links=FakeExportLinks(),
        own_choices=FakeOwnChoices(),
        defaults=FakeDefaults(),
        tenants=FakeWorkspaceTenants(),
        oversight=FakeOversight(),
        home_tabs=FakeHomeTabs(),
        installations=FakeInstallations(),
        seen_requests=FakeSeenRequests(),
    )
