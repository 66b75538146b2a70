"""Which meetings are invitations, what they overlap, and when each is told: pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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

A_DAY = timedelta(days=1)
SOON = timedelta(hours=1)
FEW = 1
"""A day that brought so many messages of any kind unasked has had enough: the next invitation that overlaps something
waits for the morning."""

DATE = "#date:"
"""Between the series and its one date, in the key of a date that is told by itself."""

_WAITING = frozenset({Response.NOT_RESPONDED})
_ANSWERED = {
    Response.ACCEPTED: InvitationState.ACCEPTED,
    Response.TENTATIVE: InvitationState.TENTATIVE,
    Response.DECLINED: InvitationState.DECLINED,
}


ENDED = frozenset({InvitationState.DECLINED, InvitationState.WITHDRAWN, InvitationState.GONE})
"""What isn't looked for any more when the calendar doesn't have it."""

_INVITED = _WAITING | _ANSWERED.keys()


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
    known: Collection[str],
    now: datetime,
) -> dict[str, Invited]:
    """By meeting: what somebody else organises in the person's own calendars, isn't over, and waits for an answer or
    is `known`. A series is one, but for its only date that waits while others are answered. What it overlaps is still
    to be seen."""
    found: dict[str, list[tuple[Calendar, Event]]] = defaultdict(list)
    seen: set[tuple[str, datetime]] = set()
    wanted = {key.partition(DATE)[0] for key in known}
    for calendar in calendars:
        for event in events.get(calendar.id, ()):
            if event.is_organizer or event.end <= now or event.response not in _INVITED:
                continue
            meeting = event.meeting
            if (meeting, event.start) not in seen and (_waits(event) or event.series or meeting in wanted):
                seen.add((meeting, event.start))
                found[meeting].append((calendar, event))
    all_: dict[str, Invited] = {}
    for meeting, dates in found.items():
        if meeting in wanted or any(_waits(event) for _, event in dates):
            ordered = sorted(dates, key=lambda date: date[1].start)
            all_ |= {one.invitation.meeting: one for one in _split(person, meeting, ordered, known)}
    return all_


def beside(
    found: Mapping[str, Invited], events: Mapping[CalendarId, Sequence[Event]]
) -> dict[CalendarId, tuple[Event, ...]]:
    """Of the events only those that could overlap one of these: all-day ones lie up to a day beside their dates."""
    spans = [(one.start - A_DAY, one.end + A_DAY) for each in found.values() for one in each.events]
    return {
        calendar: tuple(one for one in events_ if any(one.start < end and start < one.end for start, end in spans))
        for calendar, events_ in events.items()
    }


def overlapped(found: Mapping[str, Invited], look: Look) -> dict[str, Invited]:
    """The same with what each overlaps."""
    return {key: replace(one, pairs=_overlaps(key.partition(DATE)[0], one.events, look)) for key, one in found.items()}


def _split(
    person: PersonId, meeting: str, dates: list[tuple[Calendar, Event]], known: Collection[str]
) -> list[Invited]:
    if len(dates) == 1 and dates[0][1].series is None:
        return [_of(person, meeting, dates)]
    waiting = [date for date in dates if _waits(date[1])]
    alone = waiting if len(waiting) == 1 and len(dates) > 1 else []
    whole = [date for date in dates if date not in alone] or dates
    keys = {f"{meeting}{DATE}{date[1].id}": date for date in dates}
    each = [_of(person, key, [date]) for key, date in keys.items() if date in alone or key in known]
    return [_of(person, meeting, whole), *each]


def candidates(found: Mapping[str, Invited]) -> list[str]:
    """The meetings that wait for an answer, the soonest first: a series as a whole, or its only date that waits."""
    waiting = {key: one for key, one in found.items() if one.invitation.state is InvitationState.WAITING}
    wholes = {key for key, one in waiting.items() if one.invitation.dates > 1}
    single = {key for key in waiting if key.partition(DATE)[0] not in wholes}
    return sorted(wholes | single, key=lambda key: (waiting[key].invitation.when, key))


def soonest_first(rows: Iterable[Invitation], found: Mapping[str, Invited]) -> list[Invitation]:
    """By when each meeting is now: where a day lets only some be told, these are the ones that can wait least."""
    now_there = ((found[row.meeting].invitation if row.meeting in found else row, row) for row in rows)
    return [row for _, row in sorted(now_there, key=lambda pair: (pair[0].when, pair[0].meeting))]


def is_wanted(one: Invited, chosen: ToldInvitations, ledger: Ledger, told: Collection[str]) -> bool:
    """Whether its person wants to hear of it. Of two invitations that overlap each other alone, the second is told."""
    if chosen is ToldInvitations.CLASHING:
        return any(_counts(pair, other, ledger, told) for pair, other in one.pairs)
    return chosen is ToldInvitations.ALL


def say_at(one: Invitation, now: datetime) -> datetime:
    return now if one.when.start < now + SOON else now + STANDS


def held_until(one: Invitation, now: datetime, manners: Manners, *, full: bool) -> datetime | None:
    """Until when it is held back: the quiet hours, and where the day has had its messages until the next morning, but
    never beyond the hour before it. None: it is told now."""
    if one.when.start <= now + SOON:
        return None
    until = next_digest(now, manners) if full else quiet_until(now, manners)
    return None if until is None else min(until, one.when.start - SOON)


def followed(known: Invitation, now_there: Invited | None, now: datetime) -> Invitation:
    """The row after a look; what isn't in the calendar any more keeps its words. An answer given here holds although
    the copy doesn't have it yet."""
    if now_there is None:
        ended = known.state in ENDED or known.when.end <= now
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
