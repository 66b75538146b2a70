"""Which meetings are reminded of, when, and under which subject their message is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.availability import ShowAs
from core.configuration.model import Calendar, CalendarId, CalendarKind
from core.configuration.usecases import Setup
from core.sync.model import Event, Response, untitled

AHEAD = timedelta(days=2)
"""So far one looks for the next reminder: each night, and each change, looks again."""

REMINDER = "reminder:"
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Reminded:
    """One meeting of the person's own calendars. `meeting` is the same in each of them."""

    meeting: str
    event: Event

    @property
    def start(self) -> datetime:
        return self.event.start

    @property
    def subject(self) -> str:
        return reminder_subject(self.meeting, self.start)


def reminder_subject(meeting: str, start: datetime) -> str:
    """One start of one meeting, as its message is known by."""
    return f"{REMINDER}{start.astimezone(UTC).strftime(_STAMP)}:{meeting}"


def start_of(subject: str) -> datetime:
    """The start that such a subject names."""
    return datetime.strptime(subject.split(":", 2)[1], _STAMP).replace(tzinfo=UTC)


def watched(setup: Setup) -> tuple[Calendar, ...]:
    """The person's own calendars among the chosen ones: what a colleague shares is the colleague's to attend."""
    return tuple(item for item in setup.shown if item.kind is CalendarKind.OWN)


def is_attended(event: Event) -> bool:
    """Whether it is a meeting to be reminded of: not all day, cancelled, declined or free."""
    if event.is_all_day or event.is_cancelled:
        return False
    return event.response is not Response.DECLINED and event.show_as is not ShowAs.FREE


def meetings(calendars: Iterable[Calendar], events: Mapping[CalendarId, Sequence[Event]]) -> tuple[Reminded, ...]:
    """All that is known, by start; the same meeting in two calendars is one: the copy that is attended, and has its
    title, goes first."""
    best: dict[tuple[str, datetime], Reminded] = {}
    for calendar in calendars:
        for found in events.get(calendar.id, ()):
            event = untitled(found) if calendar.hides_titles else found
            one = Reminded(event.meeting, event)
            known = best.get((one.meeting, one.start))
            if known is None or _preference(one) < _preference(known):
                best[one.meeting, one.start] = one
    return tuple(sorted(best.values(), key=lambda one: (one.start, one.meeting)))


def due(known: Iterable[Reminded], minutes: int, now: datetime) -> list[Reminded]:
    """What begins within these minutes; what has begun is too late to be reminded of."""
    early = timedelta(minutes=minutes)
    return [one for one in known if is_attended(one.event) and one.start - early <= now < one.start]


def next_due(known: Iterable[Reminded], minutes: int, now: datetime, told: frozenset[str]) -> datetime | None:
    """When the next reminder is due, now where it should have been sent; `told` are the subjects that were."""
    early = timedelta(minutes=minutes)
    coming = (one for one in known if is_attended(one.event) and one.start > now and one.subject not in told)
    return min((max(one.start - early, now) for one in coming), default=None)


def _preference(one: Reminded) -> tuple[bool, bool]:
    return not is_attended(one.event), one.event.is_hidden
