"""Building core.conflicts and core.dialogue: what is found, asked and told."""

from bot.jobs import Telling
from bot.rooms.administration import build_admin_answers, build_mydata_answers
from bot.rooms.bookings import Bookings
from bot.rooms.conflicts import Conflicts
from bot.rooms.day import build_agenda_offer, build_choosing, build_day_answers, build_day_messaging
from bot.rooms.health import build_health, build_health_answers
from bot.rooms.offers import build_offer_notices, build_offers
from bot.rooms.outside import Outside
from bot.rooms.posts import build_post_answers, build_posts
from bot.rooms.responses import build_response_answers, build_response_notices
from bot.rooms.series import build_series
from bot.rooms.sync import Sync
from bot.rooms.types import build_type_answers, build_type_notices
from core.configuration.rules import Rules
from core.configuration.usecases import Configuring
from core.configuration.workspace import InWorkspace
from core.connection.usecases import Connecting
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.book_again import BookAgainAnswers
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.booking_life import BookingLifeAnswers
from core.dialogue.answers.calendars import CalendarAnswers
from core.dialogue.answers.compose import ComposeAnswers
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.answers.disagreement import DisagreementAnswers
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.free_days import FreeDayAnswers
from core.dialogue.answers.hand_over import HandOverAnswers
from core.dialogue.answers.home import HomeAnswers
from core.dialogue.answers.settings import SettingsAnswers
from core.dialogue.answers.sharing import SharingAnswers
from core.dialogue.answers.slot_buttons import SlotButtons
from core.dialogue.answers.sync_preference import SyncPreferenceAnswers
from core.dialogue.answers.types_booking import ArrangedBooking
from core.dialogue.answers.types_find import ArrangedFind
from core.dialogue.answers.types_why import ArrangedWhy
from core.dialogue.answers.why import WhyAnswers
from core.dialogue.approvals import ApprovalNotices
from core.dialogue.composed import Composed
from core.dialogue.conflict_notices import ConflictNotices
from core.dialogue.departures import Departures
from core.dialogue.dialogue import Dialogue
from core.dialogue.disagreements import Disagreements
from core.dialogue.free_days import FreeDays
from core.dialogue.home_tabs import Homes
from core.dialogue.home_zones import HomeZones
from core.dialogue.invited import InvitedNotices
from core.dialogue.journeys import JourneyNotices, Journeys
from core.dialogue.notices import Notices
from core.dialogue.posting import Posting
from core.dialogue.sync_preferences import SyncPreferences
from core.people.searching import Searching
from core.people.usecases import Meeting


def build_dialogue(
    outside: Outside,
    meeting: Meeting,
    connecting: Connecting,
    configuring: Configuring,
    sync: Sync,
    bookings: Bookings,
    double_bookings: Conflicts,
) -> tuple[Dialogue, Telling, Posting]:
    store, clock, options = outside.store, outside.clock, outside.options
    transactions = store.transactions
    in_workspace = InWorkspace(transactions=transactions, defaults=store.defaults)
    connect = ConnectAnswers(
        connecting=connecting,
        configuring=configuring,
        holding=bookings.holding,
        reading=sync.reading,
        keeping=sync.mirroring.keeping,
        highest_access=options.highest_access,
        in_workspace=in_workspace,
    )
    arranged_find = ArrangedFind(arranging=bookings.types.arranging, finding=bookings.finding)
    find = FindAnswers(
        configuring=configuring,
        finding=bookings.finding,
        inviting=bookings.inviting,
        arranged=arranged_find,
        searching=Searching(transactions=transactions, counts=store.searches, clock=clock),
        buttons=SlotButtons(configuring=configuring, in_workspace=in_workspace),
    )
    offers = build_offers(outside, configuring, bookings, find)
    booking = BookingAnswers(
        transactions=transactions,
        configuring=configuring,
        holding=bookings.holding,
        finding=find,
        arranged=ArrangedBooking(find=arranged_find, arranged=bookings.types.arranged, turns=bookings.types.turns),
        adopting=bookings.outlooking.adopting,
        handing_over=bookings.handing_over,
        moving=bookings.moving,
        responding=bookings.outlooking.responding,
        notices=store.notices,
    )
    conflicts = ConflictAnswers(
        transactions=transactions,
        configuring=configuring,
        reading=sync.reading,
        watching=double_bookings.watching,
        settling=double_bookings.settling,
        moving=bookings.moving,
        answering=bookings.outlooking.answering,
        holding=bookings.holding,
        bookings=store.bookings,
        notices=store.notices,
        jobs=store.jobs,
    )
    sync_preference = SyncPreferenceAnswers(switching=bookings.switching)
    disagreement = DisagreementAnswers(
        transactions=transactions, deciding=bookings.outlooking.deciding, notices=store.notices
    )
    rules = Rules(
        transactions=transactions,
        persons=store.persons,
        connections=store.connections,
        preferences=store.preferences,
        directory=outside.outlook.calendars,
        own_choices=store.own_choices,
    )
    choosing = build_choosing(outside)
    settings = SettingsAnswers(
        configuring=configuring,
        rules=rules,
        connecting=connecting,
        settling=double_bookings.settling,
        sharing=SharingAnswers(rules=rules, finding=find),
        choosing=choosing,
        meeting=meeting,
    )
    booking_life = BookingLifeAnswers(
        transactions=transactions,
        configuring=configuring,
        rules=rules,
        settings=settings,
        moving=bookings.moving,
        holding=bookings.holding,
        booking=booking,
        notices=store.notices,
    )
    responses = build_response_answers(outside, bookings, rules, settings)
    agenda = AgendaAnswers(configuring=configuring, reading=sync.reading)
    day = build_day_answers(outside, configuring, sync, choosing, agenda, conflicts, bookings, double_bookings)
    home = HomeAnswers(connecting=connecting, configuring=configuring, agenda=agenda, conflicts=conflicts)
    homes = Homes(
        transactions=transactions,
        persons=store.persons,
        meeting=meeting,
        answers=home,
        tabs=store.home_tabs,
        publishers=dict(outside.homes),
        jobs=store.jobs,
        clock=clock,
    )
    dialogue = Dialogue(
        transactions=transactions,
        meeting=meeting,
        connecting=connecting,
        connect=connect,
        calendars=CalendarAnswers(configuring=configuring, reading=sync.reading, offer=build_agenda_offer(outside)),
        find=find,
        why=WhyAnswers(
            configuring=configuring,
            finding=bookings.finding,
            find=find,
            arranged=ArrangedWhy(find=arranged_find),
            command_name=options.command,
        ),
        settings=settings,
        booking=booking,
        booking_life=booking_life,
        compose=ComposeAnswers(configuring=configuring),
        agenda=agenda,
        conflicts=conflicts,
        disagreement=disagreement,
        health=build_health_answers(outside, configuring, sync),
        sync_preference=sync_preference,
        responses=responses,
        book_again=BookAgainAnswers(
            transactions=transactions,
            holding=bookings.holding,
            remaking=bookings.types.remaking,
            arranged=bookings.types.arranged,
            booking=booking,
        ),
        free_days=FreeDayAnswers(rules=rules),
        offers=offers.answers,
        booking_posts=build_post_answers(outside, bookings, booking),
        types=build_type_answers(outside, configuring, bookings.types, bookings.inviting),
        series=build_series(outside, bookings, find, booking),
        admin=build_admin_answers(outside, find),
        mydata=build_mydata_answers(outside, connecting, bookings),
        hand_over=HandOverAnswers(transactions=transactions, handing_over=bookings.handing_over, booking=booking),
        home=home,
        day=day,
        homes=homes,
        journeys=Journeys(
            transactions=transactions, preferences=store.preferences, notices=store.notices, jobs=store.jobs
        ),
        notices=store.notices,
        kept=store.kept_commands,
        seen=store.seen_requests,
        clock=clock,
        command_name=options.command,
    )
    posting = Posting(
        transactions=transactions,
        persons=store.persons,
        meeting=meeting,
        notices=store.notices,
        messengers=dict(outside.messengers),
        clock=clock,
    )
    warnings = ConflictNotices(
        transactions=transactions,
        persons=store.persons,
        settling=double_bookings.settling,
        answers=conflicts,
        notices=store.notices,
        posting=posting,
    )
    notices = Notices(
        transactions=transactions,
        persons=store.persons,
        configuring=configuring,
        bookings=store.bookings,
        connect_answers=connect,
        booking_life=booking_life,
        conflicts=warnings,
        dialogue=dialogue,
        notices=store.notices,
        kept=store.kept_commands,
        drafts=store.series_drafts,
        posting=posting,
        jobs=store.jobs,
        command_name=options.command,
        clock=clock,
    )
    disagreements = Disagreements(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        answers=disagreement,
        unasked=outside.unasked,
        notices=store.notices,
        posting=posting,
    )
    journeys = JourneyNotices(
        transactions=transactions,
        persons=store.persons,
        preferences=store.preferences,
        meeting=meeting,
        notices=store.notices,
        posting=posting,
        clock=clock,
    )
    home_zones = HomeZones(
        transactions=transactions,
        persons=store.persons,
        preferences=store.preferences,
        rules=rules,
        unasked=outside.unasked,
        notices=store.notices,
        posting=posting,
    )
    free_days = FreeDays(
        transactions=transactions,
        persons=store.persons,
        configuring=configuring,
        reading=sync.reading,
        unasked=outside.unasked,
        notices=store.notices,
        posting=posting,
        jobs=store.jobs,
        clock=clock,
    )
    approvals = ApprovalNotices(
        transactions=transactions,
        persons=store.persons,
        connecting=connecting,
        notices=store.notices,
        posting=posting,
    )
    health = build_health(outside, configuring, posting)
    sync_preferences = SyncPreferences(
        transactions=transactions, answers=sync_preference, notices=store.notices, posting=posting
    )
    composed = Composed(
        transactions=transactions,
        notices=store.notices,
        mirror=store.mirror,
        states=store.sync_states,
        posting=posting,
        clock=clock,
    )
    telling = Telling(
        notices,
        warnings,
        disagreements,
        journeys,
        approvals,
        free_days,
        home_zones,
        health,
        sync_preferences,
        composed,
        InvitedNotices(
            transactions=transactions,
            persons=store.persons,
            bookings=store.bookings,
            configuring=configuring,
            unasked=outside.unasked,
            answers=booking_life,
            notices=store.notices,
            posting=posting,
            jobs=store.jobs,
            clock=clock,
        ),
        build_response_notices(outside, responses, posting),
        build_offer_notices(outside, offers, posting),
        Departures(
            transactions=transactions,
            persons=store.persons,
            connecting=connecting,
            keeping=sync.mirroring.keeping,
            bookings=store.bookings,
            notices=store.notices,
            posting=posting,
            clock=clock,
        ),
        build_type_notices(outside, bookings.types, posting),
        homes,
        build_day_messaging(outside, configuring, double_bookings, day, posting),
        build_posts(outside, bookings, posting),
    )
    return dialogue, telling, posting
