"""Building what posts bookings to channels."""

from bot.rooms.bookings import Bookings
from bot.rooms.outside import Outside
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.booking_post import BookingPostAnswers
from core.dialogue.booking_posts import BookingPosts
from core.dialogue.posting import Posting


def build_post_answers(outside: Outside, bookings: Bookings, booking: BookingAnswers) -> BookingPostAnswers:
    store = outside.store
    return BookingPostAnswers(
        transactions=store.transactions,
        persons=store.persons,
        holding=bookings.holding,
        booking=booking,
        notices=store.notices,
        jobs=store.jobs,
    )


def build_posts(outside: Outside, bookings: Bookings, posting: Posting) -> BookingPosts:
    store = outside.store
    return BookingPosts(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        handing_over=bookings.handing_over,
        notices=store.notices,
        posting=posting,
    )
