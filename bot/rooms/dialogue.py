"""Building core.dialogue's answers: what is asked."""

from dataclasses import dataclass

from bot.rooms.administration import build_admin_answers, build_mydata_answers
from bot.rooms.below import Below
from bot.rooms.choices import build_in_workspace, build_rules
from bot.rooms.day import build_agenda_offer, build_choosing, build_day_answers
from bot.rooms.health import build_health_answers
from bot.rooms.offers import Offers, build_offers
from bot.rooms.outside import Outside
from bot.rooms.posts import build_post_answers
from bot.rooms.responses import build_response_answers
from bot.rooms.series import build_series
from bot.rooms.types import build_type_answers
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.book_again import BookAgainAnswers
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.booking_life import BookingLifeAnswers
from core.dialogue.answers.calendars import CalendarAnswers
from core.dialogue.answers.compose import ComposeAnswers
from core.dialogue.answers.conflict_commands import conflict_routes
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.answers.day import DayAnswers
from core.dialogue.answers.disagreement import DisagreementAnswers
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.free_days import FreeDayAnswers
from core.dialogue.answers.hand_over import HandOverAnswers
from core.dialogue.answers.help import HelpAnswers
from core.dialogue.answers.home import HomeAnswers
from core.dialogue.answers.reading import ReadingAnswers
from core.dialogue.answers.responses import ResponseAnswers
from core.dialogue.answers.routing import together
from core.dialogue.answers.settings import SettingsAnswers
from core.dialogue.answers.sharing import SharingAnswers
from core.dialogue.answers.slot_buttons import SlotButtons
from core.dialogue.answers.sync_preference import SyncPreferenceAnswers
from core.dialogue.answers.types_booking import ArrangedBooking
from core.dialogue.answers.types_find import ArrangedFind
from core.dialogue.answers.types_why import ArrangedWhy
from core.dialogue.answers.why import WhyAnswers
from core.dialogue.dialogue import Dialogue
from core.dialogue.home_tabs import Homes
from core.dialogue.journeys import Journeys
from core.dialogue.showing import Showing
from core.people.searching import Searching


@dataclass(frozen=True, slots=True)
class Asked:
    """The dialogue, and those of its answers that messages are made of too."""

    dialogue: Dialogue
    connect: ConnectAnswers
    booking_life: BookingLifeAnswers
    conflicts: ConflictAnswers
    disagreement: DisagreementAnswers
    sync_preference: SyncPreferenceAnswers
    responses: ResponseAnswers
    offers: Offers
    day: DayAnswers
    homes: Homes


def build_dialogue(outside: Outside, below: Below) -> Asked:
    store, bookings = outside.store, below.bookings
    transactions = store.transactions
    connect = _connect(outside, below)
    arranged = ArrangedFind(arranging=bookings.types.arranging, finding=bookings.finding)
    find = _find(outside, below, arranged)
    offers = build_offers(outside, below.configuring, bookings, find)
    booking = _booking(outside, below, find, arranged)
    conflicts = _conflicts(outside, below)
    settings = _settings(outside, below, find)
    booking_life = BookingLifeAnswers(
        transactions=transactions,
        configuring=below.configuring,
        rules=build_rules(outside),
        settings=settings,
        moving=bookings.moving,
        holding=bookings.holding,
        booking=booking,
        notices=store.notices,
    )
    disagreement = DisagreementAnswers(
        transactions=transactions, deciding=bookings.outlooking.deciding, notices=store.notices
    )
    sync_preference = SyncPreferenceAnswers(switching=bookings.switching)
    responses = build_response_answers(outside, bookings, build_rules(outside), settings)
    agenda = AgendaAnswers(configuring=below.configuring, reading=below.sync.reading)
    day = build_day_answers(outside, below, agenda, conflicts)
    home = HomeAnswers(connecting=below.connecting, configuring=below.configuring, agenda=agenda, conflicts=conflicts)
    homes = _homes(outside, below, home)
    calendars = CalendarAnswers(
        configuring=below.configuring, reading=below.sync.reading, offer=build_agenda_offer(outside)
    )
    why = _why(outside, below, find, arranged)
    types = build_type_answers(outside, below.configuring, bookings.types, bookings.inviting)
    admin = build_admin_answers(outside, find)
    routes = together(
        HelpAnswers(connect=connect, admin=admin, command_name=outside.options.command).routes,
        connect.routes,
        calendars.routes,
        find.routes,
        ReadingAnswers(find=find).routes,
        why.routes,
        agenda.routes,
        booking.routes,
        booking_life.routes,
        _book_again(outside, below, booking).routes,
        build_series(outside, bookings, find, booking).routes,
        HandOverAnswers(transactions=transactions, handing_over=bookings.handing_over, booking=booking).routes,
        build_post_answers(outside, bookings, booking).routes,
        offers.answers.routes,
        types.routes,
        conflict_routes(conflicts),
        disagreement.routes,
        sync_preference.routes,
        responses.routes,
        build_health_answers(outside, below.configuring, below.sync).routes,
        settings.routes,
        FreeDayAnswers(rules=build_rules(outside)).routes,
        day.routes,
        home.routes,
        build_mydata_answers(outside, below.connecting, bookings).routes,
        admin.routes,
    )
    dialogue = Dialogue(
        routes=routes,
        forms=together(
            calendars.forms,
            find.forms,
            why.forms,
            booking.forms,
            offers.answers.forms,
            types.forms,
            settings.forms,
            admin.forms,
        ),
        transactions=transactions,
        meeting=below.meeting,
        connect=connect,
        calendars=calendars,
        compose=ComposeAnswers(configuring=below.configuring),
        showing=Showing(transactions=transactions, meeting=below.meeting, notices=store.notices),
        homes=homes,
        journeys=Journeys(
            transactions=transactions, preferences=store.preferences, notices=store.notices, jobs=store.jobs
        ),
        kept=store.kept_commands,
        seen=store.seen_requests,
        clock=outside.clock,
    )
    return Asked(
        dialogue,
        connect,
        booking_life,
        conflicts,
        disagreement,
        sync_preference,
        responses,
        offers,
        day,
        homes,
    )


def _connect(outside: Outside, below: Below) -> ConnectAnswers:
    return ConnectAnswers(
        connecting=below.connecting,
        configuring=below.configuring,
        holding=below.bookings.holding,
        reading=below.sync.reading,
        keeping=below.sync.mirroring.keeping,
        highest_access=outside.options.highest_access,
        in_workspace=build_in_workspace(outside),
    )


def _find(outside: Outside, below: Below, arranged: ArrangedFind) -> FindAnswers:
    store = outside.store
    return FindAnswers(
        configuring=below.configuring,
        finding=below.bookings.finding,
        inviting=below.bookings.inviting,
        arranged=arranged,
        searching=Searching(transactions=store.transactions, counts=store.searches, clock=outside.clock),
        buttons=SlotButtons(configuring=below.configuring, in_workspace=build_in_workspace(outside)),
    )


def _why(outside: Outside, below: Below, find: FindAnswers, arranged: ArrangedFind) -> WhyAnswers:
    return WhyAnswers(
        configuring=below.configuring,
        finding=below.bookings.finding,
        find=find,
        arranged=ArrangedWhy(find=arranged),
        command_name=outside.options.command,
    )


def _booking(outside: Outside, below: Below, find: FindAnswers, arranged: ArrangedFind) -> BookingAnswers:
    bookings = below.bookings
    return BookingAnswers(
        transactions=outside.store.transactions,
        configuring=below.configuring,
        holding=bookings.holding,
        finding=find,
        arranged=ArrangedBooking(find=arranged, arranged=bookings.types.arranged, turns=bookings.types.turns),
        adopting=bookings.outlooking.adopting,
        handing_over=bookings.handing_over,
        moving=bookings.moving,
        responding=bookings.outlooking.responding,
        notices=outside.store.notices,
    )


def _book_again(outside: Outside, below: Below, booking: BookingAnswers) -> BookAgainAnswers:
    types = below.bookings.types
    return BookAgainAnswers(
        transactions=outside.store.transactions,
        holding=below.bookings.holding,
        remaking=types.remaking,
        arranged=types.arranged,
        booking=booking,
    )


def _conflicts(outside: Outside, below: Below) -> ConflictAnswers:
    store = outside.store
    return ConflictAnswers(
        transactions=store.transactions,
        configuring=below.configuring,
        reading=below.sync.reading,
        watching=below.conflicts.watching,
        settling=below.conflicts.settling,
        moving=below.bookings.moving,
        answering=below.bookings.outlooking.answering,
        holding=below.bookings.holding,
        bookings=store.bookings,
        notices=store.notices,
        jobs=store.jobs,
    )


def _settings(outside: Outside, below: Below, find: FindAnswers) -> SettingsAnswers:
    rules = build_rules(outside)
    return SettingsAnswers(
        configuring=below.configuring,
        rules=rules,
        connecting=below.connecting,
        settling=below.conflicts.settling,
        sharing=SharingAnswers(rules=rules, finding=find),
        choosing=build_choosing(outside),
        meeting=below.meeting,
        in_workspace=build_in_workspace(outside),
    )


def _homes(outside: Outside, below: Below, home: HomeAnswers) -> Homes:
    store = outside.store
    return Homes(
        transactions=store.transactions,
        persons=store.persons,
        meeting=below.meeting,
        answers=home,
        tabs=store.home_tabs,
        publishers=dict(outside.homes),
        jobs=store.jobs,
        clock=outside.clock,
    )
