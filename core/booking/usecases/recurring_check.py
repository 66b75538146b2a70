"""Whether each date of a series is free: one reading of everybody's calendars for all of them.

Hours don't count: who repeats a meeting wants it at that hour. What is another booking's of ours stops a date for
certain; the host's own events, and those of colleagues known by free/busy only, can be overruled by the host
(`SeriesDate.anyway`); a connected colleague's events can't.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.availability import Attendee, BusyTime, Reason, ReasonCode, explain
from core.booking.model import Booking
from core.booking.repeats import SeriesDate
from core.booking.usecases.asking import at_its_time
from core.booking.usecases.finding import Explained, Obstruction, is_taken, unknown_of
from core.booking.usecases.gathering import HOST, Aside, Basis, Evidence, Gathered, Gathering
from core.configuration.usecases import Setup
from core.people.model import Invitee
from core.shared.ranges import Range

AROUND = timedelta(days=2)
DECIDING = frozenset({Basis.HOST, Basis.CONNECTED})


@dataclass(frozen=True, slots=True)
class Clash:
    """A date that isn't free. `when`: where it would be. `may_overrule`: only what the host may book over."""

    date: SeriesDate
    when: Range
    explained: Explained
    may_overrule: bool


class DateChecks:
    """Looks at all dates at once."""

    def __init__(self, *, gathering: Gathering) -> None:
        self._gathering = gathering

    async def gather(
        self, setup: Setup, invitees: tuple[Invitee, ...], dates: Iterable[SeriesDate], *, aside: Aside, live: bool
    ) -> Gathered:
        """Everybody's busy times from the first date to the last."""
        times = [one.when or one.planned for one in dates]
        window = Range(min(when.start for when in times), max(when.end for when in times))
        return await self._gathering.gather(setup, invitees, window, aside=aside, live=live)

    async def obstruction(self, setup: Setup, booking: Booking, moved: Booking | None = None) -> Obstruction | None:
        """The fresh look right before a series is written, or `moved`. None: nothing stands in the way."""
        people = tuple(one for one in booking.plan.invitees if one.person in booking.protected)
        aside = Aside(frozenset({booking.id, *((moved.id,) if moved else ())}), series=moved)
        gathered = await self.gather(setup, people, booking.dates, aside=aside, live=True)
        unknown = unknown_of(gathered)
        if unknown is not None and booking.unchecked is None:
            return unknown
        taken = tuple(clash.date.number for clash in clashes(setup, gathered, booking.dates, DECIDING))
        if not taken:
            return unknown
        await self._gathering.look_again(setup, people)
        return Obstruction(taken=True, unreadable=(), dates=taken)


def clashes(
    setup: Setup, gathered: Gathered, dates: Iterable[SeriesDate], deciding: frozenset[Basis]
) -> tuple[Clash, ...]:
    """The dates that aren't free for those whose calendars decide, without what the host overruled."""
    pairs = zip(gathered.attendees, gathered.evidence, strict=True)
    people = [(attendee, item) for attendee, item in pairs if item.basis in deciding]
    found = ((one, _against(setup, people, one)) for one in dates if one.when is not None)
    return tuple(
        Clash(one, one.when or one.planned, Explained(reasons, gathered, setup), _may_overrule(people, reasons))
        for one, reasons in found
        if is_taken(reasons)
    )


def overruling(one: SeriesDate, gathered: Gathered) -> SeriesDate:
    """The date with the host's events that it is booked over, if it is."""
    if not one.anyway or one.when is None:
        return one
    own = next(attendee for attendee in gathered.attendees if attendee.id == HOST)
    return replace(one, over=tuple(sorted({busy.id for busy in own.busy if busy.id and _is_near(busy, one.when)})))


def _against(setup: Setup, people: list[tuple[Attendee, Evidence]], one: SeriesDate) -> tuple[Reason, ...]:
    when = one.when or one.planned
    around = when.widened(AROUND)
    present = tuple(_present(attendee, item, around, anyway=one.anyway) for attendee, item in people)
    return explain(at_its_time(setup.preferences, when, around, present), when.start)


def _present(attendee: Attendee, item: Evidence, around: Range, *, anyway: bool) -> Attendee:
    """There at any hour, with what lies around that date; overruled, only what we booked for them counts."""
    near = tuple(one for one in attendee.busy if _is_near(one, around))
    present = replace(attendee, readable=True, available=((around.start, around.end),), busy=near)
    if not anyway or item.basis is Basis.CONNECTED:
        return present
    return replace(present, busy=(), limits=None)


def _is_near(busy: BusyTime, around: Range) -> bool:
    if not isinstance(busy.start, datetime) or not isinstance(busy.end, datetime):  # whole days lie somewhere near
        return True
    return busy.start < around.end and busy.end > around.start


def _may_overrule(people: list[tuple[Attendee, Evidence]], reasons: tuple[Reason, ...]) -> bool:
    bases = {attendee.id: item.basis for attendee, item in people}
    for reason in reasons:
        ours = any(_is_ours(behind) for behind in reason.because or (reason,))
        if bases.get(reason.person or HOST) is Basis.CONNECTED or ours:
            return False
    return True


def _is_ours(reason: Reason) -> bool:
    """Another booking of ours takes the time, or the time kept free around it."""
    return reason.code is ReasonCode.BOOKED or (reason.code is ReasonCode.BUFFER and not reason.id)
