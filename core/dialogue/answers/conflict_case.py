"""One cause of double bookings as a person is to see it: pure, from the ledger and what is under way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.booking.model import Booking, BookingState
from core.configuration.model import CalendarId, Obstacle
from core.configuration.usecases import Setup
from core.conflicts.model import STANDING, Cause, CauseKind, Conflict, Engagement, Kind, Pair, Role, Weight
from core.dialogue.answers.asker import Asker
from core.shared.days import day_at
from core.shared.ranges import Range

MOVES_COUNT_FOR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Case:
    """A cause for one reader. `obstacles`: why a calendar can't be written (None: it can).

    `moves` are the fresh holds that were to move one of its meetings, oldest first, and `declined` the meetings that
    Outlook has just taken a no for: the ledger may not know of either yet. `rule`: what the person could choose never
    to be warned of.
    """

    asker: Asker
    setup: Setup
    cause: Cause
    conflicts: tuple[Conflict, ...]
    obstacles: Mapping[CalendarId, Obstacle | None]
    moves: tuple[Booking, ...] = ()
    declined: frozenset[str] = frozenset()
    rule: Kind | None = None

    @property
    def standing(self) -> tuple[Conflict, ...]:
        """What overlaps still, soonest first."""
        return tuple(one for one in self.conflicts if one.state in STANDING and not self._eased(one))

    @property
    def weight(self) -> Weight:
        return Weight.HARD if any(one.pair.weight is Weight.HARD for one in self.standing) else Weight.SOFT

    @property
    def next(self) -> Conflict:
        """The soonest that stands; a hard one before all soft ones. There must be one."""
        return min(self.standing, key=lambda one: (one.pair.weight is Weight.SOFT, one.pair.overlap.start))

    @property
    def meetings(self) -> tuple[Engagement, ...]:
        """The meetings of what stands, each once: the absence first, then by start. Of two series: the next date's."""
        told = (self.next,) if self.cause.kind is CauseKind.SERIES else self.standing
        found = {one.event: one for conflict in told for one in (conflict.pair.first, conflict.pair.second)}
        absence = self.absence
        return tuple(sorted(found.values(), key=lambda one: (one != absence, one.when, one.event)))

    @property
    def absence(self) -> Engagement | None:
        """The time off that lies over the others, of a cause of that kind."""
        if self.cause.kind is not CauseKind.AWAY:
            return None
        found = (one for conflict in self.standing for one in (conflict.pair.first, conflict.pair.second))
        return next((one for one in found if one.event == self.cause.anchor), None)

    @property
    def dates(self) -> tuple[date, ...]:
        """The reader's dates on which it stands, each once."""
        return tuple(sorted({self.asker.local_date(one.pair.overlap.start) for one in self.standing}))

    def meeting(self, event: str) -> Engagement | None:
        """One of the cause's meetings, standing or not."""
        found = (one for conflict in self.conflicts for one in (conflict.pair.first, conflict.pair.second))
        return next((one for one in found if one.event == event), None)

    def moving(self) -> Booking | None:
        """The move that is being carried out."""
        going = (BookingState.HELD, BookingState.PUSHING)
        now = self.asker.now
        return next((one for one in reversed(self.moves) if one.state in going and one.is_live(now)), None)

    def moved(self) -> Booking | None:
        """The last move that Outlook has carried out."""
        return next((one for one in reversed(self.moves) if one.state is BookingState.MOVED), None)

    def writable(self, one: Engagement) -> bool:
        return one.calendar in self.obstacles and self.obstacles[one.calendar] is None

    def days(self, one: Engagement) -> tuple[date, date]:
        """First and last day of an all-day meeting, which lies in the person's home zone."""
        zone = self.setup.preferences.home_zone
        return day_at(one.when.start, zone), day_at(one.when.end, zone)

    def _eased(self, one: Conflict) -> bool:
        """Whether it overlaps no more although the ledger still says so."""
        if one.pair.overlap.end <= self.asker.now or self.declined & set(one.pair.key):
            return True
        return any(
            _lies(one, move.moves.outlook_id) == move.moves.was
            for move in self.moves
            if move.moves is not None and move.state is BookingState.MOVED
        )


def untitled(conflicts: Iterable[Conflict], setup: Setup) -> tuple[Conflict, ...]:
    """The same without the titles of accounts that hide them."""
    hidden = {item.id for item in setup.calendars if item.hides_titles}
    return tuple(replace(one, pair=_untitled(one.pair, hidden)) for one in conflicts)


def _untitled(pair: Pair, hidden: set[CalendarId]) -> Pair:
    first, second = (
        replace(one, title="", organizer="", web_link=None, is_hidden=True) if one.calendar in hidden else one
        for one in (pair.first, pair.second)
    )
    return replace(pair, first=first, second=second)


def is_fresh(move: Booking, now: datetime) -> bool:
    """Whether the ledger may not know of it yet. An older move that it doesn't show was undone in Outlook."""
    return now - move.created_at < MOVES_COUNT_FOR


def _lies(one: Conflict, event: str) -> Range | None:
    """Where the ledger has this meeting of the pair; None if it isn't in it."""
    return next((item.when for item in (one.pair.first, one.pair.second) if item.event == event), None)


def is_mine(one: Engagement) -> bool:
    return one.role is Role.MINE


def others(meetings: Iterable[Engagement]) -> tuple[Engagement, ...]:
    """The meetings that somebody else organises."""
    return tuple(one for one in meetings if not is_mine(one))
