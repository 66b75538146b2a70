"""What a reason names: the asker's own event or booking, with the time it takes."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.availability import Reason, ReasonCode
from core.booking.model import Booking
from core.booking.usecases import Explained
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.events import event_title
from core.dialogue.screens import Instant, Text, UserText, When, say
from core.dialogue.titles import title_of as booking_title
from core.shared.ranges import Range
from core.sync.model import Event


@dataclass(frozen=True, slots=True)
class Source:
    """An event of the asker's calendar, or a booking. `hosted`: the booking is the asker's own."""

    calendar: str = ""
    event: Event | None = None
    booking: Booking | None = None
    hosted: bool = False

    def when(self, home: ZoneInfo) -> Range | None:
        """The time it takes; an all-day event takes its dates at home. None if nothing is known of it."""
        if self.booking is not None:
            return self.booking.plan.when
        return None if self.event is None else self.event.lies(home)


def source_of(explained: Explained, when: Range, reason: Reason) -> Source:
    """What the engine meant with a reason of the asker's own."""
    person = explained.setup.preferences.person
    if not reason.id:
        mine = [item for item in explained.gathered.bookings if person in item.protected]
        met = [item for item in mine if item.plan.when.overlaps(when)]
        close = sorted(mine, key=lambda item: _distance(item.plan.when, when))
        found = (met if reason.code is ReasonCode.BOOKED else close)[:1]
        return Source(booking=found[0], hosted=found[0].host == person) if found else Source()
    readings = explained.gathered.evidence[0].readings
    named = (
        event
        for reading in readings
        if reading.calendar.name == reason.calendar
        for event in reading.events
        if event.id == reason.id
    )
    return Source(calendar=reason.calendar, event=next(named, None))


def title_of(source: Source) -> UserText | Text | None:
    """Its title; None where that is private, or somebody else's to tell."""
    if source.booking is not None:
        return booking_title(source.booking) if source.hosted else None
    if source.event is None or source.event.is_private:
        return None
    return event_title(source.event)


def about(source: Source) -> Text:
    """The event with its calendar, or the booking, as the beginning of a sentence."""
    title, calendar = title_of(source), UserText(source.calendar)
    if source.event is None:
        return say("why.event_unknown_in", calendar=calendar) if source.calendar else say("why.a_booking")
    if title is None:
        return say("why.private_in", calendar=calendar)
    return say("why.event_in", title=title, calendar=calendar)


def when_of(asker: Asker, source: Source, home: ZoneInfo) -> Text | When:
    """Start and end on the reader's clock, with the dates where it goes over midnight."""
    when = source.when(home)
    if when is None:
        return say("why.beyond")
    if asker.local_date(when.start) != asker.local_date(when.end):
        return When(when)
    return say("why.range", start=Instant(when.start), end=Instant(when.end))


def _distance(one: Range, other: Range) -> float:
    apart = max(one.start - other.end, other.start - one.end)
    return apart.total_seconds()
