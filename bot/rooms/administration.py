"""Building core.administration, and the answers about one's own data and for admins."""

from bot.jobs import Telling
from bot.rooms.bookings import Bookings
from bot.rooms.outside import Outside
from bot.rooms.sync import Sync
from core.administration.erasing import Erasing
from core.administration.exporting import Exporting
from core.administration.governing import Governing
from core.connection.usecases import Connecting
from core.dialogue.admin_notices import AdminNotices
from core.dialogue.answers.admin import AdminAnswers
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.mydata import MyDataAnswers
from core.dialogue.erasures import Erasures
from core.dialogue.posting import Posting


def build_exporting(outside: Outside) -> Exporting:
    store = outside.store
    return Exporting(
        transactions=store.transactions,
        persons=store.persons,
        records=store.records,
        links=store.export_links,
        audit=store.audit,
        clock=outside.clock,
        public_url=outside.options.public_url,
    )


def build_erasing(outside: Outside) -> Erasing:
    """It holds nothing itself."""
    store = outside.store
    return Erasing(
        transactions=store.transactions,
        records=store.records,
        bookings=store.bookings,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )


def build_governing(outside: Outside) -> Governing:
    """It holds nothing itself."""
    store = outside.store
    return Governing(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        own_choices=store.own_choices,
        defaults=store.defaults,
        tenants=store.tenants,
        operators=outside.options.tenants,
        oversight=store.oversight,
        audit=store.audit,
        jobs=store.jobs,
    )


def build_admin_answers(outside: Outside, find: FindAnswers) -> AdminAnswers:
    return AdminAnswers(governing=build_governing(outside), admins=outside.admins, finding=find)


def build_admin_notices(outside: Outside, connecting: Connecting, sync: Sync, posting: Posting) -> AdminNotices:
    store = outside.store
    return AdminNotices(
        transactions=store.transactions,
        persons=store.persons,
        connecting=connecting,
        keeping=sync.mirroring.keeping,
        notices=store.notices,
        posting=posting,
    )


def build_mydata_answers(outside: Outside, connecting: Connecting, bookings: Bookings) -> MyDataAnswers:
    return MyDataAnswers(
        exporting=build_exporting(outside),
        erasing=build_erasing(outside),
        connecting=connecting,
        holding=bookings.holding,
    )


def build_erasures(outside: Outside, telling: Telling, bookings: Bookings, sync: Sync, posting: Posting) -> Erasures:
    return Erasures(
        erasing=build_erasing(outside),
        departures=telling.departures,
        offers=telling.offers,
        types=bookings.types.types,
        type_notices=telling.types,
        keeping=sync.mirroring.keeping,
        homes=telling.homes,
        posting=posting,
    )
