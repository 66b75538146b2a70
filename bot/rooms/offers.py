"""Building offers: times that are kept for somebody to choose from."""

from dataclasses import dataclass

from bot.rooms.bookings import Bookings
from bot.rooms.outside import Outside
from core.booking.offers.usecases import Offering
from core.configuration.usecases import Configuring
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.offer_cards import OfferCards
from core.dialogue.answers.offers import OfferAnswers
from core.dialogue.offer_notices import OfferNotices
from core.dialogue.posting import Posting


@dataclass(frozen=True, slots=True)
class Offers:
    """What is asked about offers, and what is needed to tell of them."""

    offering: Offering
    cards: OfferCards
    answers: OfferAnswers


def build_offers(outside: Outside, configuring: Configuring, bookings: Bookings, find: FindAnswers) -> Offers:
    store = outside.store
    offering = Offering(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        bookings=store.bookings,
        offers=store.offers,
        holding=bookings.holding,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )
    cards = OfferCards(transactions=store.transactions, persons=store.persons, offering=offering, notices=store.notices)
    answers = OfferAnswers(
        transactions=store.transactions,
        persons=store.persons,
        configuring=configuring,
        offering=offering,
        holding=bookings.holding,
        inviting=bookings.inviting,
        finding=find,
        cards=cards,
        notices=store.notices,
    )
    return Offers(offering, cards, answers)


def build_offer_notices(outside: Outside, offers: Offers, posting: Posting) -> OfferNotices:
    return OfferNotices(
        transactions=outside.store.transactions,
        offering=offers.offering,
        cards=offers.cards,
        notices=outside.store.notices,
        posting=posting,
    )
