"""Meetings that repeat, with every kind of date."""

from datetime import datetime, timedelta

from core.dialogue.commands import Book, CancelBooking, ShowBooking
from core.dialogue.screens import Action, BookingForm, Screen, SeriesCard, SeriesLine, Style, Text, UserText, When, say
from core.dialogue.series_commands import (
    BookSeries,
    CancelDate,
    DecideDate,
    MoveDate,
    OfferDateMove,
    OfferDates,
    ReviewAgain,
    ReviewSeries,
    ShowDates,
    SkipClashes,
)
from core.shared.ranges import Range

WEEK = timedelta(weeks=1)


def series_examples(name: UserText, says: Text, start: datetime, size: int) -> list[Screen]:
    """Before it is booked, with clashes and without; and its dates afterwards."""
    dates = [When(Range(start + n * WEEK, start + n * WEEK + timedelta(minutes=45))) for n in range(min(size, 8))]
    clashing = tuple(
        SeriesLine(when, (says,) * min(size, 3), _ways(number, start)) for number, when in enumerate(dates)
    )
    booked = tuple(SeriesLine(when, (), _later(number, start)) for number, when in enumerate(dates))
    skip = Action(say("action.skip_clashes", n=size), SkipClashes("d"))
    review = Action(say("action.look_again"), ReviewSeries("d"))
    fresh = Action(say("action.start_over"), ReviewSeries("d", fresh=True))
    book = Action(say("action.book_series", n=5), BookSeries("d"), style=Style.PRIMARY)
    everything = Action(say("action.cancel_all"), CancelBooking("b"), name=say("name.cancel_all", title=name))
    again = Action(say("action.look_at_dates"), ReviewAgain("b"))
    return [
        SeriesCard(says, name, (says,) * min(size, 5), clashing, 4, (says,), (skip, review, fresh)),
        SeriesCard(says, name, (says,), (), 0, (), (book, again)),
        SeriesCard(says, name, (says,), booked, 0, (says,), (Action(say("action.back"), ShowBooking("b")), everything)),
    ]


def series_form(name: UserText, start: datetime) -> BookingForm:
    when = When(Range(start, start + timedelta(minutes=30)))
    submit = Book(start, 30, repeats="weekly", until=(start + 9 * WEEK).date(), number=None)
    return BookingForm(
        when, say("ask.writes_to", calendar=name), UserText(""), (), (30,), 30, False, submit, repeats=True
    )


def _ways(number: int, start: datetime) -> tuple[Action, ...]:
    return (
        Action(say("action.skip_date"), DecideDate("d", number, "skip")),
        Action(say("action.move_date"), OfferDates("d", number)),
        Action(say("action.date_anyway"), DecideDate("d", number, "anyway")),
        Action(say("action.date_anyway"), DecideDate("d", number, "move", start)),
    )


def _later(number: int, start: datetime) -> tuple[Action, ...]:
    return (
        Action(say("action.move_date"), OfferDateMove("b", number)),
        Action(say("action.cancel_date"), CancelDate("b", number)),
        Action(say("action.keep"), ShowDates("b")),
        Action(say("action.move_date"), MoveDate("b", number, start)),
    )
