"""Building what answers about meetings that repeat."""

from bot.rooms.bookings import Bookings
from bot.rooms.outside import Outside
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.series import SeriesAnswers
from core.dialogue.answers.series_dates import SeriesDateAnswers
from core.dialogue.answers.series_moves import SeriesMoveAnswers


def build_series(outside: Outside, bookings: Bookings, finding: FindAnswers, booking: BookingAnswers) -> SeriesAnswers:
    store = outside.store
    return SeriesAnswers(
        transactions=store.transactions,
        recurring=bookings.recurring,
        holding=bookings.holding,
        finding=finding,
        booking=booking,
        dates=SeriesDateAnswers(
            transactions=store.transactions, holding=bookings.holding, dates=bookings.dates, booking=booking
        ),
        bookings=store.bookings,
        moves=SeriesMoveAnswers(
            transactions=store.transactions,
            holding=bookings.holding,
            moving=bookings.moving,
            series=bookings.series_moving,
            finding=finding,
            booking=booking,
        ),
        drafts=store.series_drafts,
    )
