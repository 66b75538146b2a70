"""Building what follows the answers of invited people."""

from bot.rooms.bookings import Bookings
from bot.rooms.outside import Outside
from core.booking.usecases.responses_times import Proposals
from core.configuration.rules import Rules
from core.dialogue.answers.responses import ResponseAnswers
from core.dialogue.answers.settings import SettingsAnswers
from core.dialogue.posting import Posting
from core.dialogue.response_notices import ResponseNotices


def build_response_answers(
    outside: Outside, bookings: Bookings, rules: Rules, settings: SettingsAnswers
) -> ResponseAnswers:
    store = outside.store
    return ResponseAnswers(
        transactions=store.transactions,
        persons=store.persons,
        answers=store.booking_answers,
        responding=bookings.outlooking.responding,
        proposals=Proposals(
            times=bookings.times,
            arranging=bookings.types.arranging,
            gathering=bookings.gathering,
            moving=bookings.moving,
        ),
        moving=bookings.moving,
        holding=bookings.holding,
        rules=rules,
        settings=settings,
    )


def build_response_notices(outside: Outside, cards: ResponseAnswers, posting: Posting) -> ResponseNotices:
    store = outside.store
    return ResponseNotices(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        answers=store.booking_answers,
        preferences=store.preferences,
        unasked=outside.unasked,
        cards=cards,
        notices=store.notices,
        posting=posting,
        jobs=store.jobs,
        clock=outside.clock,
    )
