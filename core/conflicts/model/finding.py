"""Which meetings take a person's time, and which two of them do so at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.availability import Blocking, BusyTime, ShowAs, blocks
from core.configuration.model import CalendarId
from core.conflicts.model.engagements import Engagement, Role
from core.conflicts.model.pairs import Kind, Pair, Weight
from core.shared.ranges import Range
from core.sync.model import Event, Response

LOOKS_AHEAD = timedelta(days=14)
LONG = timedelta(hours=8)
CROWD = 20

Events = Mapping[CalendarId, Sequence[Event]]
"""What each watched calendar holds. The more days it covers, the better a moved meeting is found again."""

_ROLES = {
    Response.ORGANIZER: Role.MINE,
    Response.NONE: Role.MINE,
    Response.ACCEPTED: Role.ACCEPTED,
    Response.TENTATIVE: Role.TENTATIVE,
}
_PREFERRED = (Role.MINE, Role.ACCEPTED, Role.TENTATIVE, Role.UNANSWERED)
_REASONS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Overruled:
    """A date of a series that the person booked here over `event`, one of their own, knowingly."""

    calendar: CalendarId
    when: Range
    event: str


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the copies saw: everything that takes time, at any date, and the pairs of the coming days.

    `idle` are events that exist and take no time; `calendars` those that were looked at, `unread` those that should
    have been but can't be read just now: what is known of them stays as it is.
    """

    engagements: tuple[Engagement, ...]
    pairs: tuple[Pair, ...]
    idle: frozenset[str] = frozenset()
    calendars: frozenset[CalendarId] = frozenset()
    unread: frozenset[CalendarId] = frozenset()
    overruled: frozenset[Overruled] = frozenset()

    def is_overruled(self, pair: Pair) -> bool:
        """Whether the person wanted these two at once when they booked one of them."""
        both = ((pair.first, pair.second), (pair.second, pair.first))
        return any(Overruled(one.calendar, one.when, other.event) in self.overruled for one, other in both)

    def where(self, one: Engagement) -> Engagement | None:
        """The same meeting as it is now, wherever it lies; None if it takes no time any more."""
        known = {other.event: other for other in self.engagements}.get(one.event)
        if known is not None:
            return known
        same = (other for other in self.engagements if other.meeting == one.meeting)
        return next((other for other in same if one.series is None or other.when.start == one.when.start), None)


def look_at(
    events: Events,
    addresses: frozenset[str],
    blocking: Blocking,
    zone: str,
    now: datetime,
    unread: frozenset[CalendarId] = frozenset(),
) -> Look:
    """`addresses` are the person's own, in any case; `zone` is where their all-day events lie."""
    taking = engagements(events, addresses, blocking, zone)
    idle = (
        event.id
        for event in _all(events)
        if not event.is_cancelled and event.response is not Response.DECLINED and not _blocks(event, blocking)
    )
    return Look(taking, pairs(taking, window_at(now)), frozenset(idle), frozenset(events), unread)


def window_at(now: datetime) -> Range:
    """The days whose double bookings are told."""
    return Range(now, now + LOOKS_AHEAD)


def engagements(events: Events, addresses: frozenset[str], blocking: Blocking, zone: str) -> tuple[Engagement, ...]:
    """What blocks the person, by start; the same meeting in several calendars is one.

    Of its copies the one that is most the person's to decide counts: organised, accepted, tentative, unanswered.
    """
    mine = frozenset(address.casefold() for address in addresses)
    best: dict[tuple[str, datetime], Engagement] = {}
    for calendar in sorted(events):
        for event in events[calendar]:
            when = event.lies(zone)
            if when.start == when.end or not _blocks(event, blocking):
                continue
            found = _engagement(event, calendar, when, mine)
            key = found.meeting, when.start
            if key not in best or _preference(found) < _preference(best[key]):
                best[key] = found
    return tuple(sorted(best.values(), key=lambda one: (one.when, one.event)))


def pairs(taking: Iterable[Engagement], window: Range) -> tuple[Pair, ...]:
    """Every two that overlap within the window by more than nothing, soonest first.

    A sweep: each meeting is compared with those still running when it starts, and with no other. Two that overlap, and
    each the window, do so within the window.
    """
    found: list[Pair] = []
    running: list[Engagement] = []
    for later in sorted(taking, key=lambda one: (one.when, one.event)):
        if later.when.start == later.when.end or not later.when.overlaps(window):
            continue
        running = [one for one in running if one.when.end > later.when.start]
        found.extend(paired(one, later) for one in running)
        running.append(later)
    return tuple(sorted(found, key=lambda pair: (pair.overlap, pair.key)))


def paired(first: Engagement, second: Engagement) -> Pair:
    """Two overlapping meetings, the earlier first, weighed: soft if there is any reason why it may be meant so."""
    reasons = [reason for one in (first, second) for reason in _reasons(one)]
    if reasons:
        return Pair(first, second, Weight.SOFT, min(reasons, key=_REASONS.index))
    appointment = any(one.role is Role.MINE and one.people == 0 for one in (first, second))
    return Pair(first, second, Weight.HARD, Kind.APPOINTMENT if appointment else Kind.MEETING)


def _reasons(one: Engagement) -> Iterator[Kind]:
    """An invitation that waits for an answer is shown tentative by Outlook: that is UNANSWERED, not TENTATIVE.
    UNKNOWN is any show-as state that is neither busy, nor away, nor tentative."""
    if one.is_all_day:
        yield Kind.ALL_DAY
    elif one.when.end - one.when.start >= LONG:
        yield Kind.LONG
    if one.show_as not in {ShowAs.BUSY, ShowAs.OOF, ShowAs.TENTATIVE}:
        yield Kind.UNKNOWN
    if one.role is Role.UNANSWERED:
        yield Kind.UNANSWERED
    elif one.role is Role.TENTATIVE or one.show_as is ShowAs.TENTATIVE:
        yield Kind.TENTATIVE
    if one.is_optional:
        yield Kind.OPTIONAL
    if one.people >= CROWD:
        yield Kind.CROWD


def _engagement(event: Event, calendar: CalendarId, when: Range, mine: frozenset[str]) -> Engagement:
    meeting = event.meeting
    role = Role.MINE if event.is_organizer else _ROLES.get(event.response, Role.UNANSWERED)
    me = [one for one in event.attendees if one.address.casefold() in mine]
    return Engagement(
        event=event.id,
        calendar=calendar,
        meeting=meeting,
        series=meeting if event.series is not None else None,
        when=when,
        is_all_day=event.is_all_day,
        show_as=event.show_as,
        role=role,
        is_optional=role is not Role.MINE and any(one.is_optional for one in me),
        people=max(event.attendee_count, len(event.attendees)) - len(me),
        title=event.subject,
        organizer=event.organizer_name,
        web_link=event.web_link,
    )


def _preference(one: Engagement) -> tuple[int, bool]:
    """The smaller the better; required goes before optional."""
    return _PREFERRED.index(one.role), one.is_optional


def _blocks(event: Event, blocking: Blocking) -> bool:
    return blocks(BusyTime(event.start, event.end, event.show_as, event.is_cancelled, event.response), blocking)


def _all(events: Events) -> Iterator[Event]:
    return (event for calendar in events.values() for event in calendar)
