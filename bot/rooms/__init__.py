"""The rooms, built: use cases over ports, each constructor call explicit. Nothing here knows what is real.

`bot/wiring.py` brings the database, Outlook and the chats; the tests bring fakes with state.
"""

from dataclasses import dataclass

from bot.administration_jobs import Administrating
from bot.jobs import Listeners
from bot.rooms.administration import build_admin_notices, build_erasures, build_exporting, build_governing
from bot.rooms.below import Below
from bot.rooms.bookings import Bookings, build_bookings
from bot.rooms.conflicts import build_conflicts
from bot.rooms.dialogue import build_dialogue
from bot.rooms.outside import Options, Outside
from bot.rooms.sync import Sync, build_sync
from bot.rooms.telling import build_posting, build_telling
from core.administration.exporting import Exporting
from core.configuration.relisting import Relisting
from core.configuration.teams.usecases import TeamSetups
from core.configuration.usecases import Configuring
from core.configuration.workspace import DecidedLanguages
from core.conflicts.usecases import Settling, Watching
from core.connection.usecases import Approving, Connecting
from core.connection.usecases.leaving import Leaving
from core.dialogue.dialogue import Dialogue
from core.dialogue.posting import Posting
from core.people.usecases import Meeting

__all__ = ["Bookings", "Options", "Outside", "Rooms", "Sync", "build_rooms"]


@dataclass(frozen=True, slots=True)
class Rooms:
    """Every use case that somebody outside calls."""

    meeting: Meeting
    connecting: Connecting
    configuring: Configuring
    sync: Sync
    bookings: Bookings
    watching: Watching
    settling: Settling
    dialogue: Dialogue
    posting: Posting
    exporting: Exporting
    listeners: Listeners


def build_rooms(outside: Outside) -> Rooms:
    """From the lowest room to the highest."""
    store, clock, options = outside.store, outside.clock, outside.options
    meeting = Meeting(
        transactions=store.transactions,
        persons=store.persons,
        directories=dict(outside.directories),
        languages=DecidedLanguages(store.defaults),
        clock=clock,
    )
    approving = Approving(
        transactions=store.transactions,
        persons=store.persons,
        meeting=meeting,
        connections=store.connections,
        links=store.links,
        approvals=store.approvals,
        consent=outside.outlook.consent,
        seals=store.seals,
        tenants=options.tenants,
        jobs=store.jobs,
        audit=store.audit,
        clock=clock,
    )
    connecting = Connecting(
        transactions=store.transactions,
        persons=store.persons,
        meeting=meeting,
        connections=store.connections,
        links=store.links,
        vault=store.tokens,
        sign_in=outside.outlook.sign_in,
        audit=store.audit,
        clock=clock,
        public_url=options.public_url,
        policy=options.policy,
        tenants=options.tenants,
        workspaces=store.tenants,
        approving=approving,
    )
    configuring = Configuring(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        calendars=store.calendars,
        preferences=store.preferences,
        directory=outside.outlook.calendars,
        highest_access=options.highest_access,
        teams=TeamSetups(
            teams=store.teams,
            connections=store.connections,
            calendars=store.calendars,
            highest_access=options.highest_access,
        ),
        defaults=store.defaults,
        own_choices=store.own_choices,
    )
    sync = build_sync(outside, configuring)
    bookings = build_bookings(outside, meeting, configuring, sync.reading)
    conflicts = build_conflicts(outside)
    below = Below(meeting, connecting, configuring, sync, bookings, conflicts)
    asked, posting = build_dialogue(outside, below), build_posting(outside, below)
    telling = build_telling(outside, below, asked, posting)
    relisting = Relisting(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        calendars=store.calendars,
        directory=outside.outlook.calendars,
    )
    leaving = Leaving(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        meeting=meeting,
        installations=store.installations,
        audit=store.audit,
    )
    return Rooms(
        meeting=meeting,
        connecting=connecting,
        configuring=configuring,
        sync=sync,
        bookings=bookings,
        watching=conflicts.watching,
        settling=conflicts.settling,
        dialogue=asked.dialogue,
        posting=posting,
        exporting=build_exporting(outside),
        listeners=Listeners(
            sync.mirroring,
            bookings.outlooking,
            conflicts.watching,
            telling,
            approving,
            relisting,
            leaving,
            Administrating(
                build_erasures(outside, telling, bookings, sync, posting),
                build_governing(outside),
                build_admin_notices(outside, connecting, sync, posting),
            ),
        ),
    )
