"""Message 3 as a card: what stands and waits for the host, or what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from core.booking.model import Booking, BookingId, BookingState
from core.booking.responses import Answers, Remark, RemarkKind, answerable
from core.booking.usecases.responses_times import Suits
from core.dialogue.answer_commands import AcceptProposal, KeepAnswers, TellOfAnswers
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.response_lines import name_of, said_line
from core.dialogue.answers.series_lines import shown_time
from core.dialogue.booking_commands import MoveBooking, OfferTimes
from core.dialogue.commands import CancelBooking, ShowBooking, ShowBookings
from core.dialogue.screens import Action, AnswersCard, Day, Instant, Names, Style, Text, UserText, When, say
from core.dialogue.series_commands import OfferDateMove, OfferSeriesMove
from core.dialogue.titles import title_of

MOST_PROPOSALS = 3
HEADINGS = {
    RemarkKind.DECLINED: "answers.heading.declined",
    RemarkKind.PROPOSED: "answers.heading.proposed",
    RemarkKind.BUSY: "answers.heading.busy",
}
SUBJECT = "answers:"
"""How the subject of its notices begins."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A booking with its answers, the hold that was taken last to move it, and whether its host is told of answers."""

    asker: Asker
    booking: Booking
    answers: Answers | None
    move: Booking | None
    told: bool = True
    hindrance: Text | None = None

    @property
    def open(self) -> tuple[Remark, ...]:
        return self.answers.open if self.answers is not None and answerable(self.booking) else ()

    @property
    def is_over(self) -> bool:
        ended = self.booking.state not in (BookingState.CONFIRMED, BookingState.CANCELLING)
        return ended or self.booking.last_end <= self.asker.now

    @property
    def moving(self) -> Booking | None:
        return self.move if self.move is not None and self.move.is_live(self.asker.now) else None


def answers_subject(booking: BookingId | str) -> str:
    """The notice subject of a booking's answers."""
    return f"{SUBJECT}{booking}"


def seen_of(answers: Answers) -> str:
    """A short name for what stands: another one is something else."""
    keys = "\n".join(sorted(one.key for one in answers.remarks))
    return sha256(f"{answers.when}\n{keys}".encode()).hexdigest()[:12]


def open_card(seen: Seen, suits: Mapping[str, Suits | None], starts: tuple[datetime, ...]) -> AnswersCard:
    """What waits for the host. `suits`: how each proposal (by its key) suits everybody; `starts`: times that do."""
    booking = seen.booking
    lines = [_line(seen, one, suits.get(one.key)) for one in seen.open]
    alone = len(booking.plan.invitees) == 1 and all(one.kind is RemarkKind.DECLINED for one in seen.open)
    said = None if alone else said_line(booking, seen.answers)  # the line says it already
    return _card(
        seen,
        _heading(booking, seen.open),
        (
            *((seen.hindrance,) if seen.hindrance else ()),
            *lines,
            *((say("answers.said", said=said),) if said else ()),
            say("answers.line.nothing_happens"),
        ),
        (*_accepts(seen, suits), *_ways(seen)),
        tuple(_time(seen, start) for start in starts),
    )


def settled_card(seen: Seen) -> AnswersCard:
    """Nothing waits: it moves, moved, was kept, or is over."""
    booking, answers = seen.booking, seen.answers
    said = said_line(booking, answers)
    rest = (say("answers.said", said=said),) if said else ()
    if seen.is_over:
        return _card(seen, say("answers.heading.over"), (say("answers.line.over"),), ())
    if seen.moving is not None:
        when = When(seen.moving.plan.when)
        return _card(seen, say("answers.heading.moving"), (say("answers.line.moving", when=when),), ())
    if answers is not None and answerable(booking) and answers.remarks:
        return _card(seen, say("answers.heading.kept"), (say("answers.line.kept"), *rest), _other_times(booking))
    whole = not booking.dates or (seen.move is not None and seen.move.moves_series)
    if seen.move is not None and seen.move.state is BookingState.MOVED and whole:
        moved = say("answers.line.moved", when=When(shown_time(booking, seen.asker.now)))
        return _card(seen, say("answers.heading.moved"), (moved, *rest), ())
    return _card(seen, say("answers.heading.settled"), (say("answers.line.none"), *rest), ())


def _card(
    seen: Seen, heading: Text, lines: tuple[Text, ...], actions: tuple[Action, ...], times: tuple[Action, ...] = ()
) -> AnswersCard:
    booking = seen.booking
    title = title_of(booking)
    silent = () if seen.told else (say("answers.line.silent"),)
    switch = say("action.tell_no_answers") if seen.told else say("action.tell_answers")
    return AnswersCard(
        heading=heading,
        title=title,
        when=When(shown_time(booking, seen.asker.now)),
        lines=(*lines, *silent),
        times=times,
        actions=(
            *actions,
            *(() if seen.is_over else (_show(booking, title),)),
            Action(say("action.bookings"), ShowBookings()),
            Action(switch, TellOfAnswers(not seen.told, booking.id)),
        ),
        booking=booking.id,
    )


def _show(booking: Booking, title: UserText | Text) -> Action:
    return Action(say("action.show_booking"), ShowBooking(booking.id), name=say("name.show_meeting", title=title))


def _heading(booking: Booking, remarks: tuple[Remark, ...]) -> Text:
    if len(remarks) > 1:
        return say("answers.heading.several")
    return say(HEADINGS[remarks[0].kind], name=name_of(booking, remarks[0]))


def _line(seen: Seen, remark: Remark, suits: Suits | None) -> Text:
    assert seen.answers is not None
    name, when = name_of(seen.booking, remark), When(remark.proposed or seen.answers.when)
    if seen.booking.dates:
        return _of_series(name, remark)
    if remark.kind is not RemarkKind.PROPOSED:
        return say(
            "answers.line.busy" if remark.kind is RemarkKind.BUSY else "answers.line.declined", name=name, when=when
        )
    if remark.proposed is not None and remark.proposed.start < seen.asker.now:
        return say("answers.line.past", name=name, when=when)
    if suits is None:
        return say("answers.line.unchecked", name=name, when=when)
    if suits.busy:
        return say("answers.line.not_free", name=name, when=when, names=_people(suits.busy))
    if suits.unknown:
        return say("answers.line.unknown", name=name, when=when, names=_people(suits.unknown))
    return say("answers.line.free", name=name, when=when, n=suits.free)


def _of_series(name: UserText, remark: Remark) -> Text:
    """What is said of all dates, or of one of them."""
    if remark.date is None:
        return say("answers.line.declined_all", name=name)
    if remark.proposed is not None:
        return say("answers.line.instead", name=name, was=When(remark.date), when=When(remark.proposed))
    return say("answers.line.declined", name=name, when=When(remark.date))


def _people(names: tuple[str | None, ...]) -> Names:
    return Names(tuple(say("answers.you") if name is None else UserText(name) for name in names))


def _accepts(seen: Seen, suits: Mapping[str, Suits | None]) -> list[Action]:
    """One button for each proposed time that somebody could still take; the first that suits everybody stands out."""
    found: list[Action] = []
    proposed = {one.proposed: one for one in reversed(seen.open) if one.proposed is not None}
    if seen.booking.dates:
        return found
    for when, one in sorted(proposed.items(), key=lambda item: item[0])[:MOST_PROPOSALS]:
        if when.start < seen.asker.now:
            continue
        judged = suits.get(one.key)
        suited = judged is not None and not judged.busy
        style = Style.PRIMARY if suited and all(other.style is not Style.PRIMARY for other in found) else Style.PLAIN
        name = say("name.accept_proposal", when=When(when), name=name_of(seen.booking, one))
        command = AcceptProposal(seen.booking.id, when.start, when.end)
        found.append(Action(say("action.accept_proposal"), command, style=style, name=name))
    return found


def _time(seen: Seen, start: datetime) -> Action:
    """Asks once more before anything moves."""
    booking = seen.booking
    day = Day(seen.asker.local_date(start))
    title = title_of(booking)
    command = MoveBooking(booking.id, start, booking.plan.when.start.replace(second=0, microsecond=0))
    name = say("name.move_there", title=title, day=day, start=Instant(start))
    return Action(say("answers.time", day=day, start=Instant(start)), command, name=name)


def _ways(seen: Seen) -> tuple[Action, ...]:
    booking = seen.booking
    assert seen.answers is not None
    title = title_of(booking)
    keep = Action(
        say("action.keep_time"),
        KeepAnswers(booking.id, seen_of(seen.answers)),
        name=say("name.keep_time", title=title),
    )
    cancel = Action(say("action.call_off"), CancelBooking(booking.id), name=say("name.cancel_meeting", title=title))
    return *_dates_named(seen), *_other_times(booking), keep, cancel


def _other_times(booking: Booking) -> tuple[Action, ...]:
    """Of a series: for all of its dates."""
    title = title_of(booking)
    if booking.dates:
        return (Action(say("action.move_all"), OfferSeriesMove(booking.id), name=say("name.move_all", title=title)),)
    return (Action(say("action.other_times"), OfferTimes(booking.id), name=say("name.other_times", title=title)),)


def _dates_named(seen: Seen) -> tuple[Action, ...]:
    """The way to move each date that was answered by itself."""
    lies = {one.when: one.number for one in seen.booking.dates if one.when is not None}
    named = dict.fromkeys(one.date for one in seen.open if one.date in lies)
    return tuple(
        Action(say("answers.move_date", when=When(when)), OfferDateMove(seen.booking.id, lies[when]))
        for when in list(named)[:MOST_PROPOSALS]
        if when is not None
    )
