"""What the invited answered to a booking, and what its host has to know of it: values and pure rules.

An answer belongs to the time it was given for. Outlook goes on showing the old one after a move, so what stood there
when the booking moved, and what was said before the hold that moved it, counts as silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.booking.model import Booking, BookingId, BookingState
from core.people.model import Invitee
from core.shared.facts import Fact
from core.shared.ranges import Range
from core.sync.model import Attendee, Event, Response

MOST_OF_DATES = 10
"""So many answers to single dates are kept."""

DatesSaid = tuple[tuple[Range, "Said"], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One invited person's answer. `at`: when, by Outlook's clock; `proposed`: the other time that came with it."""

    address: str
    name: str
    response: Response = Response.NONE
    at: datetime | None = None
    proposed: Range | None = None


class RemarkKind(StrEnum):
    """What the host has to know of one invited person; accepting isn't among it."""

    DECLINED = "declined"
    PROPOSED = "proposed"
    BUSY = "busy"  # they have something else at that time by now


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told. The same remark is told once, however often the same is answered again. `date`: it is said
    of this date of a series only."""

    kind: RemarkKind
    address: str
    name: str
    proposed: Range | None = None
    date: Range | None = None

    @property
    def key(self) -> str:
        where = f"{self.proposed.start.isoformat()}/{self.proposed.end.isoformat()}" if self.proposed else ""
        date = f"@{self.date.start.isoformat()}" if self.date else ""
        return f"{self.kind}:{self.address.casefold()}:{where}{date}"


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything known of one booking's answers. `event`, `when`: the event they were read from, and its time then.

    `before`: the answers to another time; `since`: what was said earlier is one of them. `busy`: who has something else
    at that time by now. `told` and `kept` are the keys of remarks that stand: told in a message, and seen by the host.
    `dates`: what was said to single dates of a series, where they lie, and not to all of it.
    `say_at`: when what is new shall be told. `told_at`, `messages`: the last telling, and how many there were.
    """

    booking: BookingId
    event: str
    when: Range
    said: tuple[Said, ...] = ()
    before: tuple[Said, ...] = ()
    since: datetime | None = None
    busy: tuple[Invitee, ...] = ()
    told: frozenset[str] = field(default_factory=frozenset)
    kept: frozenset[str] = field(default_factory=frozenset)
    say_at: datetime | None = None
    told_at: datetime | None = None
    messages: int = 0
    dates: tuple[tuple[Range, Said], ...] = ()

    @property
    def now(self) -> tuple[Said, ...]:
        """What everybody says to the time the booking has now."""
        return tuple(Said(one.address, one.name) if self._is_old(one) else one for one in self.said)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What stands, in the order of the list."""
        found = [remark for one in self.now if (remark := _remark(one)) is not None]
        gone = {one.address.casefold() for one in found if one.kind is RemarkKind.DECLINED}
        busy = (Remark(RemarkKind.BUSY, one.address or "", one.name) for one in self.busy)
        said = ((when, _remark(one)) for when, one in self.dates if one.address.casefold() not in gone)
        of_dates = (replace(remark, date=when) for when, remark in said if remark is not None)
        return (*found, *(one for one in busy if one.address.casefold() not in gone), *of_dates)

    @property
    def news(self) -> tuple[Remark, ...]:
        """What stands and wasn't told."""
        return tuple(one for one in self.remarks if one.key not in self.told | self.kept)

    @property
    def open(self) -> tuple[Remark, ...]:
        """What stands and waits for the host."""
        return tuple(one for one in self.remarks if one.key not in self.kept)

    def _is_old(self, one: Said) -> bool:
        return one in self.before or (self.since is not None and one.at is not None and one.at < self.since)


def answerable(booking: Booking) -> bool:
    """Whether its host is told of answers, and can do something about them."""
    return has_answers(booking)


def has_answers(booking: Booking) -> bool:
    """Whether invited people answer to it: it is the host's own meeting, and stands in Outlook. Of a series are meant
    the answers to all of it, which stand on its master."""
    if booking.state is not BookingState.CONFIRMED or booking.outlook_id is None or booking.moves is not None:
        return False
    return booking.adopted is None or (booking.adopted.is_mine and booking.adopted.series is None)


def renewed(known: Answers | None, booking: Booking, event: Event, move: Booking | None) -> Answers:
    """What is known after one look at the event. `move`: the hold that moved the booking last."""
    when = event.lies(booking.zone)
    said = tuple(_said(one) for one in event.attendees)
    moved_here = move is not None and move.state is BookingState.MOVED and move.plan.when == when
    since = move.created_at if move is not None and moved_here else None
    if known is None:
        return Answers(booking.id, event.id, when, said, since=since)
    if known.when != when:
        moved = Answers(booking.id, event.id, when, said, before=known.said, since=since)
        return replace(moved, told_at=known.told_at, messages=known.messages)
    return settled(replace(known, event=event.id, said=said, since=since or known.since))


def said_of_dates(
    booking: Booking, master: Event, copy: Iterable[Event], now: datetime
) -> tuple[tuple[Range, Said], ...]:
    """Who declines single dates to come, or proposes another time for one, without having said so to all of them."""
    taking_place = {one.when for one in booking.dates if one.when is not None and one.when.end > now and not one.ending}
    to_all = {one.address.casefold() for one in master.attendees if one.response is Response.DECLINED}
    found = [
        (when, _said(who))
        for one in copy
        if one.series == booking.outlook_id
        and not one.is_cancelled
        and (when := one.lies(booking.zone)) in taking_place
        for who in one.attendees
        if who.address.casefold() not in to_all and (who.response is Response.DECLINED or who.proposed is not None)
    ]
    return tuple(sorted(found, key=lambda one: (one[0].start, one[1].address))[:MOST_OF_DATES])


def with_dates(answers: Answers, dates: tuple[tuple[Range, Said], ...] | None) -> Answers:
    """None: nothing new is known of them."""
    return answers if dates is None else settled(replace(answers, dates=dates))


def busy_now(known: Answers, busy: Iterable[Invitee], judged: Iterable[Invitee]) -> Answers:
    """Who has something else at that time. Of those who weren't `judged` is kept what was known."""
    asked = {(one.address or "").casefold() for one in judged}
    kept = [one for one in known.busy if (one.address or "").casefold() not in asked]
    found = sorted((*kept, *busy), key=lambda one: (one.address or "", one.name))
    return settled(replace(known, busy=tuple(found)))


def settled(answers: Answers) -> Answers:
    """What doesn't stand any more may be told anew when it comes again."""
    keys = frozenset(one.key for one in answers.remarks)
    found = replace(answers, told=answers.told & keys, kept=answers.kept & keys)
    return found if found.news else replace(found, say_at=None)


def _said(one: Attendee) -> Said:
    silent = one.response in (Response.NONE, Response.NOT_RESPONDED)
    response = Response.NONE if silent else one.response
    return Said(one.address, one.name or one.address, response, one.answered_at, one.proposed)


def _remark(one: Said) -> Remark | None:
    if one.proposed is not None:
        return Remark(RemarkKind.PROPOSED, one.address, one.name, one.proposed)
    if one.response is Response.DECLINED:
        return Remark(RemarkKind.DECLINED, one.address, one.name)
    return None


@dataclass(frozen=True, slots=True)
class BookingAnswered(Fact):
    """What is known of a booking's answers is another thing now."""

    booking: str

    @property
    def lock_key(self) -> str:
        return f"card:{self.booking}"
