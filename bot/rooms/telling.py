"""Building core.dialogue's messages: what is told."""

from bot.jobs import Telling
from bot.rooms.below import Below
from bot.rooms.choices import build_rules
from bot.rooms.day import build_day_messaging
from bot.rooms.dialogue import Asked
from bot.rooms.health import build_health
from bot.rooms.offers import build_offer_notices
from bot.rooms.outside import Outside
from bot.rooms.posts import build_posts
from bot.rooms.responses import build_response_notices
from bot.rooms.types import build_type_notices
from core.dialogue.approvals import ApprovalNotices
from core.dialogue.composed import Composed
from core.dialogue.conflict_notices import ConflictNotices
from core.dialogue.departures import Departures
from core.dialogue.disagreements import Disagreements
from core.dialogue.free_days import FreeDays
from core.dialogue.home_zones import HomeZones
from core.dialogue.invited import InvitedNotices
from core.dialogue.journeys import JourneyNotices
from core.dialogue.notices import Notices
from core.dialogue.posting import Posting
from core.dialogue.sync_preferences import SyncPreferences


def build_posting(outside: Outside, below: Below) -> Posting:
    return Posting(
        transactions=outside.store.transactions,
        persons=outside.store.persons,
        meeting=below.meeting,
        notices=outside.store.notices,
        messengers=dict(outside.messengers),
        clock=outside.clock,
    )


def build_telling(outside: Outside, below: Below, asked: Asked, posting: Posting) -> Telling:
    store = outside.store
    conflicts = _conflicts(outside, below, asked, posting)
    return Telling(
        notices=_notices(outside, below, asked, conflicts, posting),
        conflicts=conflicts,
        disagreements=_disagreements(outside, asked, posting),
        journeys=_journeys(outside, below, posting),
        approvals=_approvals(outside, below, posting),
        free_days=_free_days(outside, below, posting),
        home_zones=_home_zones(outside, posting),
        health=build_health(outside, below.configuring, posting),
        sync_preferences=SyncPreferences(
            transactions=store.transactions, answers=asked.sync_preference, notices=store.notices, posting=posting
        ),
        composed=_composed(outside, posting),
        invited=_invited(outside, below, asked, posting),
        responses=build_response_notices(outside, asked.responses, posting),
        offers=build_offer_notices(outside, asked.offers, posting),
        departures=_departures(outside, below, posting),
        types=build_type_notices(outside, below.bookings.types, posting),
        homes=asked.homes,
        days=build_day_messaging(outside, below, asked.day, posting),
        posts=build_posts(outside, below.bookings, posting),
    )


def _notices(outside: Outside, below: Below, asked: Asked, conflicts: ConflictNotices, posting: Posting) -> Notices:
    store = outside.store
    return Notices(
        transactions=store.transactions,
        persons=store.persons,
        configuring=below.configuring,
        bookings=store.bookings,
        connect_answers=asked.connect,
        booking_life=asked.booking_life,
        conflicts=conflicts,
        dialogue=asked.dialogue,
        notices=store.notices,
        kept=store.kept_commands,
        drafts=store.series_drafts,
        posting=posting,
        jobs=store.jobs,
        command_name=outside.options.command,
        clock=outside.clock,
    )


def _conflicts(outside: Outside, below: Below, asked: Asked, posting: Posting) -> ConflictNotices:
    store = outside.store
    return ConflictNotices(
        transactions=store.transactions,
        persons=store.persons,
        settling=below.conflicts.settling,
        answers=asked.conflicts,
        notices=store.notices,
        posting=posting,
    )


def _disagreements(outside: Outside, asked: Asked, posting: Posting) -> Disagreements:
    store = outside.store
    return Disagreements(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        answers=asked.disagreement,
        unasked=outside.unasked,
        notices=store.notices,
        posting=posting,
    )


def _journeys(outside: Outside, below: Below, posting: Posting) -> JourneyNotices:
    store = outside.store
    return JourneyNotices(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        meeting=below.meeting,
        notices=store.notices,
        posting=posting,
        clock=outside.clock,
    )


def _approvals(outside: Outside, below: Below, posting: Posting) -> ApprovalNotices:
    store = outside.store
    return ApprovalNotices(
        transactions=store.transactions,
        persons=store.persons,
        connecting=below.connecting,
        notices=store.notices,
        posting=posting,
    )


def _free_days(outside: Outside, below: Below, posting: Posting) -> FreeDays:
    store = outside.store
    return FreeDays(
        transactions=store.transactions,
        persons=store.persons,
        configuring=below.configuring,
        reading=below.sync.reading,
        unasked=outside.unasked,
        notices=store.notices,
        posting=posting,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _home_zones(outside: Outside, posting: Posting) -> HomeZones:
    store = outside.store
    return HomeZones(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        rules=build_rules(outside),
        unasked=outside.unasked,
        notices=store.notices,
        posting=posting,
    )


def _composed(outside: Outside, posting: Posting) -> Composed:
    store = outside.store
    return Composed(
        transactions=store.transactions,
        notices=store.notices,
        mirror=store.mirror,
        states=store.sync_states,
        posting=posting,
        clock=outside.clock,
    )


def _invited(outside: Outside, below: Below, asked: Asked, posting: Posting) -> InvitedNotices:
    store = outside.store
    return InvitedNotices(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        configuring=below.configuring,
        unasked=outside.unasked,
        answers=asked.booking_life,
        notices=store.notices,
        posting=posting,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _departures(outside: Outside, below: Below, posting: Posting) -> Departures:
    store = outside.store
    return Departures(
        transactions=store.transactions,
        persons=store.persons,
        connecting=below.connecting,
        keeping=below.sync.mirroring.keeping,
        bookings=store.bookings,
        notices=store.notices,
        posting=posting,
        clock=outside.clock,
    )
