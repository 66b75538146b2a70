"""What a booking's card and the list say of a series."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from core.booking.disagreement import ENDED
from core.booking.model import Booking, BookingState
from core.booking.repeats import Repeats, SeriesDate
from core.dialogue.answers.asker import Asker
from core.dialogue.screens import Action, Day, Names, Text, UserText, When, say
from core.dialogue.series_commands import OfferSeriesMove, ReviewAgain, ShowDates
from core.dialogue.titles import title_of
from core.shared.ranges import Range

NAMED = 6
TAKEN = "series_taken"


def is_coming(one: SeriesDate, now: datetime) -> bool:
    """Whether this date takes place and isn't over."""
    return one.when is not None and one.when.end > now and not one.ending


def shown_time(booking: Booking, now: datetime) -> Range:
    """The time that a card names: of a series its next date."""
    coming = [when for when in booking.occurrences if when.end > now]
    return coming[0] if booking.dates and coming else booking.plan.when


def series_lines(booking: Booking, asker: Asker) -> tuple[Text, ...]:
    """The rule, and every way in which the dates differ from it."""
    if not booking.dates:
        return ()
    lines = [rule_line(asker, booking.plan.repeats, booking.dates)]
    if booking.state is BookingState.FAILED:
        return (*lines, *_taken(booking))
    if booking.state is BookingState.CANCELLED and booking.failure == ENDED:
        return (*lines, say("series.gone"))
    lines += differing_lines(booking.dates)
    refused = [When(one.planned) for one in booking.dates if one.refused]
    if refused:
        lines.append(listed("series.refused", refused))
    over = [When(one.when) for one in booking.dates if one.anyway and one.when is not None]
    if over:
        lines.append(listed("series.anyway", over))
    ending = sum(one.ending for one in booking.dates)
    if ending:
        lines.append(say("series.ending_n", n=ending))
    return (*lines, *_unfinished(booking))


def guest_series_lines(booking: Booking, asker: Asker) -> tuple[Text, ...]:
    """What a guest is told of it: when it is."""
    if not booking.dates:
        return ()
    return (rule_line(asker, booking.plan.repeats, booking.dates), *differing_lines(booking.dates))


def differing_lines(dates: tuple[SeriesDate, ...]) -> Iterator[Text]:
    """Where the dates aren't those of the rule."""
    left = [When(one.planned) for one in dates if one.when is None and not one.refused]
    if left:
        yield listed("series.left_out", left)
    moved = [(one.planned, one.when) for one in dates if one.is_exception and one.when is not None]
    for was, when in moved[:NAMED]:
        yield say("series.moved", was=When(was), when=When(when))
    if len(moved) > NAMED:
        yield say("series.moved_too", n=len(moved) - NAMED)


def rule_line(asker: Asker, rule: Repeats | None, dates: tuple[SeriesDate, ...]) -> Text:
    """How often it comes, from when to when."""
    assert rule is not None
    first, last = (asker.local_date(one.planned.start) for one in (dates[0], dates[-1]))
    return say(f"series.rule.{rule.every}", first=Day(first), last=Day(last), n=len(dates))


def moving_rule(asker: Asker, hold: Booking) -> Text:
    """How often it will come, from when to when, once this hold has moved it."""
    dates = tuple(replace(one, planned=one.when) for one in hold.dates if one.when is not None)
    return rule_line(asker, hold.plan.repeats, dates)


def listed(key: str, times: list[When]) -> Text:
    """A sentence with so many of the times as have room."""
    shown: list[UserText | Text] = [say("series.at", when=when) for when in times[:NAMED]]
    if len(times) > NAMED:
        shown.append(say("series.others", n=len(times) - NAMED))
    return say(key, names=Names(tuple(shown)))


def series_state(booking: Booking, asker: Asker, state: Text) -> Text:
    """The line of state in a list; of a series also how often it comes, and how many dates were left out."""
    rule = series_lines(booking, asker)[:1]
    if not rule:
        return state
    left = sum(one.when is None for one in booking.dates)
    if not left:
        return say("series.in_list", state=state, rule=rule[0])
    return say("series.in_list_without", state=state, rule=rule[0], n=left)


def series_actions(booking: Booking) -> tuple[Action, ...]:
    """What only a series offers."""
    if not booking.dates:
        return ()
    title = title_of(booking)
    if booking.state is BookingState.CONFIRMED:
        move = OfferSeriesMove(booking.id)
        return (
            Action(say("action.move_all"), move, name=say("name.move_all", title=title)),
            Action(say("action.dates"), ShowDates(booking.id), name=say("name.dates", title=title)),
        )
    if booking.state is BookingState.FAILED and booking.outlook_id is None:
        return (Action(say("action.look_at_dates"), ReviewAgain(booking.id)),)
    return ()


def all_dates(booking: Booking) -> tuple[Text, ...]:
    """What cancelling a series means."""
    count = len(booking.occurrences)
    return (say("ask.all_dates", n=count),) if booking.dates else ()


def _unfinished(booking: Booking) -> tuple[Text, ...]:
    """Outlook has the series, but not all of its dates as they shall be."""
    open_dates = sum(one.is_open for one in booking.dates)
    if not booking.is_series_begun:
        return ()
    if open_dates:
        return (say("series.unfinished", n=open_dates, all=len(booking.dates)),)
    return (say("series.inviting"),)


def _taken(booking: Booking) -> tuple[Text, ...]:
    if booking.failure != TAKEN:
        return ()
    numbers = {int(number) for number in (booking.failure_detail or "").split()}
    times = [When(one.when or one.planned) for one in booking.dates if one.number in numbers]
    return (listed("series.taken_dates", times),)
