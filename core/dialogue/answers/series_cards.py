"""The cards of a series that is being put together: pure, from what was found out about its dates."""

from collections.abc import Iterable
from datetime import datetime

from core.booking.model import Booking
from core.booking.repeats import SeriesDate
from core.booking.usecases.recurring import Reviewed
from core.booking.usecases.recurring_check import Clash
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.series_lines import differing_lines, listed, rule_line
from core.dialogue.answers.why_reasons import Asked, reason_lines
from core.dialogue.commands import ShowBooking
from core.dialogue.drafts import SeriesDraft
from core.dialogue.screens import (
    Action,
    Day,
    Instant,
    Names,
    SeriesCard,
    SeriesLine,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.dialogue.series_commands import (
    BookSeries,
    DecideDate,
    OfferDates,
    OfferSeriesMove,
    ReviewSeries,
    SkipClashes,
)
from core.people.model import Invitee
from core.shared.ranges import Range

CLASHES_SHOWN = 6
REASONS = 3


def review_card(asker: Asker, draft: SeriesDraft, reviewed: Reviewed, taken: Text | None = None) -> SeriesCard:
    """Every date that clashes with its ways out; without any, one confirmation."""
    left = len(reviewed.clashes)
    count = len(reviewed.taking_place)
    ready = say("series.ready_move" if reviewed.moving else "series.ready", n=count)
    heading = say("series.clashes", n=left, all=len(reviewed.dates)) if left else ready
    return SeriesCard(
        heading=heading,
        title=UserText(reviewed.plan.title),
        lines=(
            *((taken,) if taken else ()),
            say("booking.at", when=When(reviewed.dates[0].planned), zone=Zone(asker.reader.zone)),
            *((say("series.move_from", when=When(_now(reviewed.moving))),) if reviewed.moving else ()),
            rule_line(asker, reviewed.plan.repeats, reviewed.dates),
            *_with(reviewed),
            *decided_lines(reviewed),
        ),
        dates=tuple(_clash_line(asker, draft, clash) for clash in reviewed.clashes[:CLASHES_SHOWN]),
        more=max(0, left - CLASHES_SHOWN),
        notes=_notes(reviewed),
        actions=_actions(draft, reviewed),
    )


def times_card(
    asker: Asker, draft: SeriesDraft, reviewed: Reviewed, date: SeriesDate, starts: tuple[datetime, ...]
) -> SeriesCard:
    """Where one date can go."""
    planned = date.planned
    zone = Zone(asker.reader.zone)
    length = planned.end - planned.start
    offered = []
    for start in starts:
        there = When(Range(start, start + length))
        decide = DecideDate(draft.id, date.number, "move", start)
        day = say("series.start", day=Day(asker.local_date(start)), at=Instant(start))
        offered.append(Action(day, decide, name=say("name.move_date", was=When(planned), when=there, zone=zone)))
    skip = Action(
        say("action.skip_date"),
        DecideDate(draft.id, date.number, "skip"),
        name=say("name.skip_date", when=When(planned)),
    )
    return SeriesCard(
        heading=say("series.move_where"),
        title=UserText(reviewed.plan.title),
        lines=(say("series.free_near") if offered else say("series.none_near"),),
        dates=(SeriesLine(When(planned), (), (*offered, skip)),),
        more=0,
        notes=(),
        actions=(Action(say("action.back"), ReviewSeries(draft.id)),),
    )


def decided_lines(reviewed: Reviewed) -> Iterable[Text]:
    """What was decided so far."""
    over = [When(one.planned) for one in reviewed.dates if one.anyway]
    yield from differing_lines(reviewed.dates)
    if over:
        yield listed("series.anyway", over)


def _with(reviewed: Reviewed) -> tuple[Text, ...]:
    if reviewed.moving is not None:
        return ()
    people = tuple(UserText(one.name) for one in reviewed.plan.invitees)
    linked = reviewed.setup.linked
    names = (say("ask.with", names=Names(people)),) if people else ()
    return (*names, say("ask.writes_to", calendar=UserText(linked.name))) if linked else names


def _clash_line(asker: Asker, draft: SeriesDraft, clash: Clash) -> SeriesLine:
    number, when = clash.date.number, When(clash.when)
    actions = [
        Action(say("action.skip_date"), DecideDate(draft.id, number, "skip"), name=say("name.skip_date", when=when)),
        Action(say("action.move_date"), OfferDates(draft.id, number), name=say("name.move_this", when=when)),
    ]
    if clash.may_overrule:
        anyway = DecideDate(draft.id, number, "anyway")
        actions.append(Action(say("action.date_anyway"), anyway, name=say("name.date_anyway", when=when)))
    return SeriesLine(when, reasons_of(asker, clash), tuple(actions))


def reasons_of(asker: Asker, clash: Clash) -> tuple[Text, ...]:
    """The host's own with title and calendar; of others only that they are busy."""
    return reason_lines(Asked(asker, clash.when, clash.explained))[:REASONS] or (say("series.busy"),)


def _notes(reviewed: Reviewed) -> tuple[Text, ...]:
    notes = []
    for item in reviewed.unreadable:
        if item.invitee is None:
            names = Names(tuple(UserText(one.calendar.name) for one in item.unreadable))
            notes.append(say("series.unread", names=names))
        else:
            notes.append(say("series.they_unread", name=UserText(item.invitee.name)))
    notes += [say("why.they_unknown", name=UserText(item.invitee.name)) for item in reviewed.unknown if item.invitee]
    if reviewed.beyond:
        days = reviewed.setup.preferences.horizon_days
        notes.append(say("series.beyond", n=len(reviewed.beyond), days=days))
    guests = [one for one in reviewed.plan.invitees if one.address]
    if reviewed.moving is not None:
        notes += _told_of(reviewed, reviewed.moving, guests)
    elif guests and any(one.when != one.planned for one in reviewed.dates):
        notes.append(say("series.invited_once"))
    return tuple(notes)


def _actions(draft: SeriesDraft, reviewed: Reviewed) -> tuple[Action, ...]:
    actions = []
    if len(reviewed.clashes) > 1:  # a single one has its own button
        actions.append(Action(say("action.skip_clashes", n=len(reviewed.clashes)), SkipClashes(draft.id)))
    elif reviewed.taking_place and not reviewed.clashes:
        key = "action.move_series" if reviewed.moving else "action.book_series"
        booked = say(key, n=len(reviewed.taking_place))
        actions.append(Action(booked, BookSeries(draft.id), style=Style.PRIMARY))
    if any(one.when != one.planned or one.anyway for one in reviewed.dates):
        actions.append(Action(say("action.start_over"), ReviewSeries(draft.id, fresh=True)))
    actions.append(Action(say("action.look_again"), ReviewSeries(draft.id)))
    if draft.moves is not None:
        actions.append(Action(say("action.other_times"), OfferSeriesMove(draft.moves)))
        actions.append(Action(say("action.keep_as_is"), ShowBooking(draft.moves)))
    return tuple(actions)


def _now(series: Booking) -> Range:
    """The first date as it is."""
    return series.occurrences[0] if series.occurrences else series.plan.when


def _told_of(reviewed: Reviewed, series: Booking, guests: list[Invitee]) -> list[Text]:
    """What Outlook makes of it: one message, or one for each date where some are over."""
    names = Names(tuple(UserText(one.name) for one in guests))
    if series.dates[0].planned.start <= reviewed.evidence[0].read_at:
        return [say("series.moves_each", n=len(reviewed.dates))] if guests else []
    return [say("series.moves_told", names=names)] if guests else []
