"""Every state of what the invited answered, with hostile words in it."""

from datetime import datetime, timedelta

from core.dialogue.answer_commands import AcceptProposal, KeepAnswers, ShowAnswers, TellOfAnswers
from core.dialogue.booking_commands import MoveBooking, OfferTimes
from core.dialogue.commands import CancelBooking
from core.dialogue.screens import Action, AnswersCard, Day, Instant, Screen, Style, Text, UserText, When, say
from core.shared.ranges import Range

HOUR = timedelta(hours=1)


def answer_examples(name: UserText, says: Text, start: datetime, size: int) -> list[Screen]:
    """`size`: how many lines."""
    when = When(Range(start, start + HOUR))
    accepts = tuple(
        Action(
            say("action.accept_proposal"),
            AcceptProposal("b", start + HOUR * number, start + HOUR * (number + 1)),
            style=Style.PLAIN if number else Style.PRIMARY,
            name=say("name.accept_proposal", when=When(Range(start, start + HOUR * (number + 1))), name=name),
        )
        for number in range(3)
    )
    ways = (
        Action(say("action.other_times"), OfferTimes("b"), name=say("name.other_times", title=name)),
        Action(say("action.keep_time"), KeepAnswers("b", "0123456789ab"), name=say("name.keep_time", title=name)),
        Action(say("action.call_off"), CancelBooking("b"), name=say("name.cancel_meeting", title=name)),
        Action(say("action.answers"), ShowAnswers("b"), name=say("name.answers", title=name)),
        Action(say("action.tell_no_answers"), TellOfAnswers(on=False, booking="b")),
    )
    times = tuple(
        Action(
            say("answers.time", day=Day(start.date()), start=Instant(start + HOUR * number)),
            MoveBooking("b", start + HOUR * number, start),
        )
        for number in range(3)
    )
    lines = (says,) * min(size, 8)
    return [
        AnswersCard(say("answers.heading.declined", name=name), name, when, lines, (), ways, "b"),
        AnswersCard(say("answers.heading.several"), name, when, lines, times, (*accepts, *ways), "b"),
        AnswersCard(say("answers.heading.kept"), name, when, (says,), (), ways[:1], "b"),
    ]
