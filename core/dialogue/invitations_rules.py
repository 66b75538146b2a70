"""Which meetings are invitations, what they overlap, and when each is told: pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.configuration.model import Calendar, CalendarId, ToldInvitations
from core.conflicts.model import Engagement, Ledger, Look, Manners, Pair, Role, State, next_digest, quiet_until
from core.dialogue.invitations_model import Invitation, InvitationState
from core.people.model import PersonId
from core.shared.ranges import Range
from core.sync.model import Event, Response

STANDS = timedelta(seconds=90)
"""An invitation is told when it has stood for so long: one that is answered or withdrawn at once is never told."""

SOON = timedelta(hours=1)
PRESSING = timedelta(hours=24)
"""What begins within this time waits for no other day's budget."""

MOST_A_DAY = 3

DATE = "#date:"
"""Between the series and its one date, in the key of a date that is told by itself."""

_WAITING = frozenset({Response.NOT_RESPONDED})
_ANSWERED = {
    Response.ACCEPTED: InvitationState.ACCEPTED,
    Response.TENTATIVE: InvitationState.TENTATIVE,
    Response.DECLINED: InvitationState.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Invited:
    """One meeting, or series, as the copies have it now. `pairs`: what it overlaps, each with the other meeting."""

    invitation: Invitation
    events: tuple[Event, ...]
    pairs: tuple[tuple[Pair, Engagement], ...] = ()

    @property
    def clashes(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted({pair.key for pair, _ in self.pairs}))


def invited(
    person: PersonId,
    calendars: Iterable[Calendar],
    events: Mapping[CalendarId, Collection[Event]],
    look: Look,
    now: datetime,
) -> dict[str, Invited]:
    """By meeting: everything that somebody else organises and that isn't over, in the person's own calendars. A series
    is one, but for its only date that waits while others are answered; every date can be found by itself too."""
    found: dict[str, list[tuple[Calendar, Event]]] = defaultdict(list)
    known: set[tuple[str, datetime]] = set()
    for calendar in calendars:
        for event in events.get(calendar.id, ()):
            meeting = event.uid or event.ical_uid or event.id
            is_one = not event.is_organizer and (event.response in _WAITING or event.response in _ANSWERED)
            if is_one and event.end > now and (meeting, event.start) not in known:
                known.add((meeting, event.start))
                found[meeting].append((calendar, event))
    all_ = {}
    for meeting, dates in found.items():
        for one in _split(person, meeting, sorted(dates, key=lambda date: date[1].start)):
            all_[one.invitation.meeting] = replace(one, pairs=_overlaps(meeting, one.events, look))
    return all_


def _split(person: PersonId, meeting: str, dates: list[tuple[Calendar, Event]]) -> list[Invited]:
    if len(dates) == 1 and dates[0][1].series is None:
        return [_of(person, meeting, dates)]
    waiting = [date for date in dates if _waits(date[1])]
    alone = waiting if len(waiting) == 1 and len(dates) > 1 else []
    whole = [date for date in dates if date not in alone] or dates
    each = (_of(person, f"{meeting}{DATE}{date[1].id}", [date]) for date in dates)
    return [_of(person, meeting, whole), *each]


def candidates(found: Mapping[str, Invited]) -> list[str]:
    """The meetings that wait for an answer, the soonest first: a series as a whole, or its only date that waits."""
    waiting = {key: one for key, one in found.items() if one.invitation.state is InvitationState.WAITING}
    wholes = {key for key, one in waiting.items() if one.invitation.dates > 1}
    single = {key for key in waiting if key.partition(DATE)[0] not in wholes}
    return sorted(wholes | single, key=lambda key: (waiting[key].invitation.when, key))


def is_wanted(one: Invited, chosen: ToldInvitations, ledger: Ledger, told: Collection[str]) -> bool:
    """Whether its person wants to hear of it. Of two invitations that overlap each other alone, the second is told."""
    if chosen is ToldInvitations.CLASHING:
        return any(_counts(pair, other, ledger, told) for pair, other in one.pairs)
    return chosen is ToldInvitations.ALL


def say_at(one: Invitation, now: datetime) -> datetime:
    return now if one.when.start < now + SOON else now + STANDS


def held_until(one: Invitation, now: datetime, manners: Manners, *, full: bool) -> datetime | None:
    """Until when it is held back: the quiet hours, but not beyond the hour before; and where the day's messages are
    used up until the next morning, unless it begins within a day. None: it is told now."""
    if one.when.start < now + SOON:
        return None
    if full and one.when.start >= now + PRESSING:
        return next_digest(now, manners)
    quiet = quiet_until(now, manners)
    return None if quiet is None else min(quiet, one.when.start - SOON)


def followed(known: Invitation, now_there: Invited | None, now: datetime) -> Invitation:
    """The row after a look; what isn't in the calendar any more keeps its words. An answer given here holds although
    the copy doesn't have it yet."""
    if now_there is None:
        ended = known.state in (InvitationState.DECLINED, InvitationState.WITHDRAWN) or known.when.end <= now
        return replace(known, state=known.state if ended else InvitationState.GONE, clashes=())
    fresh = now_there.invitation
    is_behind = fresh.state is InvitationState.WAITING and fresh.when == known.when
    by_me = known.by_me and (is_behind or fresh.state is known.state)
    return replace(
        fresh,
        state=known.state if by_me else fresh.state,
        say_at=known.say_at,
        told_at=known.told_at,
        by_me=by_me,
        clashes=now_there.clashes,
    )


def _of(person: PersonId, key: str, dates: list[tuple[Calendar, Event]]) -> Invited:
    waiting = [date for date in dates if _waits(date[1])]
    calendar, event = (waiting or dates)[0]
    count = len(waiting or dates)
    hidden = calendar.hides_titles
    invitation = Invitation(
        person=person,
        meeting=key,
        event=event.series if count > 1 and event.series is not None else event.id,
        calendar=calendar.id,
        title="" if hidden else event.subject,
        organizer="" if hidden else event.organizer_name,
        when=Range(event.start, event.end),
        first_day=event.first_day,
        end_day=event.end_day,
        dates=count,
        is_hidden=hidden,
        state=_state([one for _, one in dates]),
    )
    return Invited(invitation, tuple(one for _, one in waiting or dates))


def _state(events: list[Event]) -> InvitationState:
    """Of several dates: waiting as long as one does."""
    if any(map(_waits, events)):
        return InvitationState.WAITING
    states = {_ANSWERED[one.response] for one in events if not one.is_cancelled and one.response in _ANSWERED}
    order = (InvitationState.ACCEPTED, InvitationState.TENTATIVE, InvitationState.DECLINED)
    return next((state for state in order if state in states), InvitationState.WITHDRAWN)


def _waits(event: Event) -> bool:
    return event.response in _WAITING and not event.is_cancelled


def _overlaps(meeting: str, events: tuple[Event, ...], look: Look) -> tuple[tuple[Pair, Engagement], ...]:
    """Soonest first. All-day events are told apart by their days, wherever these lie."""
    ids = {one.id for one in events}
    starts = {one.start for one in events}
    found = []
    for pair in look.pairs:
        for mine, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if mine.event in ids or (mine.meeting == meeting and mine.when.start in starts):
                found.append((pair, other))
                break
    return tuple(found)


def _counts(pair: Pair, other: Engagement, ledger: Ledger, told: Collection[str]) -> bool:
    """Not what its person keeps, never wants to hear of, or hears of by the other invitation."""
    known = ledger.conflicts.get(pair.key)
    if known is not None and known.state not in (State.OPEN, State.TOLD):
        return False
    return other.role is not Role.UNANSWERED or other.meeting not in {one.partition(DATE)[0] for one in told}
