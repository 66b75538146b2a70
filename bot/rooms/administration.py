"""Building core.administration, and the answers about one's own data."""

from bot.rooms.bookings import Bookings
from bot.rooms.outside import Outside
from bot.rooms.sync import Sync
from core.administration.erasing import Erasing
from core.administration.exporting import Exporting
from core.connection.usecases import Connecting
from core.dialogue.answers.mydata import MyDataAnswers
from core.dialogue.departures import Departures
from core.dialogue.erasures import Erasures
from core.dialogue.home_tabs import Homes
from core.dialogue.offer_notices import OfferNotices
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


def build_mydata_answers(outside: Outside, connecting: Connecting, bookings: Bookings) -> MyDataAnswers:
    return MyDataAnswers(
        exporting=build_exporting(outside),
        erasing=build_erasing(outside),
        connecting=connecting,
        holding=bookings.holding,
    )


def build_erasures(
    outside: Outside, departures: Departures, offers: OfferNotices, homes: Homes, sync: Sync, posting: Posting
) -> Erasures:
    return Erasures(
        erasing=build_erasing(outside),
        departures=departures,
        offers=offers,
        keeping=sync.mirroring.keeping,
        homes=homes,
        posting=posting,
    )
